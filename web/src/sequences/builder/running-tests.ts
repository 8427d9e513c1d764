/** What tests deal from now on, as the planner reads it. Loaded late, with the forecast. */
import type { AbTest } from "@haste/contract/nouns/ab-tests";
import { type RunningTest, sharesOf } from "@haste/engine/experiment";

/** Those that were started, by id; a bandit's shares as of its last look, before the first one those it begins with. */
export function runningTests(tests: readonly AbTest[]): Map<string, RunningTest> {
  return new Map(tests.filter(({ startedAt }) => startedAt !== null).map((test) => [test.id, runningTest(test)]));
}

function runningTest(test: AbTest): RunningTest {
  const { id, sampleSize, winner: winnerId, variants, results, stoppedAt } = test;
  const periods = results?.periods ?? [];
  const dealt = periods.at(-1)?.shares ?? firstShares(test);
  return {
    ...{ id, sampleSize, winnerId, shares: stoppedAt === null ? dealt : [] },
    barred: variants.filter((variant) => variant.stoppedAt !== null).map((variant) => variant.id),
    period: periods.length,
  };
}

function firstShares({ variants, distribution }: AbTest): RunningTest["shares"] {
  const left = variants.filter(({ stoppedAt, isPublished }) => stoppedAt === null && isPublished);
  const weighed = left.map(({ id, weight }) => ({ id, weight: distribution === "weighted" ? weight : 1 }));
  const isNobody = weighed.every(({ weight }) => weight === 0);
  return isNobody ? [] : sharesOf(weighed);
}
