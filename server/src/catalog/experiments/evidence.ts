import { type Arm, countedBy, type ExperimentFacts, totalOf, type VariantCounts } from "@haste/engine/experiment";
import type { Tx } from "../../platform/db/index.ts";
import { outcomesOf } from "./count-test.ts";
import type { CountRow } from "./queries/counts.ts";
import { listPeriods, type PeriodRow } from "./queries/periods.ts";
import type { TestRow } from "./queries/tests.ts";
import type { VariantRow } from "./queries/variants.ts";

export interface Evidence {
  /** What may be judged: dealt by chance, in the words that are published. */
  readonly facts: ExperimentFacts;
  /** Everything that was ever sent, for showing. */
  readonly counts: readonly CountRow[];
  readonly periods: readonly PeriodRow[];
}

/** @param open the variants that are compared, the control first */
export async function loadEvidence(tx: Tx, test: TestRow, open: readonly VariantRow[]): Promise<Evidence> {
  const periods = (await listPeriods(tx, [test.id])).get(test.id) ?? [];
  const dealt = new Set([
    ...periods.flatMap(({ shares }) => shares.map((one) => one.variantId)),
    ...open.map(({ id }) => id),
  ]);
  const counts = await outcomesOf(tx, test, { variantIds: [...dealt], fromVersion: test.countsFromVersion });
  const evident = counts.filter(({ isCurrent, period }) => isCurrent && period !== null);
  const facts = {
    variantIds: open.map(({ id }) => id),
    level: test.confidenceLevel / 100,
    minSampleSize: test.minSampleSize,
    emailsPerDay: null,
    periods: periods.map(({ number, shares }) => ({
      shares,
      counts: evident.filter(({ period }) => period === number).map((row) => countsOf(row, test)),
    })),
  };
  return { facts, counts, periods };
}

function countsOf(row: CountRow, { metric }: TestRow): VariantCounts {
  const { variantId, sent, unsubscribed, complained, bounced } = row;
  return { variantId, sent, successes: row[countedBy[metric]], unsubscribed, complained, bounced };
}

export function totalsOf(facts: ExperimentFacts): Arm[] {
  return facts.variantIds.map((id) => {
    const { sent, successes } = totalOf(facts, id);
    return { id, sent, successes };
  });
}
