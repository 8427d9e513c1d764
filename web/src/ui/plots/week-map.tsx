import type { Weekday } from "@haste/engine/base";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { count, percent } from "../numbers.ts";
import { Frame, type PlotRow, Tip } from "./frame.tsx";
import s from "./week-map.module.css";

/** What left in one hour of the week, and how much of it was answered. */
export interface WeekHour {
  readonly weekday: Weekday;
  readonly hour: number;
  readonly sent: number;
  readonly replied: number;
  /** Drawn to its day and its hour where it has few mails; these alone are shaded. */
  readonly expectedReplyRate: number;
}

/** Fewer mails say nothing by themselves: drawn striped. */
const tellingMails = 30;

const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const names: Readonly<Record<Weekday, string>> = {
  mon: "Mon",
  tue: "Tue",
  wed: "Wed",
  thu: "Thu",
  fri: "Fri",
  sat: "Sat",
  sun: "Sun",
};
const hours = Array.from({ length: 24 }, (_, hour) => hour);
const two = (n: number) => String(n).padStart(2, "0");

/** Share of answers by hour of the week as shades of one color. Arrow keys walk the cells and tell their numbers. */
export function WeekMap({ cells, caption }: { cells: readonly WeekHour[]; caption: ReactNode }) {
  const [at, setAt] = useState<readonly [number, number] | null>(null);
  const by = new Map(cells.map((cell) => [`${cell.weekday} ${cell.hour}`, cell]));
  const find = (day: number, hour: number) => by.get(`${days[day]} ${hour}`);
  const most = Math.max(0.001, ...cells.map((cell) => cell.expectedReplyRate));
  function walk(event: KeyboardEvent) {
    const step = moves[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const [day, hour] = at ?? [0, 8];
    setAt([clamp(day + step[0], 6), clamp(hour + step[1], 23)]);
  }
  return (
    <Frame caption={caption} columns={["Hour", "Sent", "Replied", "Rate", "Expected"]} rows={cells.map(rowOf)}>
      <div
        className={s.map}
        role="img"
        aria-label={spoken(cells)}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the marks of a plot are read with arrow keys
        tabIndex={0}
        onKeyDown={walk}
        onBlur={() => setAt(null)}
      >
        <span />
        {hours.map((hour) => (
          <span key={hour} className={s.hour}>
            {hour % 3 === 0 ? two(hour) : ""}
          </span>
        ))}
        {days.map((day, row) => [
          <span key={day} className={s.day}>
            {names[day]}
          </span>,
          ...hours.map((hour) => {
            const cell = find(row, hour);
            const shade = shadeOf(cell, most);
            return (
              // biome-ignore lint/a11y/noStaticElementInteractions: hovering only repeats what arrow keys tell
              <i
                key={hour}
                className={s.cell}
                data-few={(cell !== undefined && cell.sent < tellingMails) || undefined}
                data-at={(at?.[0] === row && at[1] === hour) || undefined}
                style={
                  shade === null
                    ? undefined
                    : { backgroundColor: `color-mix(in oklab, var(--v1) ${shade}%, transparent)` }
                }
                onMouseEnter={() => setAt([row, hour])}
                onMouseLeave={() => setAt(null)}
              />
            );
          }),
        ])}
      </div>
      <Tip words={at === null ? null : told(days[at[0]] as Weekday, at[1], find(at[0], at[1]))} />
    </Frame>
  );
}

const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}

/** 8 to 100 % of the color; null where nothing is shown. */
function shadeOf(cell: WeekHour | undefined, most: number): number | null {
  return cell === undefined ? null : 8 + (92 * cell.expectedReplyRate) / most;
}

function told(weekday: Weekday, hour: number, cell: WeekHour | undefined): string {
  const when = `${names[weekday]} ${two(hour)}:00`;
  if (cell === undefined) return `${when}: nothing was sent`;
  const words = `${when}: ${count(cell.replied)} of ${count(cell.sent)} answered`;
  const expected = `${percent(cell.expectedReplyRate)} expected`;
  return cell.sent < tellingMails
    ? `${words}, too few to say; ${expected} by its day and hour`
    : `${words}, ${percent(cell.replied / cell.sent)}; ${expected}`;
}

function spoken(cells: readonly WeekHour[]): string {
  const telling = cells.filter((cell) => cell.sent >= tellingMails);
  return `Answers by hour of the week. ${telling.map((cell) => told(cell.weekday, cell.hour, cell)).join("; ")}`;
}

function rowOf({ weekday, hour, sent, replied, expectedReplyRate: expected }: WeekHour): PlotRow {
  const name = `${names[weekday]} ${two(hour)}:00`;
  return { key: name, cells: [name, count(sent), count(replied), percent(replied / sent), percent(expected)] };
}
