import type { KeyRing, SealedColumn } from "../../../platform/crypto/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { replaceModelKey } from "./queries/settings.ts";

/** Sealed for this workspace: a copy elsewhere opens nowhere. */
const placeOf = (workspaceId: string) => `opinion_settings.sealed ${workspaceId}`;

export async function sealModelKey(keyRing: KeyRing<Tx>, tx: Tx, key: string): Promise<Buffer> {
  return (await keyRing.cipher(tx.workspaceId, tx)).seal(key, placeOf(tx.workspaceId));
}

export async function openModelKey(keyRing: KeyRing<Tx>, tx: Tx, sealed: Buffer | null): Promise<string | null> {
  if (sealed === null) return null;
  return (await (await keyRing.cipher(tx.workspaceId, tx)).open(sealed, placeOf(tx.workspaceId))).toString("utf8");
}

export const sealedOpinionColumns: readonly SealedColumn[] = [
  {
    table: "opinion_settings",
    column: "sealed",
    id: ["workspace_id"],
    place: ([id = ""]) => placeOf(id),
    replace: replaceModelKey,
  },
];
