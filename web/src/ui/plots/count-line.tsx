import { count } from "../numbers.ts";
import { type Drawing, Figure } from "./figure.tsx";
import { DayAxis, Grid, HEIGHT, placesOf, slotOf } from "./time-axis.tsx";

export interface CountPoint {
  /** The first day of its span. */
  readonly day: string;
  readonly n: number;
}

/** How often something happened in each span, as bars. */
export function CountLine(props: { finding: string; what: string; points: readonly CountPoint[] }) {
  const { points } = props;
  return (
    <Figure
      finding={props.finding}
      what={props.what}
      height={HEIGHT}
      columns={["From", "Count"]}
      rows={points.map(({ day, n }) => ({ key: day, cells: [day, count(n)], words: `${day}: ${count(n)}` }))}
      draw={(drawing) => <Bars points={points} {...drawing} />}
    />
  );
}

function Bars({ points, width, focus, onFocus }: Drawing & { points: readonly CountPoint[] }) {
  const top = Math.max(4, ...points.map(({ n }) => n)) * 1.06;
  const { x, y } = placesOf(points.length, width, top);
  const slot = slotOf(points.length, width);
  const bar = Math.max(1, Math.min(28, slot * 0.64));
  return (
    <>
      <Grid width={width} y={y} top={top} words={(n) => count(n)} />
      {points.map(({ day, n }, at) =>
        n === 0 ? null : (
          <rect
            key={day}
            x={x(at) - bar / 2}
            y={y(n)}
            width={bar}
            height={Math.max(1, y(0) - y(n))}
            rx="2"
            fill="var(--v1)"
            opacity={focus === null || focus === at ? 1 : 0.6}
          />
        ),
      )}
      <DayAxis days={points.map(({ day }) => day)} x={x} slot={slot} onFocus={onFocus} />
    </>
  );
}
