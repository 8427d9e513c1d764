import { studentQuantile } from "../experiment/index.ts";
import { rateOf } from "./rates.ts";

/** People of one side, and how many of them something happened to. */
export interface Side {
  readonly n: number;
  readonly of: number;
}

/** How much more one side has than the other, with the range it lies in at 95 %. */
export interface Difference {
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

/** People with equal chances to be held out, on both sides. */
export interface Dealt<T> {
  readonly mailed: T;
  readonly control: T;
}

/**
 * Who came in while ten percent were held out came at another time than who came in at thirty, and is compared with nobody of
 * them: each percentage is a stratum. Its weight is that of N. Mantel and W. Haenszel for the difference of rates (S. Greenland and
 * J. Robins, Biometrics 41, 1985): the people of both sides together as far as they balance each other. Strata in which a
 * side has fewer than `least` have none. Null where no stratum has both sides.
 */
function weighed<T extends { readonly of: number }>(strata: readonly Dealt<T>[], least: number) {
  const both = strata.filter(({ mailed, control }) => mailed.of >= least && control.of >= least);
  const own = both.map(({ mailed, control }) => (mailed.of * control.of) / (mailed.of + control.of));
  const all = own.reduce((sum, weight) => sum + weight, 0);
  return both.length === 0 ? null : both.map((stratum, at) => ({ ...stratum, weight: (own[at] ?? 0) / all }));
}

/**
 * The difference of two rates with R. G. Newcombe's hybrid score interval (Statistics in Medicine 17, 1998, 873–890,
 * method 10): built of the two Wilson intervals, so it stays honest for few and for none. Over several strata the distances
 * to the limits are added as those of independent estimates, weighed (G. Y. Zou and A. Donner, Statistics in Medicine 27,
 * 2008, 1693–1702). Null while a side is empty.
 */
export function rateDifference(strata: readonly Dealt<Side>[]): Difference | null {
  const both = weighed(strata, 1);
  if (both === null) return null;
  let [difference, below, above] = [0, 0, 0];
  for (const { mailed, control, weight } of both) {
    const [one, other] = [knownRate(mailed), knownRate(control)];
    difference += weight * (one.rate - other.rate);
    below += weight ** 2 * ((one.rate - one.low) ** 2 + (other.high - other.rate) ** 2);
    above += weight ** 2 * ((one.high - one.rate) ** 2 + (other.rate - other.low) ** 2);
  }
  return {
    difference,
    low: Math.max(-1, difference - Math.sqrt(below)),
    high: Math.min(1, difference + Math.sqrt(above)),
  };
}

function knownRate({ n, of }: Side): { readonly rate: number; readonly low: number; readonly high: number } {
  const { rate, low, high } = rateOf(n, of);
  return { rate: rate ?? 0, low: low ?? 0, high: high ?? 1 };
}

/** Amounts of the people of one side, most of whom brought nothing. */
export interface Takings {
  /** Everybody, with the many who brought nothing. */
  readonly of: number;
  /** Who brought anything. */
  readonly payers: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

/**
 * A mean of skewed amounts needs so many payers on the smaller side, counted as if both sides paid alike: judged by the
 * side's own payers, only lucky worlds would be told (of 4,000 worlds with 10 to expect, the 14 with 20 held the truth in
 * 71 %).
 */
const leastPayers = 20;

/**
 * The difference of two means with B. L. Welch's interval (Biometrika 34, 1947), which does not want equal spreads, over
 * strata as rates are: his degrees of freedom are those of any sum of independent variances (F. E. Satterthwaite, Biometrics
 * Bulletin 2, 1946). Null while there are too few payers to say anything.
 */
export function meanDifference(strata: readonly Dealt<Takings>[]): Difference | null {
  const both = weighed(strata, 2);
  if (both === null || payersToExpect(both) < leastPayers) return null;
  let [difference, variance, drift] = [0, 0, 0];
  for (const { mailed, control, weight } of both) {
    const [one, other] = [momentsOf(mailed), momentsOf(control)];
    difference += weight * (one.mean - other.mean);
    for (const { side, own } of [
      { side: mailed, own: one.variance },
      { side: control, own: other.variance },
    ]) {
      const part = (weight ** 2 * own) / side.of;
      variance += part;
      drift += part ** 2 / (side.of - 1);
    }
  }
  if (variance === 0) return { difference, low: difference, high: difference };
  const half = studentQuantile(0.975, variance ** 2 / drift) * Math.sqrt(variance);
  return { difference, low: difference - half, high: difference + half };
}

/** On the smaller side of each stratum, were both sides alike. */
function payersToExpect(strata: readonly Dealt<Takings>[]): number {
  return strata.reduce((sum, { mailed, control }) => {
    const smaller = Math.min(mailed.of, control.of) / (mailed.of + control.of);
    return sum + smaller * (mailed.payers + control.payers);
  }, 0);
}

function momentsOf({ of, sum, sumOfSquares }: Takings): { mean: number; variance: number } {
  const mean = sum / of;
  return { mean, variance: Math.max(0, (sumOfSquares - of * mean ** 2) / (of - 1)) };
}
