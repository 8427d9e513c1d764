/** A rate with the numbers it stands on. Where nothing could happen there is no rate, never a zero. */
export interface Rate {
  readonly rate: number | null;
  readonly n: number;
  readonly of: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly level: number;
}

/** Below so many a rate is mostly chance: its interval at 50 % is 36 points wide and more, so screens show it in gray. */
export const fewestForRate = 30;

/** The standard normal quantile for a two-sided interval of 95 %. */
export const z95 = 1.959963984540054;

/**
 * `n` of `of` with the Wilson score interval at 95 % (E. B. Wilson, JASA 22, 1927): unlike the textbook interval it
 * stays inside 0–1 and is honest for small numbers.
 */
export function rateOf(n: number, of: number): Rate {
  if (of <= 0) return { rate: null, n, of, low: null, high: null, level: 0.95 };
  const share = Math.min(1, n / of);
  const square = z95 * z95;
  const center = (share + square / (2 * of)) / (1 + square / of);
  const half = (z95 / (1 + square / of)) * Math.sqrt((share * (1 - share)) / of + square / (4 * of * of));
  return { rate: share, n, of, low: Math.max(0, center - half), high: Math.min(1, center + half), level: 0.95 };
}
