import type { Tx } from "../platform/db/index.ts";
import { startJobAs } from "../platform/jobs/index.ts";
import type { Moment } from "./moment.ts";

/** What becomes of a person's deal because something happened to them. */
export interface DealMove {
  readonly contactId: string;
  /** The deal it is about; null: their newest open one. */
  readonly dealId: string | null;
  /** By name; each pipeline has its own. */
  readonly stage: string;
}

/** The job that moves a deal; deals are not the ledger's. */
export const dealMoveJob = "deal-move";

/** A job for each, in the transaction of its cause. They are few: a trigger fires once in an episode. */
export async function askDealMoves(tx: Tx, moves: readonly DealMove[], moment: Moment): Promise<void> {
  for (const input of moves) {
    await startJobAs(tx, {
      id: moment.newId(),
      kind: dealMoveJob,
      input,
      total: 1,
      startedBy: { kind: "system", id: null, name: "triggers", role: "owner" },
      machineNow: new Date(moment.machineNow),
    });
  }
}
