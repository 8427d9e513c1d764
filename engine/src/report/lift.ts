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

/**
 * The difference of two rates with R. G. Newcombe's hybrid score interval (Statistics in Medicine 17, 1998, 873–890,
 * method 10): built of the two Wilson intervals, so it stays honest for few and for none. Null while a side is empty.
 */
export function rateDifference(mailed: Side, control: Side): Difference | null {
  const [one, other] = [rateOf(mailed.n, mailed.of), rateOf(control.n, control.of)];
  if (one.rate === null || other.rate === null) return null;
  const difference = one.rate - other.rate;
  const below = Math.hypot(one.rate - (one.low ?? 0), (other.high ?? 1) - other.rate);
  const above = Math.hypot((one.high ?? 1) - one.rate, other.rate - (other.low ?? 0));
  return { difference, low: Math.max(-1, difference - below), high: Math.min(1, difference + above) };
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
 * The difference of two means with B. L. Welch's interval (Biometrika 34, 1947), which does not want equal spreads.
 * Null while there are too few payers to say anything.
 */
export function meanDifference(mailed: Takings, control: Takings): Difference | null {
  const smaller = Math.min(mailed.of, control.of);
  if (smaller < 2 || (smaller * (mailed.payers + control.payers)) / (mailed.of + control.of) < leastPayers) return null;
  const [one, other] = [momentsOf(mailed), momentsOf(control)];
  const difference = one.mean - other.mean;
  const [a, b] = [one.variance / mailed.of, other.variance / control.of];
  if (a + b === 0) return { difference, low: difference, high: difference };
  const degrees = (a + b) ** 2 / (a ** 2 / (mailed.of - 1) + b ** 2 / (control.of - 1));
  const half = studentQuantile(0.975, degrees) * Math.sqrt(a + b);
  return { difference, low: difference - half, high: difference + half };
}

function momentsOf({ of, sum, sumOfSquares }: Takings): { mean: number; variance: number } {
  const mean = sum / of;
  return { mean, variance: Math.max(0, (sumOfSquares - of * mean ** 2) / (of - 1)) };
}
