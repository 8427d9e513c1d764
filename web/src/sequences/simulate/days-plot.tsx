import { count } from "../../ui/numbers.ts";
import { type Drawing, Figure } from "../../ui/plots/figure.tsx";
import { gridStep } from "../../ui/plots/grid.ts";
import { type Account, type Day, dateWords, daysSentence } from "./findings.ts";
import s from "./simulate.module.css";

const HEIGHT = 220;
const TOP = 26;
const BOTTOM = 22;
const LEFT = 36;
const PLOT = HEIGHT - TOP - BOTTOM;

/** The order that can be told apart in every kind of sight beside each other in one bar; the rest of the accounts is gray. */
const colors = ["var(--v1)", "var(--v5)", "var(--v2)", "var(--v3)", "var(--v4)", "var(--mute)"];

interface DaysPlotProps {
  readonly days: readonly Day[];
  readonly accounts: readonly Account[];
  /** The day by which nine in ten mails have left. */
  readonly mostSentOn: string | null;
}

/** Mails per day, one part of the bar per account, under what all may send together. */
export function DaysPlot(props: DaysPlotProps) {
  const { days, accounts } = props;
  const isChanged = days.some(({ whatIf }) => whatIf !== null);
  return (
    <Figure
      finding={daysSentence(days)}
      what="Mails per day."
      columns={["Day", ...accounts.map(({ label }) => label), "All", "Other mail", ...(isChanged ? ["What if"] : [])]}
      rows={days.map((day) => ({
        key: day.date,
        cells: [
          dateWords(day.date),
          ...day.sends.map((n) => count(n)),
          ...[count(day.total), count(day.besides)],
          ...(day.whatIf === null ? [] : [count(day.whatIf)]),
        ],
        words: inWords(day, accounts),
      }))}
      height={HEIGHT}
      legend={<Legend days={days} accounts={accounts} />}
      draw={(drawing) => <Bars {...props} {...drawing} />}
    />
  );
}

function Legend({ days, accounts }: Pick<DaysPlotProps, "days" | "accounts">) {
  return (
    <ul className={s.legend}>
      {accounts.map(({ id, label, cap }, at) => (
        <li key={id}>
          <i style={{ background: colors[at] }} /> {label}
          {cap === null ? null : <span>cap {count(cap)}</span>}
        </li>
      ))}
      {days.some(({ besides }) => besides > 0) ? (
        <li>
          <i className={s.besides} /> other mail of these accounts
        </li>
      ) : null}
      {days.some(({ whatIf }) => whatIf !== null) ? (
        <li>
          <i className={s.whatIfLine} /> what if
        </li>
      ) : null}
      <li>
        <i className={s.weekend} /> <span>weekend</span>
      </li>
    </ul>
  );
}

function inWords({ date, sends, total, besides, whatIf }: Day, accounts: readonly Account[]): string {
  const each = accounts.flatMap(({ label }, at) => ((sends[at] ?? 0) > 0 ? [`${label} ${count(sends[at])}`] : []));
  const others = besides > 0 ? `, beside ${count(besides)} of other mail` : "";
  const changed = whatIf === null ? "" : `; what if: ${count(whatIf)}`;
  return `${dateWords(date)}: ${count(total)}${each.length > 1 ? ` (${each.join(", ")})` : ""}${others}${changed}`;
}

function Bars({ days, accounts, mostSentOn, width, focus, onFocus }: DaysPlotProps & Drawing) {
  const caps = accounts.reduce<number | null>((sum, { cap }) => (sum === null || cap === null ? null : sum + cap), 0);
  const busiest = Math.max(4, ...days.map(({ total, besides, whatIf }) => Math.max(total + besides, whatIf ?? 0)));
  // A limit far above every bar would flatten them all; the legend names it.
  const limit = caps !== null && caps > 0 && caps <= busiest * 2 ? caps : null;
  const top = Math.max(busiest, limit ?? 0) * 1.04;
  const y = (n: number) => TOP + PLOT - (n / top) * PLOT;
  const right = Math.max(260, width) - 6;
  const slot = (right - LEFT) / Math.max(1, days.length);
  const marked = days.findIndex(({ date }) => date === mostSentOn);
  return (
    <>
      {days.map(({ date, isWeekend }, at) =>
        isWeekend || focus === at ? (
          <rect key={date} x={LEFT + at * slot} y={TOP} width={slot} height={PLOT} fill="var(--hover)" />
        ) : null,
      )}
      <Grid top={top} y={y} right={right} />
      {days.map((day, at) => (
        <Bar
          key={day.date}
          day={day}
          x={LEFT + at * slot}
          slot={slot}
          y={y}
          onFocus={(on) => onFocus(on ? at : null)}
        />
      ))}
      <WhatIfLine days={days} slot={slot} y={y} />
      {limit === null ? null : (
        <>
          <path d={`M${LEFT} ${y(limit)}H${right}`} stroke="var(--v6)" strokeDasharray="3 3" />
          <text x={right} y={y(limit) - 5} textAnchor="end">
            caps together {count(limit)}
          </text>
        </>
      )}
      <DateLabels days={days} slot={slot} />
      {marked < 0 ? null : (
        <Flag
          x={LEFT + (marked + 1) * slot}
          right={right}
          label={`9 of 10 left, ${dateWords(days[marked]?.date ?? "")}`}
        />
      )}
    </>
  );
}

function Grid({ top, y, right }: { top: number; y: (n: number) => number; right: number }) {
  const step = gridStep(top);
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, at) => at * step).map((n) => (
    <g key={n}>
      <path d={`M${LEFT} ${y(n)}H${right}`} stroke={n === 0 ? "var(--line-2)" : "var(--line)"} />
      <text x={LEFT - 8} y={y(n) + 4} textAnchor="end">
        {count(n)}
      </text>
    </g>
  ));
}

/** The other run as a line over the bars, a step for each day. */
function WhatIfLine({ days, slot, y }: { days: readonly Day[]; slot: number; y: (n: number) => number }) {
  if (!days.some(({ whatIf }) => whatIf !== null)) return null;
  const steps = days.map(({ whatIf }, at) => `V${y(whatIf ?? 0)}H${LEFT + (at + 1) * slot}`);
  return <path d={`M${LEFT} ${y(0)}${steps.join("")}V${y(0)}`} fill="none" stroke="var(--v6)" strokeWidth="1.5" />;
}

interface BarProps {
  readonly day: Day;
  readonly x: number;
  readonly slot: number;
  readonly y: (n: number) => number;
  readonly onFocus: (isOn: boolean) => void;
}

function Bar({ day, x, slot, y, onFocus }: BarProps) {
  const bar = Math.min(26, slot * 0.72);
  let below = 0;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering only repeats what arrow keys tell
    <g onMouseEnter={() => onFocus(true)} onMouseLeave={() => onFocus(false)}>
      <rect x={x} y={TOP} width={slot} height={PLOT} fill="transparent" />
      {day.sends.map((n, at) => {
        if (n === 0) return null;
        const foot = y(below);
        below += n;
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: the position is the account
            key={at}
            x={x + (slot - bar) / 2}
            y={y(below)}
            width={bar}
            height={Math.max(1, foot - y(below) - 1)}
            rx="1.5"
            fill={colors[at]}
          />
        );
      })}
      {day.besides > 0 ? (
        <rect
          x={x + (slot - bar) / 2}
          y={y(below + day.besides)}
          width={bar}
          height={Math.max(1, y(below) - y(below + day.besides) - 1)}
          rx="1.5"
          fill="var(--mute)"
          opacity="0.55"
        />
      ) : null}
    </g>
  );
}

/** A date under the first day and each Monday, as far as they fit. */
function DateLabels({ days, slot }: { days: readonly Day[]; slot: number }) {
  const isMonday = (date: string) => new Date(date).getUTCDay() === 1;
  const every = Math.max(1, Math.ceil(52 / (slot * 7)));
  const shown = days
    .map((day, at) => ({ ...day, at }))
    .filter(({ date, at }) => (at === 0 && !days.slice(1, 3).some((day) => isMonday(day.date))) || isMonday(date))
    .filter((_, n) => n % every === 0);
  return shown.map(({ date, at }) => (
    <text key={date} x={LEFT + at * slot + 3} y={HEIGHT - 5}>
      {dateWords(date)}
    </text>
  ));
}

function Flag({ x, right, label }: { x: number; right: number; label: string }) {
  const wide = label.length * 6 + 10;
  const left = x + wide > right ? x - wide : x;
  return (
    <g>
      <path d={`M${x} 4V${HEIGHT - BOTTOM}`} stroke="var(--accent)" />
      <rect x={left} y="2" width={wide} height="17" rx="2" fill="var(--accent-solid)" />
      <text className={s.flag} x={left + 5} y="14">
        {label}
      </text>
    </g>
  );
}
