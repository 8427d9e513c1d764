import type { Metric } from "@haste/engine/experiment";
import type { Tx } from "../../platform/db/index.ts";
import { type CountRow, countDays, countOutcomes, type DayRow } from "./queries/counts.ts";
import type { TestRow } from "./queries/tests.ts";
import { countWayDays, countWays } from "./queries/way-counts.ts";

/** A test of a branch counts people, every other one emails. */
export function countsPeople({ type }: Pick<TestRow, "type">): boolean {
  return type === "branch";
}

/** What became of everything that was dealt these variants of a test. */
export function outcomesOf(
  tx: Tx,
  test: Pick<TestRow, "type">,
  { variantIds, fromVersion }: { readonly variantIds: readonly string[]; readonly fromVersion: number },
): Promise<CountRow[]> {
  return countsPeople(test) ? countWays(tx, variantIds, fromVersion) : countOutcomes(tx, variantIds, fromVersion);
}

/** Its evidence by days. */
export function daysOf(
  tx: Tx,
  test: Pick<TestRow, "type">,
  asked: { readonly variantIds: readonly string[]; readonly metric: Metric; readonly fromVersion: number },
): Promise<DayRow[]> {
  return countsPeople(test) ? countWayDays(tx, asked.variantIds, asked) : countDays(tx, asked.variantIds, asked);
}
