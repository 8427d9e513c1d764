import type { Tx } from "../platform/db/index.ts";
import { Changes } from "./changes.ts";
import { noLane, stages } from "./lanes.ts";
import type { Moment } from "./moment.ts";
import { accountChanged } from "./people.ts";
import { tellListeners } from "./queries/flow-control.ts";
import { letPaceGoOn, type PacePair, stopPace } from "./queries/paces.ts";

/**
 * Complaints stop an account towards one recipient provider. What waits for it is canceled by the plan, which runs at
 * once and holds its people; false where it had been stopped.
 */
export async function stopTowards(
  tx: Tx,
  pair: PacePair & { readonly reason: string },
  moment: Moment,
): Promise<boolean> {
  if (!(await stopPace(tx, pair, moment.now))) return false;
  const changes = new Changes(moment);
  changes.wake(stages.schedule, noLane, moment.now);
  await changes.write(tx);
  await tellListeners(tx);
  return true;
}

/** A person lets it go on: whom it held is planned again. False where nothing had stopped it. */
export async function goOnTowards(tx: Tx, pair: PacePair, moment: Moment): Promise<boolean> {
  // People before paces, in the order in which answers lock them.
  await accountChanged(tx, pair.accountId, moment);
  return letPaceGoOn(tx, pair, moment.now);
}
