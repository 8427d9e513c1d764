import { arrivalsOf, type Lived } from "../base/index.ts";

/**
 * Late replies. An email of this morning was not refused: it had no time yet. How replies are spread over the time after
 * sending is learned from emails that are older, each counted as far as it has lived (`arrivalsOf`), and young emails are then weighed by the share of their time that they have had (O. Chapelle, KDD 2014).
 *
 * Only shown. Verdicts rest on `ratioEvidence`, which asks nothing of age: both variants of a stretch are dealt side by
 * side, so that their emails are equally old, and a success so far belongs to one of two equal variants with the
 * probability by which it was dealt.
 */

/** Six hours: most replies come on the first day, which a day's width would hide. */
export const AGE_MS = 21_600_000;
/** Two weeks, in ages. What comes later is not expected. */
export const lastAge = 56;
/** A curve stands on as many replies at least. */
const fewestReplies = 20;
/** A sequence's own curve is drawn to that of its workspace as if that were known from so many replies. */
const priorReplies = 20;
/** Emails whose time is over that an estimate stands on at least. */
const fewestLived = 20;
/** Both ends of the range. It takes the curve for known, so that 95 % of it are nine cases of ten (134 of 150 random worlds). */
const tail = 0.025;

/** The share of all successes of two weeks that has come after each age; `[0]` is 0, the last one 1. */
export type ArrivalCurve = readonly number[];

interface KnownCurve {
  readonly curve: ArrivalCurve;
  readonly successes: number;
}

/** Null where nobody at risk ever had a success. */
function curveOf(lived: readonly Lived[]): KnownCurve | null {
  const { came, arrived } = arrivalsOf(lived, lastAge);
  const all = arrived.at(-1) ?? 0;
  if (all === 0) return null;
  return { curve: [0, ...arrived.map((share) => share / all)], successes: came.reduce((sum, some) => sum + some, 0) };
}

/**
 * How successes of a sequence are spread over the two weeks after sending. Where it has few, by those of the whole
 * workspace: the weight of its own grows with them. Null where both together know too little.
 */
export function arrivalCurve(own: readonly Lived[], workspace: readonly Lived[]): ArrivalCurve | null {
  const [mine, all] = [curveOf(own), curveOf(workspace)];
  if (mine !== null && mine.successes >= fewestReplies && all === null) return mine.curve;
  if (all === null || all.successes < fewestReplies) return null;
  if (mine === null) return all.curve;
  const weight = mine.successes / (mine.successes + priorReplies);
  return all.curve.map((share, at) => weight * (mine.curve[at] ?? 1) + (1 - weight) * share);
}

/** Emails of one variant by the whole ages they have lived. */
export interface Aged {
  readonly age: number;
  readonly sent: number;
  readonly successes: number;
}

export interface Forecast {
  /** Emails, each counted by the share of its time that it has had. */
  readonly lived: number;
  /** The rate once all have had their time. */
  readonly rate: number;
  /** Successes that may still come of what was sent, and the range in which they lie in some nine cases of ten. */
  readonly stillToCome: number;
  readonly low: number;
  readonly high: number;
}

/**
 * What a variant's emails come to when all have had their time. Successes over lived emails are unbiased, since an email
 * of age a has had a success with probability rate × curve(a). Null where too few have lived.
 */
export function forecastOf(emails: readonly Aged[], curve: ArrivalCurve): Forecast | null {
  let [sent, lived, successes] = [0, 0, 0];
  for (const one of emails) {
    sent += one.sent;
    lived += one.sent * hadOf(one.age, curve);
    successes += one.successes;
  }
  if (lived < fewestLived) return null;
  const rate = Math.min(1, successes / lived);
  const open = sent - lived;
  const [low, high] = rangeOf(successes, open / lived);
  return { lived, rate, stillToCome: rate * open, low, high: Math.min(high, sent - successes) };
}

/** An email of an age stands somewhere within it: in the middle, on average. */
function hadOf(age: number, curve: ArrivalCurve): number {
  if (age >= lastAge) return 1;
  return ((curve[age] ?? 1) + (curve[age + 1] ?? 1)) / 2;
}

/**
 * Successes that come in `times` as much time as `successes` came in: a negative binomial distribution, which is that of
 * a Poisson count whose rate is known as a Gamma distribution with Jeffreys's prior (A. Gelman et al., Bayesian Data
 * Analysis, 3rd edition, 2.6).
 */
function rangeOf(successes: number, times: number): [number, number] {
  if (times <= 0) return [0, 0];
  const shape = successes + 0.5;
  const lnMore = Math.log(times / (1 + times));
  let lnTerm = -shape * Math.log1p(times);
  let sum = Math.exp(lnTerm);
  let low = sum >= tail ? 0 : -1;
  let count = 0;
  // Far beyond any quantile; a bound for sums that rounding keeps below the end.
  const most = 10 * (shape * times + 10);
  while (sum < 1 - tail && count < most) {
    lnTerm += Math.log((count + shape) / (count + 1)) + lnMore;
    sum += Math.exp(lnTerm);
    count += 1;
    if (low < 0 && sum >= tail) low = count;
  }
  return [Math.max(0, low), count];
}
