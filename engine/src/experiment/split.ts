import { nextFloat, randomFrom, seedFrom } from "../base/index.ts";

/** A variant and its share of those who take part; shares of one test add up to 1. */
export interface Share {
  readonly variantId: string;
  readonly share: number;
}

/**
 * The variant of one person: by a hash of both ids, so retries, follow-ups and replays agree without a memory, and no two
 * tests deal alike.
 */
export function dealVariant(testId: string, contactId: string, shares: readonly Share[]): string {
  const place = nextFloat(randomFrom(seedFrom("variant", testId, contactId)));
  let upTo = 0;
  for (const { variantId, share } of shares) {
    upTo += share;
    if (place < upTo) return variantId;
  }
  const last = shares.findLast((one) => one.share > 0);
  if (last === undefined) throw new RangeError("A test without shares deals nothing.");
  return last.variantId;
}

/** Whether somebody takes part in a test that only `sampleSize` percent of people do. */
export function takesPart(testId: string, contactId: string, sampleSize: number): boolean {
  return nextFloat(randomFrom(seedFrom("sample", testId, contactId))) * 100 < sampleSize;
}

/** Shares by the weights people gave; equal where nobody gave one. @throws RangeError where they add up to nothing */
export function sharesOf(variants: readonly { readonly id: string; readonly weight: number | null }[]): Share[] {
  const weights = variants.map(({ weight }) => weight ?? 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0) || weights.some((weight) => weight < 0)) throw new RangeError("The weights add up to nothing.");
  return variants.map(({ id }, at) => ({ variantId: id, share: (weights[at] ?? 0) / total }));
}
