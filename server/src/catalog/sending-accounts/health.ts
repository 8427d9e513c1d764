import { addMs, DAY_MS, type Instant } from "@haste/engine/base";
import { type Reputation, reputationOf } from "@haste/engine/pace";
import { countedPeriod } from "../../ledger/index.ts";
import { loadWorkspace } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { listHolding } from "./pace/queries.ts";
import { type Outcome, sumOutcomes } from "./queries.ts";

const outcomeDays = 30;
const nothing = { sent: 0, refused: 0, bounced: 0, complained: 0, replied: 0 };

/** What came back of an account's mail in 30 days, and what that says of it. */
export interface Health {
  readonly outcome: Omit<Outcome, "accountId">;
  readonly reputation: Reputation;
}

/** Of each of these accounts; three reads, whatever their number. */
export async function loadHealth(tx: Tx, ids: readonly string[], now: Instant): Promise<Map<string, Health>> {
  const workspace = await loadWorkspace(tx);
  if (workspace === null) throw new Error("there is no such workspace");
  const since = new Date(addMs(now, -outcomeDays * DAY_MS));
  const here = { workspace, now: new Date(now) };
  const outcomes = await sumOutcomes(tx, countedPeriod(here, since, new Date(addMs(now, 1))));
  const holding = await listHolding(tx, ids, new Date(now));
  return new Map(
    ids.map((id) => {
      const outcome = outcomes.find(({ accountId }) => accountId === id) ?? nothing;
      const held = holding.find(({ accountId }) => accountId === id)?.holding ?? 0;
      return [id, { outcome, reputation: reputationOf({ ...nothing, ...outcome, holding: held }) }];
    }),
  );
}
