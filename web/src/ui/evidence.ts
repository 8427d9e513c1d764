import { fewestForRate } from "@haste/engine/report";
import { count, percent } from "./numbers.ts";

/** Bounds of a rate as the API reports them. */
export interface RangeEvidence {
  readonly n: number;
  readonly of: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** The bounds of a rate: `evidence` is keyed by the rate's JSON pointer in the answer (`/stats/replyRate`). */
export function evidenceOf(evidence: Record<string, RangeEvidence>, pointer: string): RangeEvidence | undefined {
  return evidence[pointer];
}

/** The range in words, for places without room for a bar: `2.6–3.3`. */
export function rangeWords(evidence: RangeEvidence | undefined): string {
  if (!evidence || evidence.low === null || evidence.high === null) return "";
  return `${(evidence.low * 100).toFixed(1)}–${(evidence.high * 100).toFixed(1)}`;
}

/** Whether a rate is told as how many of how many, in gray: a share of so few is mostly chance. */
export function isFew(evidence: RangeEvidence | undefined): boolean {
  return evidence !== undefined && evidence.of > 0 && evidence.of < fewestForRate;
}

/** `3.1 %`, or `7 of 27` where a share would say more than is known. */
export function rateWords(rate: number | null | undefined, evidence: RangeEvidence | undefined): string {
  return evidence !== undefined && isFew(evidence) ? `${count(evidence.n)} of ${count(evidence.of)}` : percent(rate);
}

/** `12 of 45 (16.0–41.0 %)`: what a rate stands on. */
export function basisOf(evidence: RangeEvidence | undefined): string {
  if (!evidence) return "";
  const range = rangeWords(evidence);
  return `${count(evidence.n)} of ${count(evidence.of)}${range ? ` (${range} %)` : ""}`;
}

/** Nothing is drawn on a scale shorter than 5 %, or a rate of a thousandth would look large. */
const shortestScale = 0.05;

/** The end of the scale that the ranges of several rows share; those of few have no bar on it. */
export function scaleOf(ranges: readonly (RangeEvidence | undefined)[]): number {
  return Math.max(shortestScale, ...ranges.filter((one) => !isFew(one)).map((one) => one?.high ?? 0));
}
