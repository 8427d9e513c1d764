import { SegmentedControl } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, useMemo, useState } from "react";
import { useClock } from "../../app/clock.tsx";
import { useContactName } from "../../app/names.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Tip } from "../../ui/plots/frame.tsx";
import p from "../../ui/plots/plots.module.css";
import { clockTime, dayKey, fullTime } from "../../ui/time.ts";
import { useWidth } from "../../ui/use-width.ts";
import { type Mark, type MarkKind, pickOf, type Shown, type Timeline } from "./findings.ts";
import s from "./simulate.module.css";

const HEIGHT = 30;
const MIDDLE = HEIGHT / 2;
const HOUR_MS = 3_600_000;
/** At the right, for how it ends in words. */
const ROOM = 76;

interface PeoplePlotProps {
  readonly rows: readonly Timeline[];
  /** Of how many people these are some. */
  readonly people: number;
  readonly from: number;
  /** What a step is called: `step 2`. */
  readonly stepName: (stepId: string) => string;
}

/** Some of the people, each on a line of time. */
export function PeoplePlot({ rows, people, from, stepName }: PeoplePlotProps) {
  const [shown, setShown] = useState<Shown>("typical");
  const [isTable, setTable] = useState(false);
  const [at, setAt] = useState<{ row: number; mark: number } | null>(null);
  const { zone } = useClock();
  const picked = pickOf(rows, shown);
  const to = Math.max(from + 24 * HOUR_MS, ...picked.map(({ endsAt }) => endsAt)) + 12 * HOUR_MS;
  const inWords = ({ words, stepId, at: when }: Mark) =>
    `${fullTime(new Date(when), zone)}: ${words}${stepId ? ` of ${stepName(stepId)}` : ""}`;
  const told = at === null ? undefined : picked[at.row]?.marks[at.mark];
  function walk(event: KeyboardEvent) {
    const by = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const row = Math.max(0, Math.min(picked.length - 1, (at?.row ?? 0) + (by[0] ?? 0)));
    const most = (picked[row]?.marks.length ?? 1) - 1;
    setAt({ row, mark: Math.max(0, Math.min(most, at === null ? 0 : at.mark + (by[1] ?? 0))) });
  }
  return (
    <section className={s.people} aria-label="Minute by minute">
      <div className={s.peopleHead}>
        <h2>
          {picked.length} of {people}, minute by minute
        </h2>
        <Legend />
        <button type="button" className={p.view} onClick={() => setTable(!isTable)} aria-pressed={isTable}>
          {isTable ? "View as plot" : "View as table"}
        </button>
        <SegmentedControl
          aria-label="Whom to show"
          value={shown}
          onChange={(value) => setShown(value as Shown)}
          data={[
            { value: "typical", label: "Typical" },
            { value: "slowest", label: "Slowest" },
            { value: "all", label: "All" },
          ]}
        />
      </div>
      {isTable ? (
        <PeopleTable rows={picked} inWords={inWords} />
      ) : (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the marks of a plot are read with arrow keys */}
          <ul className={s.rows} aria-label="People" tabIndex={0} onKeyDown={walk} onBlur={() => setAt(null)}>
            {picked.map((row, n) => (
              <Row
                key={row.contactId}
                row={row}
                range={[from, to]}
                zone={zone}
                focus={at?.row === n ? at.mark : null}
                inWords={inWords}
                onMark={(mark) => setAt(mark === null ? null : { row: n, mark })}
              />
            ))}
          </ul>
          <Axis range={[from, to]} zone={zone} />
          <Tip words={told ? inWords(told) : null} />
        </>
      )}
    </section>
  );
}

function Name({ id }: { id: string }) {
  const name = useContactName(id) ?? "…";
  return (
    <span className={s.person}>
      <Avatar id={id} name={name} size={20} />
      <span className="cut" dir="auto">
        {name}
      </span>
    </span>
  );
}

interface RowProps {
  readonly row: Timeline;
  readonly range: readonly [number, number];
  readonly zone: string;
  readonly focus: number | null;
  readonly inWords: (mark: Mark) => string;
  readonly onMark: (mark: number | null) => void;
}

function Row({ row, range, zone, focus, inWords, onMark }: RowProps) {
  const [measure, width] = useWidth();
  const x = scaleOf(range, width);
  const [first, last] = [row.marks[0], row.marks.at(-1)];
  return (
    <li>
      <Name id={row.contactId} />
      <span className={s.track} ref={measure}>
        <svg width={width} height={HEIGHT} role="img" aria-label={row.marks.map(inWords).join("; ")}>
          <Weekends range={range} zone={zone} x={x} />
          {first && last ? (
            <path d={`M${x(first.at)} ${MIDDLE}H${x(last.at)}`} stroke="var(--line-2)" strokeWidth="1.5" />
          ) : null}
          {row.holds.map(({ from, to, why }) => (
            <path
              key={`${from} ${why}`}
              d={`M${x(from)} ${MIDDLE}H${x(to)}`}
              stroke="var(--warn-fill)"
              strokeWidth="2"
              strokeDasharray="1 3"
            />
          ))}
          {row.marks.map((mark, n) => (
            // biome-ignore lint/a11y/noStaticElementInteractions: hovering only repeats what arrow keys tell
            <g
              // biome-ignore lint/suspicious/noArrayIndexKey: the position is the mark
              key={n}
              transform={`translate(${x(mark.at)} ${MIDDLE})`}
              onMouseEnter={() => onMark(n)}
              onMouseLeave={() => onMark(null)}
            >
              {focus === n ? <circle r="8.5" fill="none" stroke="var(--accent)" strokeWidth="1.5" /> : null}
              {glyphs[mark.kind]}
            </g>
          ))}
          {last && (last.kind === "good" || last.kind === "bad") ? (
            <text x={x(last.at) + 10} y={MIDDLE + 4} className={last.kind === "good" ? s.good : s.bad}>
              {last.words}
            </text>
          ) : null}
        </svg>
      </span>
    </li>
  );
}

function scaleOf([from, to]: readonly [number, number], width: number): (at: number) => number {
  return (at) => 8 + ((at - from) / (to - from)) * Math.max(0, width - 8 - ROOM);
}

/** Form and color: a mail is a dot, a task a square, a branch a diamond, an answer a big dot, a loss a filled diamond. */
const glyphs: Readonly<Record<MarkKind, ReactNode>> = {
  mail: <circle r="4.5" fill="var(--v1)" />,
  task: <rect x="-4" y="-4" width="8" height="8" rx="1" fill="var(--v2)" />,
  branch: <path d="M0-5L5 0L0 5L-5 0Z" fill="var(--surface)" stroke="var(--text-2)" strokeWidth="1.2" />,
  good: <circle r="5.5" fill="var(--good-fill)" />,
  bad: <path d="M0-6L6 0L0 6L-6 0Z" fill="var(--bad-fill)" />,
  end: <path d="M0-5V5" stroke="var(--text-2)" strokeWidth="1.5" />,
};

function Legend() {
  const kinds: readonly [MarkKind, string][] = [
    ["mail", "mail"],
    ["task", "task"],
    ["branch", "branch"],
    ["good", "reply"],
    ["bad", "lost"],
  ];
  return (
    <ul className={s.legend}>
      {kinds.map(([kind, word]) => (
        <li key={kind}>
          <svg width="13" height="13" viewBox="-6.5 -6.5 13 13" aria-hidden="true">
            {glyphs[kind]}
          </svg>
          {word}
        </li>
      ))}
    </ul>
  );
}

/** Saturdays and Sundays of the workspace, to the hour. */
function weekendsIn([from, to]: readonly [number, number], zone: string): [number, number][] {
  const bands: [number, number][] = [];
  for (let at = Math.floor(from / HOUR_MS) * HOUR_MS; at < to; at += HOUR_MS) {
    const day = new Date(dayKey(new Date(at), zone)).getUTCDay();
    if (day !== 0 && day !== 6) continue;
    const last = bands.at(-1);
    if (last && last[1] === at) last[1] = at + HOUR_MS;
    else bands.push([at, at + HOUR_MS]);
  }
  return bands;
}

function Weekends({ range, zone, x }: Pick<RowProps, "range" | "zone"> & { x: (at: number) => number }) {
  const [from, to] = range;
  const bands = useMemo(() => weekendsIn([from, to], zone), [from, to, zone]);
  return bands.map(([start, end]) => (
    <rect key={start} x={x(start)} width={Math.max(0, x(end) - x(start))} height={HEIGHT} fill="var(--hover)" />
  ));
}

/** The first and the last day shown, and the middle: enough to read a row by. */
function Axis({ range: [from, to], zone }: Pick<RowProps, "range" | "zone">) {
  const at = [from, (from + to) / 2, to].map((when) => new Date(when));
  return (
    <div className={s.axis} aria-hidden="true">
      {at.map((when) => (
        <span key={when.getTime()}>{fullTime(when, zone).replace(`, ${clockTime(when, zone)}`, "")}</span>
      ))}
    </div>
  );
}

function PeopleTable({ rows, inWords }: { rows: readonly Timeline[]; inWords: (mark: Mark) => string }) {
  return (
    <div className={s.tableFrame}>
      <table className={s.table}>
        <tbody>
          {rows.map((row) => (
            <tr key={row.contactId}>
              <th scope="row">
                <Name id={row.contactId} />
              </th>
              <td>{row.marks.map(inWords).join(" · ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
