import { type Arrivals, arrivalsOf, type Lived } from "../base/index.ts";

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
/** At each end of the range. */
const tail = 0.025;

/** By age: `[0]` before anything, the last one once two weeks are over. */
type ByAge = readonly number[];

export interface ArrivalCurve {
  /** The share of all successes of two weeks that has come by each age, from 0 to 1. */
  readonly shares: ByAge;
  /** By how much that may be wrong: independent errors of the shares, each at one standard deviation. */
  readonly errors: readonly ByAge[];
}

interface KnownCurve extends ArrivalCurve {
  readonly successes: number;
}

/** Null where nobody at risk ever had a success. */
function curveOf(lived: readonly Lived[]): KnownCurve | null {
  const arrivals = arrivalsOf(lived, lastAge);
  const arrived = [0, ...arrivals.arrived];
  const all = arrived.at(-1) ?? 0;
  if (all === 0) return null;
  const shares = arrived.map((share) => share / all);
  const successes = arrivals.came.reduce((sum, some) => sum + some, 0);
  return { shares, errors: errorsOf(arrivals, shares), successes };
}

/**
 * The delta method behind M. Greenwood's variance (Reports on Public Health 33, 1926): in each age a share h of those at risk
 * had their success, known with the variance h (1 − h) / risk, independently of other ages. It moves what has come by any
 * later age by (1 − arrived) / (1 − h), hence also all of it, by which the shares are divided.
 */
function errorsOf({ atRisk, came, arrived }: Arrivals, shares: ByAge): ByAge[] {
  const all = arrived.at(-1) ?? 1;
  return came.flatMap((some, age) => {
    const risk = atRisk[age] ?? 0;
    // In an age in which everybody left succeeded nobody is left to be wrong about, and one without success has no variance.
    if (some === 0 || some >= risk) return [];
    const deviation = Math.sqrt(some / (risk * (risk - some)));
    const lifts = [0, ...arrived].map((share, at) => (at > age ? (1 - share) * deviation : 0));
    const whole = lifts.at(-1) ?? 0;
    return [lifts.map((lift, at) => (lift - (shares[at] ?? 1) * whole) / all)];
  });
}

/**
 * How successes of a sequence are spread over the two weeks after sending. Where it has few, by those of the whole
 * workspace: the weight of its own grows with them. As the workspace's counts for so many successes only, it is also as
 * uncertain for the sequence as if it stood on no more. Null where both together know too little.
 */
export function arrivalCurve(own: readonly Lived[], workspace: readonly Lived[]): ArrivalCurve | null {
  const [mine, all] = [curveOf(own), curveOf(workspace)];
  if (mine !== null && mine.successes >= fewestReplies && all === null) return mine;
  if (all === null || all.successes < fewestReplies) return null;
  const weight = mine === null ? 0 : mine.successes / (mine.successes + priorReplies);
  const doubt = (1 - weight) * Math.sqrt(all.successes / priorReplies);
  return {
    shares: all.shares.map((share, at) => weight * (mine?.shares[at] ?? 1) + (1 - weight) * share),
    errors: [...scaled(mine?.errors ?? [], weight), ...scaled(all.errors, doubt)],
  };
}

function scaled(errors: readonly ByAge[], by: number): ByAge[] {
  return errors.map((error) => error.map((at) => at * by));
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
  /** Successes that may still come of what was sent, and the range that holds them in 95 % of cases. */
  readonly stillToCome: number;
  readonly low: number;
  readonly high: number;
}

/**
 * What a variant's emails come to when all have had their time. Successes over lived emails are unbiased, since an email
 * of age a has had a success with probability rate × curve(a). Null where too few have lived.
 */
export function forecastOf(emails: readonly Aged[], { shares, errors }: ArrivalCurve): Forecast | null {
  let [sent, successes] = [0, 0];
  for (const one of emails) {
    sent += one.sent;
    successes += one.successes;
  }
  const lived = sumOf(emails, shares, 1);
  if (lived < fewestLived) return null;
  const rate = Math.min(1, successes / lived);
  const open = sent - lived;
  const wrong = Math.hypot(...errors.map((error) => sumOf(emails, error, 0)));
  // By the delta method: open / lived = sent / lived − 1.
  const doubt = open <= 0 ? 0 : (sent * wrong) / (lived * open);
  const [low, high] = rangeOf(successes, open / lived, doubt);
  return { lived, rate, stillToCome: rate * open, low, high: Math.min(high, sent - successes) };
}

/** Emails weighed by what the curve says at their age. An email of an age stands somewhere within it: in the middle, on average. */
function sumOf(emails: readonly Aged[], curve: ByAge, atLast: number): number {
  let sum = 0;
  for (const { age, sent } of emails) {
    const had = age >= lastAge ? atLast : ((curve[age] ?? atLast) + (curve[age + 1] ?? atLast)) / 2;
    sum += sent * had;
  }
  return sum;
}

/**
 * Successes that come in `times` as much time as `successes` came in: a negative binomial distribution, which is that of
 * a Poisson count whose rate is known as a Gamma distribution with Jeffreys's prior (A. Gelman et al., Bayesian Data
 * Analysis, 3rd edition, 2.6). `doubt` is the coefficient of variation of `times`: the product of both is taken as the
 * Gamma distribution of the same mean and variance (the squares of their coefficients of variation, each plus one, multiply).
 */
function rangeOf(successes: number, times: number, doubt: number): [number, number] {
  if (times <= 0) return [0, 0];
  const known = successes + 0.5;
  const mean = known * times;
  const shape = 1 / (1 / known + doubt ** 2 * (1 + 1 / known));
  const odds = mean / shape;
  const lnMore = Math.log(odds / (1 + odds));
  let lnTerm = -shape * Math.log1p(odds);
  let sum = Math.exp(lnTerm);
  let low = sum >= tail ? 0 : -1;
  let count = 0;
  // Far beyond any quantile; a bound for sums that rounding keeps below the end.
  const most = 10 * (mean + 10 * Math.sqrt(mean * (1 + odds)) + 10);
  while (sum < 1 - tail && count < most) {
    lnTerm += Math.log((count + shape) / (count + 1)) + lnMore;
    sum += Math.exp(lnTerm);
    count += 1;
    if (low < 0 && sum >= tail) low = count;
  }
  return [Math.max(0, low), count];
}
