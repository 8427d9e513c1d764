import { normalCdf, normalQuantile } from "../experiment/index.ts";

/** Emails of one kind and how many of them were answered. */
export interface Answered {
  readonly sent: number;
  readonly replied: number;
}

/** The same mail with and without something: only what is alike otherwise is compared. */
export interface Stratum {
  readonly with: Answered;
  readonly without: Answered;
}

export interface StratifiedDifference {
  /** Answers per mail more (or fewer) with it, over all strata. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** Two-sided: how often chance alone makes the strata differ as much. */
  readonly p: number;
}

/**
 * The difference of answer rates over strata, so that a sequence with good people and many mornings does not make mornings
 * look good. The test is that of N. Mantel and W. Haenszel (JNCI 22, 1959) with their correction for continuity; the
 * estimate is the Mantel–Haenszel risk difference (S. Greenland and J. Robins, Biometrics 41, 1985) with the variance of
 * T. Sato (Biometrics 45, 1989), which holds for few large strata and for many small ones. `level` is that of the interval.
 * Null where nothing can be compared: no stratum has both sides, or everybody or nobody answered.
 */
export function compareStrata(strata: readonly Stratum[], level: number): StratifiedDifference | null {
  const both = strata.filter((one) => one.with.sent > 0 && one.without.sent > 0);
  const sum = (of: (stratum: Stratum) => number) => both.reduce((total, stratum) => total + of(stratum), 0);
  const chance = sum(varianceByChance);
  const weight = sum((one) => (one.with.sent * one.without.sent) / sizeOf(one));
  if (chance === 0 || weight === 0) return null;
  const difference = sum((one) => gainOf(one) / sizeOf(one)) / weight;
  const apart = Math.abs(sum((one) => one.with.replied - expectedOf(one)));
  const z = Math.max(0, apart - 0.5) / Math.sqrt(chance);
  const variance = Math.max(0, difference * sum(driftOf) + sum(spreadOf)) / weight ** 2;
  const half = normalQuantile(1 - (1 - level) / 2) * Math.sqrt(variance);
  return {
    difference,
    low: Math.max(-1, difference - half),
    high: Math.min(1, difference + half),
    p: Math.min(1, 2 * (1 - normalCdf(z))),
  };
}

function sizeOf(one: Stratum): number {
  return one.with.sent + one.without.sent;
}

function gainOf(one: Stratum): number {
  return one.with.replied * one.without.sent - one.without.replied * one.with.sent;
}

/** Answers with it if it made no difference. */
function expectedOf(one: Stratum): number {
  return (one.with.sent * (one.with.replied + one.without.replied)) / sizeOf(one);
}

/** Hypergeometric: the answers are given, and only chance deals them to the two sides. */
function varianceByChance(one: Stratum): number {
  const size = sizeOf(one);
  if (size < 2) return 0;
  const replied = one.with.replied + one.without.replied;
  return (one.with.sent * one.without.sent * replied * (size - replied)) / (size * size * (size - 1));
}

/** `P` of Sato's variance. */
function driftOf({ with: a, without: b }: Stratum): number {
  const size = a.sent + b.sent;
  const skew = (a.sent * b.sent * (b.sent - a.sent)) / 2;
  return (a.sent ** 2 * b.replied - b.sent ** 2 * a.replied + skew) / size ** 2;
}

/** `Q` of Sato's variance. */
function spreadOf({ with: a, without: b }: Stratum): number {
  return (a.replied * (b.sent - b.replied) + b.replied * (a.sent - a.replied)) / (2 * (a.sent + b.sent));
}
