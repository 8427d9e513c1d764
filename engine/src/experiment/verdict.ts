import { type Dealt, sampleRatioAlarm, sampleRatioP } from "./balance.ts";
import { emailsWhileWatching } from "./power.ts";
import { type RatioEvidence, ratioEvidence, type Stretch } from "./ratio.ts";
import type { Share } from "./split.ts";

/** What a test must not make worse, whatever it wins. */
const guards = ["unsubscribed", "complained", "bounced"] as const;
export type Guard = (typeof guards)[number];

/** What became of one variant's emails in one period. */
export interface VariantCounts extends Readonly<Record<Guard, number>> {
  readonly variantId: string;
  readonly sent: number;
  readonly successes: number;
}

/** A time in which the shares did not change. */
export interface Period {
  readonly shares: readonly Share[];
  readonly counts: readonly VariantCounts[];
}

export interface ExperimentFacts {
  /** The first one is the control: what people would get without the test. */
  readonly variantIds: readonly string[];
  readonly periods: readonly Period[];
  /** E.g. 0.95: of a hundred tests of equal variants at most five ever name a winner. */
  readonly level: number;
  /** Emails each variant must have before anything is said. */
  readonly minSampleSize: number;
  /** Of all variants together; null where nothing leaves now. */
  readonly emailsPerDay: number | null;
}

export type Verdict =
  /** There is nothing to compare. */
  | { readonly kind: "alone" }
  | { readonly kind: "unbalanced"; readonly sampleRatioP: number }
  | { readonly kind: "harmful"; readonly variantId: string; readonly guard: Guard; readonly atLeast: number }
  | ({ readonly kind: "too_early" | "undecided"; readonly leaderId: string | null } & StillToGo)
  | { readonly kind: "alike"; readonly within: number }
  | { readonly kind: "winner"; readonly variantId: string; readonly evidence: readonly RatioEvidence[] };

/** How long it may take at the present pace; null where nobody can say. */
export interface StillToGo {
  readonly moreEmails: number | null;
  readonly days: number | null;
}

/** Variants whose rates differ by less are called alike: nobody would notice in a month of work. */
const alikeWithin = 1.25;
/** A guard-rail stops a variant only on evidence that one in a hundred healthy ones would show. */
const guardLevel = 0.99;

/**
 * What may be said of a test now. May be asked every hour: at `level`, over the whole life of the test and over all
 * pairs of its variants together (Bonferroni), equal variants never get a winner.
 */
export function verdictOf(facts: ExperimentFacts): Verdict {
  if (facts.variantIds.length < 2) return { kind: "alone" };
  const p = sampleRatioP(facts.periods.map(dealtOf));
  if (p < sampleRatioAlarm) return { kind: "unbalanced", sampleRatioP: p };
  const harm = harmOf(facts);
  if (harm !== null) return harm;
  const totals = facts.variantIds.map((id) => totalOf(facts, id));
  const leader = leaderOf(totals);
  const missing = totals.reduce((sum, { sent }) => sum + Math.max(0, facts.minSampleSize - sent), 0);
  if (missing > 0) return { kind: "too_early", leaderId: leader?.variantId ?? null, ...paced(missing, facts) };
  const winner = winnerOf(facts);
  if (winner !== null) return winner;
  const all = pairsOf(facts.variantIds).map(([one, other]) => compare(facts, one, other));
  if (all.every(({ low, high }) => low > 1 / alikeWithin && high !== null && high < alikeWithin)) {
    return { kind: "alike", within: alikeWithin };
  }
  return { kind: "undecided", leaderId: leader?.variantId ?? null, ...paced(stillNeeded(facts, totals), facts) };
}

/** `challengerId` against `championId` by the metric, at the level that all pairs together keep. */
export function compare(facts: ExperimentFacts, challengerId: string, championId: string): RatioEvidence {
  const pairs = (facts.variantIds.length * (facts.variantIds.length - 1)) / 2;
  const level = 1 - (1 - facts.level) / Math.max(1, pairs);
  return ratioEvidence(
    stretchesOf(facts, [challengerId, championId], (counts) => counts.successes),
    level,
  );
}

/** Emails and successes of a variant over all periods. */
export function totalOf({ periods }: ExperimentFacts, variantId: string): VariantCounts {
  const none: VariantCounts = { variantId, sent: 0, successes: 0, unsubscribed: 0, complained: 0, bounced: 0 };
  return periods.reduce((sum, period) => {
    const counts = countsOf(period, variantId);
    return {
      variantId,
      sent: sum.sent + counts.sent,
      successes: sum.successes + counts.successes,
      unsubscribed: sum.unsubscribed + counts.unsubscribed,
      complained: sum.complained + counts.complained,
      bounced: sum.bounced + counts.bounced,
    };
  }, none);
}

function countsOf({ counts }: Period, variantId: string): VariantCounts {
  const none = { variantId, sent: 0, successes: 0, unsubscribed: 0, complained: 0, bounced: 0 };
  return counts.find((one) => one.variantId === variantId) ?? none;
}

function dealtOf({ shares, counts }: Period): Dealt {
  return {
    shares: shares.map((one) => one.share),
    counts: shares.map(({ variantId }) => counts.find((one) => one.variantId === variantId)?.sent ?? 0),
  };
}

function stretchesOf(
  { periods }: ExperimentFacts,
  [challengerId, championId]: readonly [string, string],
  read: (counts: VariantCounts) => number,
): Stretch[] {
  return periods.flatMap((period) => {
    const shareOf = (id: string) => period.shares.find((one) => one.variantId === id)?.share ?? 0;
    const [challenger, champion] = [shareOf(challengerId), shareOf(championId)];
    // Where only one of them was sent, nothing is compared.
    if (challenger === 0 || champion === 0) return [];
    return {
      share: challenger / (challenger + champion),
      challenger: read(countsOf(period, challengerId)),
      champion: read(countsOf(period, championId)),
    };
  });
}

/** One guard-rail of one variant against the control. */
export interface GuardFinding {
  readonly variantId: string;
  readonly guard: Guard;
  readonly count: number;
  /** At how many times the control's rate it surely lies, at least; above 1 it is stopped. */
  readonly atLeast: number;
}

/** Every guard-rail of every variant but the control. */
export function guardsOf(facts: ExperimentFacts): GuardFinding[] {
  const [control, ...others] = facts.variantIds;
  if (control === undefined) return [];
  return others.flatMap((variantId) =>
    guards.map((guard) => {
      const stretches = stretchesOf(facts, [variantId, control], (counts) => counts[guard]);
      const { low } = ratioEvidence(stretches, guardLevel);
      return { variantId, guard, count: totalOf(facts, variantId)[guard], atLeast: low };
    }),
  );
}

function harmOf(facts: ExperimentFacts): Verdict | null {
  const found = guardsOf(facts).find(({ atLeast }) => atLeast > 1);
  if (found === undefined) return null;
  const { variantId, guard, atLeast } = found;
  return { kind: "harmful", variantId, guard, atLeast };
}

function winnerOf(facts: ExperimentFacts): Verdict | null {
  for (const variantId of facts.variantIds) {
    const others = facts.variantIds.filter((id) => id !== variantId);
    const evidence = others.map((id) => compare(facts, variantId, id));
    if (others.length > 0 && evidence.every(({ low }) => low > 1)) return { kind: "winner", variantId, evidence };
  }
  return null;
}

function pairsOf(ids: readonly string[]): [string, string][] {
  return ids.flatMap((one, at) => ids.slice(at + 1).map((other): [string, string] => [one, other]));
}

function rate({ sent, successes }: VariantCounts): number {
  return sent === 0 ? 0 : successes / sent;
}

/** Null where nobody has a success yet, or two lead together. */
function leaderOf(totals: readonly VariantCounts[]): VariantCounts | null {
  const [first, second] = totals.toSorted((one, other) => rate(other) - rate(one));
  if (first === undefined || rate(first) === 0) return null;
  return second !== undefined && rate(second) === rate(first) ? null : first;
}

/** Emails still to go if the two best variants are as far apart as they seem; null where they seem alike. */
function stillNeeded({ level }: ExperimentFacts, totals: readonly VariantCounts[]): number | null {
  const [first, second] = totals.toSorted((one, other) => rate(other) - rate(one)).map(rate);
  if (first === undefined || second === undefined || second === 0 || first / second < 1.1) return null;
  const each = emailsWhileWatching({ base: second, other: first, level });
  return totals.reduce((sum, { sent }) => sum + Math.max(0, each - sent), 0);
}

function paced(emails: number | null, { emailsPerDay }: ExperimentFacts): StillToGo {
  if (emails === null) return { moreEmails: null, days: null };
  return {
    moreEmails: emails,
    days: emailsPerDay === null || emailsPerDay <= 0 ? null : Math.ceil(emails / emailsPerDay),
  };
}
