import { basisOf, isFew, type RangeEvidence, rateWords } from "../evidence.ts";
import { percent } from "../numbers.ts";
import s from "./plots.module.css";

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
  if (isFew(evidence)) return <span className="quiet">too few</span>;
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

/** A rate as all lists and tables tell it. */
export function Rate({ rate, evidence }: { rate: number | null | undefined; evidence: RangeEvidence | undefined }) {
  return (
    <span className={isFew(evidence) ? "quiet" : undefined} title={basisOf(evidence) || undefined}>
      {rateWords(rate, evidence)}
    </span>
  );
}
