import type { TestResults } from "@haste/contract/nouns/ab-tests";
import {
  compare,
  type ExperimentFacts,
  emailsWhileWatching,
  evenRate,
  type Forecast,
  guardsOf,
  type Metric,
  type Period,
  posteriorsOf,
  rateSequence,
  sampleRatioP,
  sayVerdict,
  totalOf,
  type Verdict,
  verdictOf,
} from "@haste/engine/experiment";
import type { Tx } from "../../platform/db/index.ts";
import { countsPeople, daysOf } from "./count-test.ts";
import { type Evidence, loadEvidence, totalsOf } from "./evidence.ts";
import { foresee } from "./foresee.ts";
import type { DayRow } from "./queries/counts.ts";
import type { TestRow } from "./queries/tests.ts";
import type { VariantRow } from "./queries/variants.ts";
import { openVariants } from "./shares.ts";

export interface Look {
  readonly evidence: Evidence;
  readonly verdict: Verdict;
  readonly results: TestResults;
}

const DAY_MS = 86_400_000;
const paceDays = 7;

/** What may be said of a test now. Reads, writes nothing. */
export async function lookAt(
  tx: Tx,
  test: TestRow,
  { variants, now }: { readonly variants: readonly VariantRow[]; readonly now: Date },
): Promise<Look> {
  const compared = comparedVariants(test, variants);
  const evidence = await loadEvidence(tx, test, compared);
  const ids = compared.map(({ id }) => id);
  const { metric, countsFromVersion: fromVersion } = test;
  const days = await daysOf(tx, test, { variantIds: ids, metric, fromVersion });
  const facts = { ...evidence.facts, emailsPerDay: test.stoppedAt === null ? paceOf(days, now) : null };
  const verdict = verdictOf(facts);
  const forecasts = await foresee(tx, test, { variantIds: ids, now });
  const nameOf = (id: string) => variants.find((variant) => variant.id === id)?.name ?? "A variant";
  return { evidence, verdict, results: resultsOf({ test, facts, verdict, evidence, days, forecasts, nameOf, now }) };
}

/** Those that are dealt; of a test that nothing is dealt of any more, those that were. */
function comparedVariants(test: TestRow, variants: readonly VariantRow[]): VariantRow[] {
  const open = openVariants(variants);
  if (open.length > 1 || test.stoppedAt === null) return open;
  return variants.filter(({ stoppedReason }) => stoppedReason === null);
}

function paceOf(days: readonly DayRow[], now: Date): number | null {
  const since = now.getTime() - paceDays * DAY_MS;
  const recent = days.filter(({ day, sent }) => sent > 0 && day.getTime() >= since);
  const [first] = recent;
  if (first === undefined) return null;
  const sent = recent.reduce((sum, day) => sum + day.sent, 0);
  return sent / Math.max(1, (now.getTime() - first.day.getTime()) / DAY_MS);
}

interface Looking {
  readonly test: TestRow;
  readonly facts: ExperimentFacts;
  readonly verdict: Verdict;
  readonly evidence: Evidence;
  readonly days: readonly DayRow[];
  readonly forecasts: ReadonlyMap<string, Forecast | null>;
  readonly nameOf: (id: string) => string;
  readonly now: Date;
}

function resultsOf({ test, facts, verdict, evidence, days, forecasts, nameOf, now }: Looking): TestResults {
  const arms = totalsOf(facts);
  const posteriors = arms.length === 0 ? [] : posteriorsOf(arms);
  const best = posteriors.toSorted((one, other) => other.isBest - one.isBest).map(({ id }) => id);
  const [control, ...others] = facts.variantIds;
  return {
    verdict: {
      kind: verdict.kind,
      sentence: sayVerdict(verdict, { metric: test.metric, nameOf, counted: countsPeople(test) ? "people" : "emails" }),
      variantId: variantOfVerdict(verdict),
      moreEmails: "moreEmails" in verdict ? verdict.moreEmails : null,
      days: "days" in verdict ? verdict.days : null,
    },
    arms: posteriors.map(({ id, a, b, low, high, isBest, expectedLoss }, at) => {
      const { sent, successes } = arms[at] ?? { sent: 0, successes: 0 };
      const { low: least, high: most } = rateSequence(sent, successes, facts.level);
      return {
        ...{
          variantId: id,
          sent,
          successes,
          rate: sent === 0 ? null : successes / sent,
          evenRate: evenRateOf(facts, id),
        },
        ...{ low: least, high: most, posterior: { a, b, low, high }, isBest, expectedLoss },
        forecast: forecasts.get(id) ?? null,
      };
    }),
    comparisons: control === undefined ? [] : others.map((id) => comparisonOf(facts, id, control)),
    sampleRatioP: sampleRatioP(
      facts.periods.map(({ shares, counts }) => ({
        shares: shares.map(({ share }) => share),
        counts: shares.map(({ variantId }) => counts.find((one) => one.variantId === variantId)?.sent ?? 0),
      })),
    ),
    guards: guardsOf(facts).map((guard) => ({ ...guard })),
    periods: evidence.periods.map(({ startedAt, shares }) => ({
      startedAt: startedAt.toISOString(),
      shares: shares.map((share) => ({ ...share })),
    })),
    history: best.length < 2 ? [] : historyOf(facts, days, [best[0] as string, best[1] as string]),
    emailsPerVariant: powerOf(test.metric, arms, facts.level),
    updatedAt: now.toISOString(),
  };
}

function variantOfVerdict(verdict: Verdict): string | null {
  if ("variantId" in verdict) return verdict.variantId;
  return "leaderId" in verdict ? verdict.leaderId : null;
}

function comparisonOf(facts: ExperimentFacts, variantId: string, againstId: string) {
  const { ratio, low, high } = compare(facts, variantId, againstId);
  return { variantId, againstId, ratio, low, high };
}

function evenRateOf({ periods }: ExperimentFacts, id: string): number | null {
  return evenRate(
    periods.map(({ shares, counts }) => {
      const { sent, successes } = counts.find(({ variantId }) => variantId === id) ?? { sent: 0, successes: 0 };
      return { share: shares.find(({ variantId }) => variantId === id)?.share ?? 0, sent, successes };
    }),
  );
}

/** The best two as they stood after each day, with the evidence of that day and no later one. */
function historyOf(facts: ExperimentFacts, days: readonly DayRow[], [one, other]: readonly [string, string]) {
  const instants = [...new Set(days.map(({ day }) => day.getTime()))];
  return instants.map((instant) => {
    const known = days.filter(({ day }) => day.getTime() <= instant);
    const periods = facts.periods.map((period, at) =>
      periodUntil(
        period,
        known.filter((row) => row.period === at + 1),
      ),
    );
    const then = { ...facts, periods };
    const { ratio, low, high } = compare(then, one, other);
    const sent = facts.variantIds.reduce((sum, id) => sum + totalOf(then, id).sent, 0);
    return { at: new Date(instant + DAY_MS).toISOString(), ratio, low, high, sent };
  });
}

function periodUntil({ shares }: Period, rows: readonly DayRow[]): Period {
  const guards = { unsubscribed: 0, complained: 0, bounced: 0 };
  return { shares, counts: summed(rows).map((row) => ({ ...row, ...guards })) };
}

function summed(rows: readonly DayRow[]) {
  return [...Map.groupBy(rows, ({ variantId }) => variantId)].map(([variantId, own]) => ({
    variantId,
    sent: own.reduce((sum, { sent }) => sum + sent, 0),
    successes: own.reduce((sum, { successes }) => sum + successes, 0),
  }));
}

/** What is usual where a test has not seen enough of its own. */
const usualRates: Readonly<Record<Metric, number>> = {
  open_rate: 0.4,
  click_rate: 0.05,
  reply_rate: 0.05,
  positive_reply_rate: 0.03,
  conversion_rate: 0.01,
};

function powerOf(metric: Metric, arms: readonly { sent: number; successes: number }[], level: number): number | null {
  const sent = arms.reduce((sum, arm) => sum + arm.sent, 0);
  const successes = arms.reduce((sum, arm) => sum + arm.successes, 0);
  const base = successes < 10 ? usualRates[metric] : successes / sent;
  return base >= 0.6 ? null : emailsWhileWatching({ base, other: base * 1.5, level });
}
