import { DAY_MS, type Instant } from "../base/index.ts";

/**
 * How a conversion is shared out among the mails before it. None of them is the truth: they say who was there, not what
 * would have happened without (B. Dalessandro et al., "Causally Motivated Attribution for Online Advertising", ADKDD 2012).
 */
export const attributionModels = ["first", "last", "linear", "time_decay", "position"] as const;
export type AttributionModel = (typeof attributionModels)[number];

/** A touch a week earlier counts half: the half-life that reports of web analytics have used for the rule. */
const halfLifeMs = 7 * DAY_MS;
/** The finest weight told apart; an old touch keeps at least so much, so that nobody who was there is left out. */
const finest = 1 << 20;

type Weigh = (touches: readonly Instant[], at: Instant) => number[];

const weighings: Readonly<Record<AttributionModel, Weigh>> = {
  first: (touches) => touches.map((_, place) => (place === 0 ? 1 : 0)),
  last: (touches) => touches.map((_, place) => (place === touches.length - 1 ? 1 : 0)),
  linear: (touches) => touches.map(() => 1),
  time_decay: (touches, at) => {
    const latest = touches.at(-1) ?? at;
    // Only how far touches lie from each other counts, so the last one weighs the most whatever came after it.
    return touches.map((touch) => Math.max(1, Math.round(finest * 2 ** ((touch - latest) / halfLifeMs))));
  },
  /** Forty for the first, forty for the last, twenty for all between; of two, half each. */
  position: (touches) => {
    const between = touches.length - 2;
    if (between <= 0) return touches.map(() => 1);
    return touches.map((_, place) => (place === 0 || place === touches.length - 1 ? 2 * between : 1));
  },
};

/**
 * What each touch gets of a conversion, as whole weights that mean only their ratios.
 * @param touches when the mails left, oldest first
 */
export function weightsOf(model: AttributionModel, touches: readonly Instant[], at: Instant): number[] {
  return weighings[model](touches, at);
}

/**
 * Shares out an amount by whole weights, to the last minor unit: each gets what is owed rounded down, and what is left
 * goes one by one to the largest remainders (A. Hamilton's method, 1792), of equal ones to the earlier. All shares
 * together are the amount exactly; with no weight at all, nothing is shared out.
 */
export function shareOut(amount: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (total === 0n) return weights.map(() => 0);
  // Exact: an amount times a weight leaves the whole numbers a double holds.
  const owed = weights.map((weight) => BigInt(amount) * BigInt(weight));
  const shares = owed.map((part) => Number(part / total));
  const left = amount - shares.reduce((sum, share) => sum + share, 0);
  const neediest = owed
    .map((part, place) => ({ place, rest: part % total }))
    .toSorted((one, other) => Number(other.rest > one.rest) - Number(other.rest < one.rest) || one.place - other.place);
  for (const { place } of neediest.slice(0, left)) shares[place] = (shares[place] ?? 0) + 1;
  return shares;
}
