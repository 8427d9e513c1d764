import { bisect, lnSumExp } from "./numeric.ts";

/** Successes of one stretch of time in which the split between two variants stayed the same. */
export interface Stretch {
  /** Share of the challenger among the emails of both, 0–1 exclusive: the logged propensity, not the observed share. */
  readonly share: number;
  /** Successes of the challenger. */
  readonly challenger: number;
  /** Successes of the other one. */
  readonly champion: number;
}

/** How far apart two variants are, honest at any time and however often somebody looks. */
export interface RatioEvidence {
  /** Likeliest ratio of the challenger's rate to the champion's; null where the champion has no success. */
  readonly ratio: number | null;
  /** Confidence sequence for it: at `level` the truth lies inside at all times together, not at each one only. */
  readonly low: number;
  /** Null: no bound yet. */
  readonly high: number | null;
  /** ln of the evidence against "both are alike": at least −ln(1 − level) decides. */
  readonly lnEvidence: number;
  readonly level: number;
}

/**
 * How much better or worse a variant may be expected to be, before anything is known: ln ratio ~ N(0, 0.4²), so that two
 * of three differ by less than half. Any choice keeps the promise; this one decides soonest for lifts of 30 to 100 %.
 */
const spread = 0.4;
const gridWidth = 4.5 * spread;
const gridSteps = 121;
const grid: readonly { readonly lnRatio: number; readonly lnWeight: number }[] = (() => {
  const points = Array.from({ length: gridSteps }, (_, index) => {
    const lnRatio = -gridWidth + (2 * gridWidth * index) / (gridSteps - 1);
    return { lnRatio, lnWeight: -(lnRatio * lnRatio) / (2 * spread * spread) };
  });
  const total = Math.log(points.reduce((sum, { lnWeight }) => sum + Math.exp(lnWeight), 0));
  return points.map(({ lnRatio, lnWeight }) => ({ lnRatio, lnWeight: lnWeight - total }));
})();

/**
 * Compares two variants by the split of their successes.
 *
 * Emails are dealt by chance with known shares, so whatever the day, the list and the season do to both, a success
 * belongs to the challenger with probability π·r / (π·r + 1 − π), r being the ratio of the rates. The mixture of the
 * likelihoods over r divided by the likelihood of one r is a non-negative martingale where that r is true, so by Ville's
 * inequality the ratios with (mixture / likelihood) < 1 / α contain the truth at all times with probability 1 − α
 * (H. Robbins, Ann. Math. Stat. 41, 1970; for counts of multinomials M. Lindon and A. Malek, NeurIPS 2022). No normal
 * approximation, no fixed sample size, no unknown base rate; the shares may change with what was seen before (a bandit).
 *
 * What it pays for that: misses are not looked at, which costs a share of about the success rate of the emails needed
 * (3 % for replies, half of them for opens).
 */
export function ratioEvidence(stretches: readonly Stretch[], level: number): RatioEvidence {
  const lnLikelihood = likelihoodOf(stretches);
  const lnMixture = lnSumExp(grid.map(({ lnRatio, lnWeight }) => lnWeight + lnLikelihood(lnRatio)));
  const lnEnough = -Math.log(1 - level);
  const isInside = (lnRatio: number) => lnMixture - lnLikelihood(lnRatio) < lnEnough;
  const peak = peakOf(stretches);
  const start = Math.min(farAway, Math.max(-farAway, peak ?? 0));
  const low = edgeOf(isInside, start, -farAway);
  const high = edgeOf(isInside, start, farAway);
  return {
    ratio: peak === null || peak === Number.POSITIVE_INFINITY ? null : Math.exp(peak),
    low: low === null ? 0 : Math.exp(low),
    high: high === null ? null : Math.exp(high),
    lnEvidence: lnMixture - lnLikelihood(0),
    level,
  };
}

/** Only `lnEvidence` of {@link ratioEvidence}, at a tenth of its price. */
export function lnRatioEvidence(stretches: readonly Stretch[]): number {
  const lnLikelihood = likelihoodOf(stretches);
  return lnSumExp(grid.map(({ lnRatio, lnWeight }) => lnWeight + lnLikelihood(lnRatio))) - lnLikelihood(0);
}

/** A ratio of e^20 is no ratio between two mails. */
const farAway = 20;

/** ln likelihood of a ln ratio, but for what is the same at all of them. */
function likelihoodOf(stretches: readonly Stretch[]): (lnRatio: number) => number {
  return (lnRatio) => {
    let sum = 0;
    for (const { share, challenger, champion } of stretches) {
      sum += challenger * lnRatio - (challenger + champion) * Math.log(share * Math.exp(lnRatio) + 1 - share);
    }
    return sum;
  };
}

/** The likeliest ln ratio; null where there is no success at all, ±∞ where one side has none. */
function peakOf(stretches: readonly Stretch[]): number | null {
  const challenger = stretches.reduce((sum, one) => sum + one.challenger, 0);
  const champion = stretches.reduce((sum, one) => sum + one.champion, 0);
  if (challenger + champion === 0) return null;
  if (champion === 0) return Number.POSITIVE_INFINITY;
  if (challenger === 0) return Number.NEGATIVE_INFINITY;
  // The slope falls with the ratio, so where it is still positive the peak lies further up.
  return bisect(-farAway, farAway, (lnRatio) => {
    const expected = stretches.reduce((sum, one) => {
      const odds = one.share * Math.exp(lnRatio);
      return sum + ((one.challenger + one.champion) * odds) / (odds + 1 - one.share);
    }, 0);
    return challenger > expected;
  });
}

/** Where the interval that holds `from` ends on the way to `to`; null: not before it. The likelihood has one peak. */
function edgeOf(isInside: (lnRatio: number) => boolean, from: number, to: number): number | null {
  if (isInside(to)) return null;
  return bisect(from, to, isInside);
}
