import { type RangeEvidence, rangeWords } from "../evidence.ts";
import { count, percent } from "../numbers.ts";
import { type Drawing, Figure } from "./figure.tsx";
import { DayAxis, Grid, HEIGHT, placesOf, slotOf } from "./time-axis.tsx";

export interface RatePoint {
  /** The first day of its span. */
  readonly day: string;
  /** Null: nothing was sent. */
  readonly rate: number | null;
  readonly evidence: RangeEvidence | undefined;
  /** Its rate still rises: drawn hollow. */
  readonly isSettling: boolean;
}

/** Spans of fewer mails have a point and a bar as tall as the whole plot: their bar is cut off at its edge. */
const leastTop = 0.05;

/** A rate over time: the line is the estimate, the band what chance allows around it. */
export function RateLine(props: { finding: string; what: string; points: readonly RatePoint[] }) {
  const { finding, what, points } = props;
  return (
    <Figure
      finding={finding}
      what={what}
      height={HEIGHT}
      columns={["From", "Rate", "Of", "95 % range"]}
      rows={points.map((point) => ({
        key: point.day,
        cells: [
          point.day,
          percent(point.rate),
          `${count(point.evidence?.n)} of ${count(point.evidence?.of)}`,
          rangeWords(point.evidence) || "–",
        ],
        words: wordsOf(point),
      }))}
      draw={(drawing) => <Line points={points} {...drawing} />}
    />
  );
}

function wordsOf({ day, rate, evidence, isSettling }: RatePoint): string {
  if (rate === null || !evidence) return `${day}: nothing sent`;
  const range = rangeWords(evidence);
  return `${day}: ${percent(rate)}, ${count(evidence.n)} of ${count(evidence.of)} (${range} %)${isSettling ? ", still rising" : ""}`;
}

function Line({ points, width, focus, onFocus }: Drawing & { points: readonly RatePoint[] }) {
  const told = points.filter(({ evidence }) => (evidence?.of ?? 0) >= 30);
  const top = Math.min(1, Math.max(leastTop, ...told.map(({ evidence }) => evidence?.high ?? 0)) * 1.08);
  const { x, y } = placesOf(points.length, width, top);
  const known = points.flatMap((point, at) => (point.rate === null ? [] : [{ ...point, at, rate: point.rate }]));
  return (
    <>
      <Grid width={width} y={y} top={top} words={(share) => `${Number((share * 100).toFixed(1))} %`} />
      {known.map(({ at, evidence }) => {
        const [low, high] = [evidence?.low ?? 0, Math.min(top, evidence?.high ?? 0)];
        if (low >= top) return null;
        return (
          <path
            key={at}
            d={`M${x(at)} ${y(low)}V${y(high)}`}
            stroke="var(--accent-line)"
            strokeWidth="6"
            strokeLinecap="round"
            opacity="0.6"
          />
        );
      })}
      <path
        d={known.map(({ at, rate }, n) => `${n === 0 ? "M" : "L"}${x(at)} ${y(Math.min(top, rate))}`).join("")}
        fill="none"
        stroke="var(--v1)"
        strokeWidth="2"
        strokeLinejoin="round"
      />
      {known.map(({ at, rate, isSettling }) => (
        <circle
          key={at}
          cx={x(at)}
          cy={y(Math.min(top, rate))}
          r={focus === at ? 5 : 3.5}
          fill={isSettling ? "var(--surface)" : "var(--v1)"}
          stroke="var(--v1)"
          strokeWidth="1.5"
        />
      ))}
      <DayAxis days={points.map(({ day }) => day)} x={x} slot={slotOf(points.length, width)} onFocus={onFocus} />
    </>
  );
}
