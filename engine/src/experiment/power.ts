import { normalCdf, normalQuantile } from "./distributions.ts";
import { lnRatioEvidence } from "./ratio.ts";

/** Two rates that a test should tell apart. */
export interface Difference {
  readonly base: number;
  readonly other: number;
  /** E.g. 0.95: one false alarm in twenty tests of equal variants. */
  readonly level: number;
}

/** Emails per variant for a single look at the end (J. L. Fleiss, Statistical Methods for Rates and Proportions, 1981, 3.2). */
export function emailsForOneLook({ base, other, level }: Difference, power: number): number {
  const middle = (base + other) / 2;
  const alarm = normalQuantile(1 - (1 - level) / 2) * Math.sqrt(2 * middle * (1 - middle));
  const miss = normalQuantile(power) * Math.sqrt(base * (1 - base) + other * (1 - other));
  return ((alarm + miss) / (base - other)) ** 2;
}

/** Probability to see the difference with `emails` per variant and a single look at the end. */
export function powerOfOneLook({ base, other, level }: Difference, emails: number): number {
  const middle = (base + other) / 2;
  const alarm = normalQuantile(1 - (1 - level) / 2) * Math.sqrt(2 * middle * (1 - middle));
  const spread = Math.sqrt(base * (1 - base) + other * (1 - other));
  return normalCdf((Math.sqrt(emails) * Math.abs(base - other) - alarm) / spread);
}

const mostEmails = 10_000_000;

/**
 * Emails per variant after which a test that may be watched daily has usually decided: where the evidence that the two
 * rates give on average passes the bar. About half of all tests decide sooner.
 */
export function emailsWhileWatching({ base, other, level }: Difference): number {
  const enough = -Math.log(1 - level);
  const decides = (emails: number) =>
    lnRatioEvidence([{ share: 0.5, challenger: emails * other, champion: emails * base }]) >= enough;
  let [low, high] = [1, 2];
  while (!decides(high) && high < mostEmails) [low, high] = [high, high * 2];
  while (high - low > Math.max(1, low / 1_000)) {
    const middle = (low + high) / 2;
    if (decides(middle)) high = middle;
    else low = middle;
  }
  return Math.ceil(high);
}
