import { lnBeta } from "./distributions.ts";
import { bisect } from "./numeric.ts";

/** A rate with the interval in which the truth lies at all times together. */
export interface RateSequence {
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

const prior = 0.5;

/**
 * Confidence sequence for one rate: a Beta mixture of the likelihoods over the likelihood of p is a martingale where p is
 * true (H. Robbins, Ann. Math. Stat. 41, 1970, with Jeffreys's prior). Wider than the interval of a single look, and
 * true under any number of them.
 */
export function rateSequence(sent: number, successes: number, level: number): RateSequence {
  if (sent === 0) return { low: 0, high: 1, level };
  const misses = sent - successes;
  const lnMixture = lnBeta(successes + prior, misses + prior) - lnBeta(prior, prior);
  const lnEnough = -Math.log(1 - level);
  const isInside = (p: number) => {
    const won = successes === 0 ? 0 : successes * Math.log(p);
    const lost = misses === 0 ? 0 : misses * Math.log1p(-p);
    return lnMixture - won - lost < lnEnough;
  };
  const peak = successes / sent;
  return {
    low: successes === 0 ? 0 : bisect(peak, 0, isInside),
    high: misses === 0 ? 1 : bisect(peak, 1, isInside),
    level,
  };
}
