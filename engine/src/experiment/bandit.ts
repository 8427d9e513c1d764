import type { Arm } from "./arms.ts";
import { posteriorsOf } from "./posterior.ts";
import type { Share } from "./split.ts";

/** Nobody is starved: with less, a variant that began unlucky would never be seen again. */
const floorShare = 0.05;

/**
 * Shares of the next batch by Thompson's rule (Biometrika 25, 1933): each variant gets its probability to be the best,
 * here the exact one, and at least `floorShare`. What is returned is the propensity of each email of the batch and is
 * stored with it. Answers come days after their emails: a batch is dealt by what is known, not per email.
 */
export function thompsonShares(arms: readonly Arm[]): Share[] {
  const free = 1 - floorShare * arms.length;
  return posteriorsOf(arms).map(({ id, isBest }) => ({ variantId: id, share: floorShare + free * isBest }));
}

/** What one variant got in a time in which its share did not change. */
export interface Batch {
  readonly share: number;
  readonly sent: number;
  readonly successes: number;
}

/**
 * The rate of a variant as if all had been dealt evenly: inverse-propensity weights, normalized (J. Hájek 1971). A bandit
 * sends a good variant more in good weeks; the plain rate would credit it with the weeks.
 */
export function evenRate(batches: readonly Batch[]): number | null {
  const sum = (read: (batch: Batch) => number) =>
    batches.reduce((total, batch) => total + (batch.share > 0 ? read(batch) / batch.share : 0), 0);
  const sent = sum((batch) => batch.sent);
  return sent === 0 ? null : sum((batch) => batch.successes) / sent;
}
