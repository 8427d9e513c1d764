import type { Weekday } from "../base/index.ts";

/** Mails that left in one hour of the week, and how many of them were answered. */
export interface SentSlot {
  readonly weekday: Weekday;
  /** 0–23. */
  readonly hour: number;
  readonly sent: number;
  readonly replied: number;
}

export interface RankedSlot<T> {
  readonly slot: T;
  /** Whether chance alone hardly explains it, with as many slots to choose from. */
  readonly isSupported: boolean;
}

/**
 * How many mails at the mean rate each slot is given before it is judged: one answer to two mails is luck, thirty to six
 * hundred are not (shrinkage to the grand mean, C. Stein 1956; B. Efron and C. Morris, JASA 70, 1975).
 */
const worthOfMean = 50;

/** One false best slot in twenty reports of equal ones. */
const alarm = 0.05;

/** The `most` best slots in which anything was sent, best first; ties in the order of the week. Empty where nobody answered. */
export function rankSlots<T extends Pick<SentSlot, "sent" | "replied">>(
  slots: readonly T[],
  most: number,
): RankedSlot<T>[] {
  const used = slots.filter((slot) => slot.sent > 0);
  const sent = used.reduce((sum, slot) => sum + slot.sent, 0);
  const replied = used.reduce((sum, slot) => sum + slot.replied, 0);
  if (replied === 0) return [];
  const mean = replied / sent;
  const drawn = (slot: T) => (slot.replied + worthOfMean * mean) / (slot.sent + worthOfMean);
  return (
    used
      .toSorted((one, other) => drawn(other) - drawn(one))
      .slice(0, most)
      // Bonferroni: the best of 168 hours looks good by chance.
      .map((slot) => ({ slot, isSupported: chanceOf(slot, mean) * used.length < alarm }))
  );
}

/** Probability of at least so many answers at the mean rate: the upper tail of the binomial distribution. */
function chanceOf({ sent, replied }: Pick<SentSlot, "sent" | "replied">, mean: number): number {
  if (mean >= 1 || replied === 0) return 1;
  let lnTerm = sent * Math.log1p(-mean);
  for (let k = 1; k <= replied; k += 1) lnTerm += Math.log((sent - k + 1) / k) + Math.log(mean / (1 - mean));
  let term = Math.exp(lnTerm);
  let tail = 0;
  for (let k = replied; k <= sent; k += 1) {
    tail += term;
    term *= ((sent - k) / (k + 1)) * (mean / (1 - mean));
    if (term < tail * 1e-12) break;
  }
  return tail;
}
