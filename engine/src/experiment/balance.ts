import { lnGamma } from "./distributions.ts";

/** What was dealt in a time in which the shares did not change. */
export interface Dealt {
  readonly shares: readonly number[];
  readonly counts: readonly number[];
}

/** How firmly the prior of `sampleRatioEvidence` believes in the shares; any value keeps the promise. */
const firmness = 100;

/** Below it a test is not to be trusted: something keeps one variant's emails from being counted. */
export const sampleRatioAlarm = 0.001;

/**
 * p of "people were dealt as intended", honest however often it is looked at: the inverse of a Dirichlet-multinomial
 * mixture over the likelihood of the intended shares (M. Lindon and A. Malek, Anytime-valid inference for multinomial
 * count data, NeurIPS 2022).
 */
export function sampleRatioP(dealt: readonly Dealt[]): number {
  let lnEvidence = 0;
  for (const { shares, counts } of dealt) {
    const total = counts.reduce((sum, count) => sum + count, 0);
    lnEvidence += lnGamma(firmness) - lnGamma(firmness + total);
    for (const [at, share] of shares.entries()) {
      const count = counts[at] ?? 0;
      if (share === 0) {
        if (count > 0) return 0;
        continue;
      }
      lnEvidence += lnGamma(firmness * share + count) - lnGamma(firmness * share) - count * Math.log(share);
    }
  }
  return Math.min(1, Math.exp(-lnEvidence));
}
