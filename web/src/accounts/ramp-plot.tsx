import { useId } from "react";
import { count } from "../ui/numbers.ts";
import { type Drawing, Figure } from "../ui/plots/figure.tsx";
import { dayWords } from "./pace-words.ts";

/** One day of the account: what left, and what its warm-up allows; null: not known of that day. */
export interface RampDay {
  readonly date: string;
  readonly sent: number | null;
  readonly cap: number | null;
}

const HEIGHT = 150;
const TOP = 22;
const BOTTOM = 20;
const LEFT = 34;
const PLOT = HEIGHT - TOP - BOTTOM;

/** What left as solid bars, what the warm-up allows as striped ones; today is both, and where arrow keys begin. */
export function RampPlot({ days, today, caption }: { days: readonly RampDay[]; today: string; caption: string }) {
  const now = days.findIndex(({ date }) => date === today);
  return (
    <Figure
      finding={caption}
      what="Mails per day of the account's zone."
      columns={["Day", "Sent", "Allowed"]}
      rows={days.map((day) => ({
        key: day.date,
        cells: [dayWords(day.date), count(day.sent), count(day.cap)],
        words: inWords(day),
      }))}
      height={HEIGHT}
      begin={Math.max(0, now)}
      draw={(drawing) => <Bars days={days} today={today} now={now} {...drawing} />}
    />
  );
}

function inWords({ date, sent, cap }: RampDay): string {
  const parts = [sent === null ? "" : `${count(sent)} sent`, cap === null ? "" : `up to ${count(cap)}`];
  return `${dayWords(date)}: ${parts.filter((part) => part !== "").join(", ")}`;
}

interface BarsProps extends Drawing {
  readonly days: readonly RampDay[];
  readonly today: string;
  /** Where today stands among the days. */
  readonly now: number;
}

function Bars({ days, today, now, width, focus, onFocus }: BarsProps) {
  const hatch = useId();
  const most = Math.max(4, ...days.map(({ sent, cap }) => Math.max(sent ?? 0, cap ?? 0)));
  const right = Math.max(240, width);
  const slot = (right - LEFT) / Math.max(1, days.length);
  const y = (n: number) => TOP + PLOT - (n / most) * PLOT;
  return (
    <>
      <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="2" height="5" fill="var(--v1)" />
      </pattern>
      {[0, most].map((n) => (
        <g key={n}>
          <path d={`M${LEFT} ${y(n)}H${right}`} stroke={n === 0 ? "var(--line-2)" : "var(--line)"} />
          <text x={LEFT - 8} y={y(n) + 4} textAnchor="end">
            {count(n)}
          </text>
        </g>
      ))}
      {days.map((day, at) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: hovering only repeats what arrow keys tell
        <g key={day.date} onMouseEnter={() => onFocus(at)} onMouseLeave={() => onFocus(null)}>
          <DayBar
            day={day}
            box={{ x: LEFT + at * slot, slot, isAt: focus === at }}
            y={y}
            hatch={day.date >= today ? `url(#${hatch})` : ""}
          />
        </g>
      ))}
      {[...new Set([0, now, days.length - 1])].map((at) => {
        const isLast = at === days.length - 1;
        const [x, anchor] = at === 0 ? [LEFT, "start" as const] : [LEFT + (at + 0.5) * slot, "middle" as const];
        return (
          <text key={at} x={isLast ? right : x} y={HEIGHT - 4} textAnchor={isLast ? "end" : anchor}>
            {at === now ? "today" : dayWords(days[at]?.date ?? today)}
          </text>
        );
      })}
    </>
  );
}

function DayBar(props: {
  day: RampDay;
  box: { x: number; slot: number; isAt: boolean };
  y: (n: number) => number;
  /** What the cap of a day ahead is filled with; empty: none. */
  hatch: string;
}) {
  const { day, box, y, hatch } = props;
  const bar = Math.min(22, box.slot * 0.68);
  const x = box.x + (box.slot - bar) / 2;
  const { sent, cap } = day;
  return (
    <>
      <rect x={box.x} y={TOP} width={box.slot} height={PLOT} fill={box.isAt ? "var(--hover)" : "transparent"} />
      {cap !== null && cap > 0 ? (
        <rect
          x={x + 0.5}
          y={y(cap)}
          width={bar - 1}
          height={Math.max(1, y(0) - y(cap))}
          rx="1.5"
          fill={hatch}
          stroke="var(--v1)"
        />
      ) : null}
      {sent === null ? null : (
        <rect
          x={x}
          y={y(sent) - (sent === 0 ? 1 : 0)}
          width={bar}
          height={Math.max(1, y(0) - y(sent))}
          rx="1.5"
          fill={sent === 0 ? "var(--mute)" : "var(--v1)"}
        />
      )}
    </>
  );
}
