import { addMs, asInstant } from "@haste/engine/base";
import { lookForMs, nextLook } from "@haste/engine/send";
import type { Tx } from "../platform/db/index.ts";
import { stages } from "./lanes.ts";
import { type Moment, wokenMoment } from "./moment.ts";
import { appendWakeups } from "./queries/flow-control.ts";
import { dropLookUps, listUncertain, type UncertainEmail } from "./queries/look-ups.ts";

/** More than one account has open connections; the others come with the next look. */
const mostAtOnce = 100;

/**
 * What is to be looked for of one account now; its next look is due from here on, so that whatever happens to this one,
 * there is another. null: another worker looks, or nothing is due.
 */
export async function takeLookUps(
  tx: Tx,
  accountId: string,
  machineNow: Date,
): Promise<{ readonly emails: readonly UncertainEmail[]; readonly moment: Moment } | null> {
  const moment = await wokenMoment(tx, { stage: stages.lookUp, lane: accountId }, machineNow);
  if (moment === null) return null;
  const after = addMs(moment.now, -lookForMs);
  const emails = await listUncertain(tx, accountId, { after, limit: mostAtOnce });
  const youngest = emails.at(-1);
  if (youngest === undefined) return null;
  await dropLookUps(tx, accountId);
  const next = nextLook(asInstant(youngest.since.getTime()), moment.now);
  const dueAt = new Date(next - (moment.now - moment.machineNow));
  appendWakeups(tx, [{ stage: stages.lookUp, lane: accountId, dueAt, id: moment.newId() }]);
  return { emails, moment };
}
