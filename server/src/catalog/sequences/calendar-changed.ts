import type { WorkContext } from "../../platform/context/index.ts";
import type { SequenceLedger } from "./ports.ts";
import { touchDraftsWith } from "./queries/sequences.ts";

/** A holiday calendar has other days now: what was published with it keeps the old ones until it is published again. */
export async function calendarChanged(
  ctx: WorkContext,
  ledger: Pick<SequenceLedger, "sequenceChanged">,
  calendarId: string,
): Promise<void> {
  for (const id of await touchDraftsWith(ctx.tx, calendarId, ctx.now)) await ledger.sequenceChanged(ctx, id);
}
