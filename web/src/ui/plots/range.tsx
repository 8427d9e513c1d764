import { percent } from "../numbers.ts";
import s from "./plots.module.css";

/** Bounds of a rate as the API reports them. */
export interface RangeEvidence {
  readonly n: number;
  readonly of: number;
  readonly low: number | null;
  readonly high: number | null;
}

const WIDTH = 78;

/** A rate on a scale shared by all rows: the tick is the estimate, the band the 95 % interval. */
export function RangeBar({
  rate,
  evidence,
  max,
}: {
  rate: number | null;
  evidence: RangeEvidence | undefined;
  max: number;
}) {
  if (rate === null || !evidence || evidence.low === null || evidence.high === null)
    return <span className="quiet">–</span>;
  const x = (value: number) => Math.min(1, value / max) * (WIDTH - 2) + 1;
  const words = `${percent(evidence.low)} to ${percent(evidence.high)}, ${evidence.n} of ${evidence.of}`;
  return (
    <svg width={WIDTH} height="12" role="img" aria-label={words} className={s.range}>
      <title>{words}</title>
      <path d={`M0 6H${WIDTH}`} stroke="var(--line)" />
      <rect
        x={x(evidence.low)}
        y="4"
        width={Math.max(3, x(evidence.high) - x(evidence.low))}
        height="4"
        rx="2"
        fill="var(--accent-line)"
      />
      <rect x={x(rate) - 1} y="2" width="2" height="8" fill="var(--v1)" />
    </svg>
  );
}

/** The range in words, for places without room for a bar: `2.6–3.3`. */
export function rangeWords(evidence: RangeEvidence | undefined): string {
  if (!evidence || evidence.low === null || evidence.high === null) return "";
  return `${(evidence.low * 100).toFixed(1)}–${(evidence.high * 100).toFixed(1)}`;
}
