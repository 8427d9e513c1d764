import { type Rate, rateOf } from "@haste/engine/report";

export type WireEvidence = Omit<Rate, "rate">;

/** Collects rates with the numbers they stand on, keyed by the JSON pointer of the rate. */
export class EvidenceBook {
  readonly entries: Record<string, WireEvidence> = {};

  rate(pointer: string, n: number, of: number): number | null {
    const { rate, ...evidence } = rateOf(n, of);
    this.entries[pointer] = evidence;
    return rate;
  }
}
