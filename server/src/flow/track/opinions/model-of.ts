import type { KeyRing } from "../../../platform/crypto/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import type { Model } from "./ask-model.ts";
import { openModelKey } from "./model-key.ts";
import type { OpinionSettingsRow } from "./queries/settings.ts";

/** The model of a workspace with its key, ready to be asked. */
export async function modelOf(tx: Tx, keyRing: KeyRing<Tx>, settings: OpinionSettingsRow): Promise<Model> {
  const { url, model: name, sealed, isSandbox } = settings;
  return { url, name, key: await openModelKey(keyRing, tx, sealed), mustBeHere: isSandbox };
}
