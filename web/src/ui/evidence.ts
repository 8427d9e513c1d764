import type { RangeEvidence } from "./plots/range.tsx";

/** The bounds of a rate: `evidence` is keyed by the rate's JSON pointer in the answer (`/stats/replyRate`). */
export function evidenceOf(evidence: Record<string, RangeEvidence>, pointer: string): RangeEvidence | undefined {
  return evidence[pointer];
}
