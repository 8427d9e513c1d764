/**
 * Sending windows: the weekly hours at which mail may leave, read in one zone's local time.
 *
 * The rules are those of the forward clock of `base/zones.ts`, a wall clock that stands still instead of running back:
 * - a repeated hour opens once: 01:00–01:30 is over after its first pass, 01:00–02:00 stays open through the second;
 * - a window that starts at a time that does not exist opens at the next valid minute, and one that lies in the gap
 *   with all its minutes does not open that day;
 * - windows that touch on the wall stay one opening in elapsed time, whatever the offset does between them;
 * - a holiday is closed for as long as that clock shows its date, so an opening over midnight is cut there.
 */
import {
  addMs,
  DAY_MS,
  END_OF_TIME,
  type Instant,
  MINUTE_MS,
  MINUTES_PER_DAY,
  minuteFromTime,
  ok,
  type Result,
  refuse,
  toForwardLocalMs,
  toInstantOfLocalMs,
  toLocalMs,
  WEEK_MS,
  WEEKDAYS,
  type Weekday,
  type Zone,
} from "../base/index.ts";
import { type Holidays, NO_HOLIDAYS } from "./holidays.ts";

/** `start` inclusive, `end` exclusive; `24:00` ends the day; an earlier end is over midnight and belongs to `days`. */
export interface Window {
  readonly days: readonly Weekday[];
  readonly start: string;
  readonly end: string;
}

/** Minutes of the week since Monday 00:00: ascending, apart from each other by at least a minute. */
export interface CompiledWindows {
  readonly openings: readonly Opening[];
}

interface Opening {
  /** 0–10079. */
  readonly start: number;
  /** Exclusive; beyond 10080 where the opening runs over the end of the week. */
  readonly end: number;
}

/** Windows are only open or closed somewhere: the same hours differ between contacts of two zones. */
export interface ZonedWindows {
  readonly windows: CompiledWindows;
  readonly zone: Zone;
  /** Dates of that zone on which nothing opens; none where left out. */
  readonly holidays?: Holidays;
}

/** `index` is the offending window's place in the list (0 when the list is empty). */
export type WindowRefusal =
  | { readonly code: "window_empty"; readonly index: number }
  | { readonly code: "time_invalid"; readonly index: number; readonly text: string }
  | { readonly code: "weekday_unknown"; readonly index: number; readonly text: string };

export type UnreachableRefusal = { readonly code: "window_unreachable"; readonly horizonDays: number };

const MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY;

/** Local milliseconds count from a Thursday, weeks from the Monday before. */
const EPOCH_IN_WEEK_MS = 3 * DAY_MS;

/**
 * Checks and compiles weekly windows. Start equal to end, a window without days and a list without windows would never
 * open: all are `window_empty`.
 */
export function compileWindows(windows: readonly Window[]): Result<CompiledWindows, WindowRefusal> {
  const openings: Opening[] = [];
  for (const [index, window] of windows.entries()) {
    const start = minuteFromTime(window.start);
    const end = window.end === "24:00" ? ok(MINUTES_PER_DAY) : minuteFromTime(window.end);
    if (!start.ok) return refuse({ ...start.error, index });
    if (!end.ok) return refuse({ ...end.error, index });
    if (start.value === end.value || window.days.length === 0) return refuse({ code: "window_empty", index });
    const length = end.value - start.value + (end.value < start.value ? MINUTES_PER_DAY : 0);
    for (const day of window.days) {
      const weekday = WEEKDAYS.indexOf(day);
      if (weekday < 0) return refuse({ code: "weekday_unknown", index, text: day });
      const opens = weekday * MINUTES_PER_DAY + start.value;
      openings.push({ start: opens, end: opens + length });
    }
  }
  return openings.length === 0 ? refuse({ code: "window_empty", index: 0 }) : ok({ openings: merge(openings) });
}

/** Joins what overlaps or touches, over the end of the week too. */
function merge(openings: readonly Opening[]): readonly Opening[] {
  const merged: Opening[] = [];
  for (const opening of openings.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (!last || opening.start > last.end) merged.push(opening);
    else merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, opening.end) };
  }
  // What runs over Sunday's midnight swallows or lengthens by what lies at the start of the week.
  for (let first = merged[0]; first && merged.length > 1; first = merged[0]) {
    const last = merged.at(-1) as Opening;
    if (last.end < first.start + MINUTES_PER_WEEK) break;
    merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, first.end + MINUTES_PER_WEEK) };
    merged.shift();
  }
  const [only] = merged;
  const isAlways = only !== undefined && only.end - only.start >= MINUTES_PER_WEEK;
  return isAlways ? [{ start: 0, end: MINUTES_PER_WEEK }] : merged;
}

function isAlwaysOpen(windows: CompiledWindows): boolean {
  const [only] = windows.openings;
  return only !== undefined && only.end - only.start >= MINUTES_PER_WEEK;
}

/** Minutes open in a week without a change of the clocks; overlaps count once. */
export function minutesOpenPerWeek(windows: CompiledWindows): number {
  return windows.openings.reduce((sum, opening) => sum + opening.end - opening.start, 0);
}

/** One opening on the local time line, in local milliseconds. */
interface LocalOpening {
  readonly startMs: number;
  readonly endMs: number;
}

/** The opening that contains `localMs`, else the first one after it. */
function openingFrom(windows: CompiledWindows, localMs: number): LocalOpening {
  const { openings } = windows;
  const weekStart = Math.floor((localMs + EPOCH_IN_WEEK_MS) / WEEK_MS) * WEEK_MS - EPOCH_IN_WEEK_MS;
  const minute = Math.floor((localMs - weekStart) / MINUTE_MS);
  const last = openings[openings.length - 1] as Opening;
  if (minute + MINUTES_PER_WEEK < last.end) return onTimeLine(last, weekStart - WEEK_MS);
  for (const opening of openings) {
    if (minute < opening.end) return onTimeLine(opening, weekStart);
  }
  return onTimeLine(openings[0] as Opening, weekStart + WEEK_MS);
}

function onTimeLine(opening: Opening, weekStart: number): LocalOpening {
  return { startMs: weekStart + opening.start * MINUTE_MS, endMs: weekStart + opening.end * MINUTE_MS };
}

/** Whether mail may leave at `instant`. */
export function isOpen(
  windows: CompiledWindows,
  zone: Zone,
  instant: Instant,
  holidays: Holidays = NO_HOLIDAYS,
): boolean {
  const localMs = toForwardLocalMs(zone, instant);
  return openingFrom(windows, localMs).startMs <= localMs && !holidays.days.has(Math.floor(localMs / DAY_MS));
}

/** The first instant not before `from` at which the windows are open; `from` itself where they are. */
export function nextOpen(
  windows: CompiledWindows,
  zone: Zone,
  from: Instant,
  holidays: Holidays = NO_HOLIDAYS,
): Instant {
  let at = from;
  let localMs = toForwardLocalMs(zone, from);
  for (;;) {
    const opensMs = nextOpenOnTheWall(windows, localMs, holidays);
    if (opensMs === localMs) return at;
    at = toInstantOfLocalMs(zone, opensMs);
    // A spring gap may swallow the whole opening, or lead into a holiday; whatever is left of it after the gap counts.
    localMs = toLocalMs(zone, at);
    if (localMs === opensMs) return at;
  }
}

/** The first local time not before `localMs` that lies in an opening and on no holiday. */
function nextOpenOnTheWall(windows: CompiledWindows, localMs: number, holidays: Holidays): number {
  const { days } = holidays;
  const { startMs, endMs } = openingFrom(windows, localMs);
  const opensMs = Math.max(startMs, localMs);
  if (days.size === 0) return opensMs;
  const today = Math.floor(opensMs / DAY_MS);
  let day = today;
  while (days.has(day)) day += 1;
  if (day === today) return opensMs;
  const restMs = day * DAY_MS;
  return restMs < endMs ? restMs : nextOpenOnTheWall(windows, restMs, holidays);
}

/**
 * The instant at which the opening that contains `from` ends, across openings that touch: the windows are open at every
 * instant from `from` up to it, and closed at it. `from` itself where they are closed, {@link END_OF_TIME} where they
 * never close.
 */
export function openUntil(
  windows: CompiledWindows,
  zone: Zone,
  from: Instant,
  holidays: Holidays = NO_HOLIDAYS,
): Instant {
  let until = from;
  for (;;) {
    const localMs = toForwardLocalMs(zone, until);
    const day = Math.floor(localMs / DAY_MS);
    if (holidays.days.has(day)) return until;
    if (isAlwaysOpen(windows) && day >= holidays.last) return END_OF_TIME;
    const opening = openingFrom(windows, localMs);
    if (opening.startMs > localMs) return until;
    until = toInstantOfLocalMs(zone, firstHolidayMs(holidays, day + 1, opening.endMs));
  }
}

/** The first midnight of a holiday from `day` on, at most `endMs`. */
function firstHolidayMs({ days, last }: Holidays, day: number, endMs: number): number {
  if (day > last) return endMs;
  for (let each = day; each * DAY_MS < endMs; each += 1) if (days.has(each)) return each * DAY_MS;
  return endMs;
}

/**
 * The first instant not before `from` at which both are open: a sequence's window in the contact's zone and the workday
 * of the sending account in its own (B7). Exact, since each step is a jump to the next opening of the other; offsets
 * that change on different days may let two windows meet for a few weeks of the year only.
 * @param horizonDays how far to look, in days of 24 hours; activation looks a year ahead.
 */
export function nextOpenInBoth(
  a: ZonedWindows,
  b: ZonedWindows,
  from: Instant,
  horizonDays: number,
): Result<Instant, UnreachableRefusal> {
  const last = addMs(from, horizonDays * DAY_MS);
  for (let instant = from; instant <= last; ) {
    const inA = nextOpen(a.windows, a.zone, instant, a.holidays);
    const inBoth = nextOpen(b.windows, b.zone, inA, b.holidays);
    if (inBoth === inA && inBoth <= last) return ok(inBoth);
    instant = inBoth;
  }
  return refuse({ code: "window_unreachable", horizonDays });
}
