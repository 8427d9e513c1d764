import { count } from "../../ui/numbers.ts";
import { type Drawing, Figure } from "../../ui/plots/figure.tsx";
import { DayAxis, Grid, HEIGHT, placesOf, slotOf } from "../../ui/plots/time-axis.tsx";
import s from "./conversions.module.css";
import { type Interval, type Point, pointWords, reachedWords } from "./reached-words.ts";

/** How often a goal was reached in each span, and how much of it after mails. */
export function ReachedPlot({ points, interval }: { points: readonly Point[]; interval: Interval }) {
  return (
    <Figure
      finding={reachedWords(points, interval)}
      what={`By the ${interval} it happened in, whenever the mails were sent; the last ${interval} may not be over.`}
      height={HEIGHT}
      legend={
        <p className={s.legend}>
          <i className={s.mailed} /> After mails <i className={s.alone} /> No mail shares in it
        </p>
      }
      columns={["From", "Conversions", "After mails"]}
      rows={points.map((point) => ({
        key: point.day,
        cells: [point.day, count(point.conversions), count(point.mailed)],
        words: pointWords(point),
      }))}
      draw={(drawing) => <Bars points={points} {...drawing} />}
    />
  );
}

function Bars({ points, width, focus, onFocus }: Drawing & { points: readonly Point[] }) {
  const top = Math.max(4, ...points.map(({ conversions }) => conversions)) * 1.06;
  const { x, y } = placesOf(points.length, width, top);
  const slot = slotOf(points.length, width);
  const bar = Math.max(1, Math.min(28, slot * 0.64));
  return (
    <>
      <Grid width={width} y={y} top={top} words={(n) => count(n)} />
      {points.map(({ day, conversions, mailed }, at) => (
        <g key={day} opacity={focus === null || focus === at ? 1 : 0.6}>
          <Part x={x(at) - bar / 2} width={bar} from={y(0)} to={y(mailed)} className={s.mailed} />
          <Part x={x(at) - bar / 2} width={bar} from={y(mailed)} to={y(conversions)} className={s.alone} />
        </g>
      ))}
      <DayAxis days={points.map(({ day }) => day)} x={x} slot={slot} onFocus={onFocus} />
    </>
  );
}

interface PartProps {
  readonly x: number;
  readonly width: number;
  readonly from: number;
  readonly to: number;
  readonly className: string | undefined;
}

function Part({ x, width, from, to, className }: PartProps) {
  return from === to ? null : <rect className={className} x={x} y={to} width={width} height={from - to} />;
}
