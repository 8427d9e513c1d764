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

type Counts = Pick<SentSlot, "sent" | "replied">;

/**
 * The hours of a week with the rate each is expected to keep, drawn to what its day and its hour of the day say together,
 * and those in turn to the mean: an hour with few mails is told by the hours beside it. The shrinkage is that of
 * `worthOfMean`, the meeting of day and hour a product of their effects (main effects of a log-linear model: Y. Bishop,
 * S. Fienberg and P. Holland, Discrete Multivariate Analysis, 1975, ch. 2). Empty slots are left out.
 */
export function smoothHours<T extends SentSlot>(slots: readonly T[]): (T & { readonly expected: number })[] {
  const used = slots.filter((slot) => slot.sent > 0);
  const mean = rateOf(used);
  if (mean === 0) return used.map((slot) => ({ ...slot, expected: 0 }));
  const effects = (keyOf: (slot: T) => unknown) =>
    new Map([...Map.groupBy(used, keyOf)].map(([key, some]) => [key, drawnTo(mean, sumOf(some)) / mean]));
  const [days, hours] = [effects(({ weekday }) => weekday), effects(({ hour }) => hour)];
  return used.map((slot) => {
    const together = mean * (days.get(slot.weekday) ?? 1) * (hours.get(slot.hour) ?? 1);
    return { ...slot, expected: drawnTo(Math.min(1, together), slot) };
  });
}

/** The rate with so many mails more at the rate it is drawn to. */
function drawnTo(rate: number, { sent, replied }: Counts): number {
  return (replied + worthOfMean * rate) / (sent + worthOfMean);
}

function sumOf(slots: readonly Counts[]): Counts {
  return {
    sent: slots.reduce((sum, slot) => sum + slot.sent, 0),
    replied: slots.reduce((sum, slot) => sum + slot.replied, 0),
  };
}

function rateOf(slots: readonly Counts[]): number {
  const { sent, replied } = sumOf(slots);
  return sent === 0 ? 0 : replied / sent;
}

/** The `most` best slots in which anything was sent, best first; ties in the order of the week. Empty where nobody answered. */
export function rankSlots<T extends Counts & { readonly expected?: number }>(
  slots: readonly T[],
  most: number,
): RankedSlot<T>[] {
  const used = slots.filter((slot) => slot.sent > 0);
  const mean = rateOf(used);
  if (mean === 0) return [];
  const drawn = (slot: T) => slot.expected ?? drawnTo(mean, slot);
  return (
    used
      .toSorted((one, other) => drawn(other) - drawn(one))
      .slice(0, most)
      // Bonferroni: the best of 168 hours looks good by chance.
      .map((slot) => ({ slot, isSupported: chanceOf(slot, mean) * used.length < alarm }))
  );
}

/** Probability of at least so many answers at the mean rate: the upper tail of the binomial distribution. */
function chanceOf({ sent, replied }: Counts, mean: number): number {
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
