import { type SecondOpinionInput, SecondOpinionSettings } from "@haste/contract/nouns/second-opinions";
import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import type { KeyRing } from "../../../platform/crypto/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { sealModelKey } from "./model-key.ts";
import { countWaiting, dropWaiting } from "./queries/opinions.ts";
import { type OpinionSettingsRow, readSettings, writeSettings } from "./queries/settings.ts";
import { sampleReply } from "./sample-reply.ts";

const untold = { isOn: false, url: null, model: null, hasKey: false, perDay: 200, asked: 0 };

export async function showSettings(ctx: WorkContext): Promise<SecondOpinionSettings> {
  const row = await readSettings(ctx.tx, ctx.machineNow);
  const rest = { waiting: await countWaiting(ctx.tx), sample: sampleReply };
  return SecondOpinionSettings.parse(
    row === null
      ? { ...untold, ...rest, quietUntil: null, lastFault: null, tried: null }
      : { ...toldOf(row, ctx.machineNow), ...rest },
  );
}

function toldOf(row: OpinionSettingsRow, now: Date) {
  const { isOn, url, model, perDay, asked, lastFault, lastDetail, lastFaultAt, quietUntil, tried, triedAt } = row;
  return {
    ...{ isOn, url, model, perDay, asked },
    hasKey: row.sealed !== null,
    quietUntil: quietUntil !== null && quietUntil > now ? quietUntil.toISOString() : null,
    lastFault: lastFault === null ? null : { fault: lastFault, detail: lastDetail, at: lastFaultAt?.toISOString() },
    tried: tried === null ? null : { ...tried, at: triedAt?.toISOString() },
  };
}

/**
 * Whoever turns it off drops what waits to be asked about. The detail for the audit log says whether there is a key,
 * never which.
 *
 * @throws Problem `invalid_request` where the address holds more than a place
 */
export async function changeSettings(
  ctx: WorkContext,
  keyRing: KeyRing<Tx>,
  input: SecondOpinionInput,
): Promise<SecondOpinionSettings> {
  const { isOn, model, perDay } = input;
  const url = placeOf(input.url);
  const before = await readSettings(ctx.tx, ctx.machineNow);
  const sealed = await sealedKey(ctx, keyRing, { input, before });
  if (!isOn) await dropWaiting(ctx.tx);
  await writeSettings(ctx.tx, { isOn, url, model, perDay, sealed }, ctx.now);
  await audit(
    ctx,
    "second-opinion.changed",
    { kind: "settings", id: null },
    { isOn, url, model, perDay, hasKey: sealed !== null },
  );
  return showSettings(ctx);
}

function placeOf(text: string): string {
  const url = new URL(text);
  if (url.username === "" && url.password === "" && url.search === "" && url.hash === "") {
    return text.replace(/\/+$/, "");
  }
  const detail = "The address may hold no user, password, query or fragment; a key has a field of its own.";
  throw new Problem("invalid_request", { detail, errors: [{ pointer: "/url", code: "invalid", detail }] });
}

/** A key stays only with the origin it was given for: otherwise whoever may change settings could send it to themselves. */
async function sealedKey(
  { tx }: WorkContext,
  keyRing: KeyRing<Tx>,
  { input, before }: { input: SecondOpinionInput; before: OpinionSettingsRow | null },
): Promise<Buffer | null> {
  if (input.key != null) return sealModelKey(keyRing, tx, input.key);
  if (input.key === null || before === null) return null;
  return new URL(before.url).origin === new URL(input.url).origin ? before.sealed : null;
}
