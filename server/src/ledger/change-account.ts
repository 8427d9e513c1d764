import { planAgain } from "@haste/engine/react";
import type { Tx } from "../platform/db/index.ts";
import { noLane } from "./lanes.ts";
import type { Moment } from "./moment.ts";
import { moveAll } from "./people.ts";
import { lockEnrollmentsOfAccount, setAccount } from "./queries/enrollments.ts";

const batchSize = 1_000;

export interface AccountMove {
  readonly sequenceId: string;
  readonly fromAccountId: string;
  readonly toAccountId: string;
}

/**
 * Gives everybody of a sequence who has one account another one, because somebody decided so: nobody is ever switched in
 * silence (B5). What waits to leave from the first is canceled and planned again; whoever is due anyway is met there.
 * Returns how many were moved.
 */
export async function changeAccountOf(tx: Tx, move: AccountMove, moment: Moment): Promise<number> {
  let after = noLane;
  let people = 0;
  for (;;) {
    const batch = await lockEnrollmentsOfAccount(tx, move, after, batchSize);
    await setAccount(
      tx,
      batch.map(({ state }) => state.id),
      move.toAccountId,
      moment.now,
    );
    await moveAll(tx, batch, moment, (state) =>
      state.status === "paused" || state.dueAt !== null
        ? null
        : { enrollment: planAgain(state, moment.now), cancelsWaiting: true },
    );
    people += batch.length;
    const last = batch.at(-1);
    if (last === undefined || batch.length < batchSize) return people;
    after = last.state.id;
  }
}
