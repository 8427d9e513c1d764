/** A date as a template shows it: what a wall calendar and a wall clock say, and how far from UTC they hang. */
import {
  asInstant,
  DAY_MS,
  END_OF_TIME,
  epochDayOf,
  isoFromEpochDay,
  MINUTE_MS,
  SECOND_MS,
  toInstantOfLocalMs,
  toLocalMs,
  type Zone,
} from "../../../base/index.ts";

export interface WallTime {
  /** What the wall shows, counted as if it hung in UTC. */
  readonly localMs: number;
  readonly offsetMs: number;
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Seconds since 1970, on the wall of a zone. */
export function wallOfSeconds(seconds: number, zone: Zone | null): WallTime | null {
  return wallOfMs(Math.round(seconds * SECOND_MS), zone);
}

function wallOfMs(epochMs: number, zone: Zone | null): WallTime | null {
  if (!Number.isSafeInteger(epochMs) || Math.abs(epochMs) > END_OF_TIME) return null;
  if (zone === null || epochMs < 0) return { localMs: epochMs, offsetMs: 0 };
  const localMs = toLocalMs(zone, asInstant(epochMs));
  return { localMs, offsetMs: localMs - epochMs };
}

/**
 * Reads a date as people and programs write it: ISO 8601, RFC 5322, "March 14, 2026", "14 Mar 2026", each with or
 * without a time. One with an offset names an instant and is shown on the zone's wall; one without is shown as it stands.
 * Null for what is no date, and for what only the present could complete ("March 14", "10:30").
 */
export function readWallTime(text: string, zone: Zone | null): WallTime | null {
  if (text.length > 100) return null;
  const day = readDay(text);
  if (day === null) return null;
  const time = readTime(text);
  if (time === null) return null;
  const localMs = day * DAY_MS + time.ms;
  const offsetMs = readOffset(text);
  if (offsetMs !== null) return zone === null ? { localMs, offsetMs } : wallOfMs(localMs - offsetMs, zone);
  if (zone === null || localMs < 0 || localMs > END_OF_TIME) return { localMs, offsetMs: 0 };
  return { localMs, offsetMs: localMs - toInstantOfLocalMs(zone, localMs) };
}

function readDay(text: string): number | null {
  const iso = /(?:^|\s)(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)/.exec(text);
  if (iso !== null) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const monthFirst = /\b([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b/i.exec(text);
  if (monthFirst !== null) return dayOf(Number(monthFirst[3]), monthOf(monthFirst[1]), Number(monthFirst[2]));
  const dayFirst = /\b(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]{3,9})\.?,?[\s-]+(\d{4})\b/i.exec(text);
  return dayFirst === null ? null : dayOf(Number(dayFirst[3]), monthOf(dayFirst[2]), Number(dayFirst[1]));
}

function monthOf(name = ""): number {
  const lower = name.toLowerCase();
  const at = months.indexOf(lower.slice(0, 3));
  return fullMonths[at]?.startsWith(lower) ? at + 1 : 0;
}

const fullMonths = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

/** Null for a day that is not in the calendar (30 February). */
function dayOf(year: number, month: number, day: number): number | null {
  if (month < 1 || month > 12 || day < 1) return null;
  const epochDay = epochDayOf(year, month, day);
  const pad = (number: number, digits: number) => String(number).padStart(digits, "0");
  return isoFromEpochDay(epochDay) === `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` ? epochDay : null;
}

/** Midnight where no time is written; null for a time no clock shows. */
function readTime(text: string): { readonly ms: number } | null {
  const match = /(?:^|[T\s])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\b)?/i.exec(text);
  if (match === null) return { ms: 0 };
  const [, hours, minutes, seconds = "0", fraction = "", half] = match;
  const isAfternoon = half?.toLowerCase().startsWith("p");
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (isAfternoon ? 12 : 0);
  if (hour > 24 || Number(minutes) > 59 || Number(seconds) > 60) return null;
  const millis = Number(fraction.slice(0, 3).padEnd(3, "0"));
  return { ms: (hour * 60 + Number(minutes)) * MINUTE_MS + Number(seconds) * SECOND_MS + millis };
}

function readOffset(text: string): number | null {
  const match = /(?:\d|\s)(?:(Z|UTC|GMT)|([+-])(\d{2}):?(\d{2}))\s*$/i.exec(text);
  if (match === null) return null;
  // The end of "2026-11-05" is a day, no offset.
  if (match[1] === undefined && !/:\d{2}/.test(text.slice(0, match.index + 1))) return null;
  const ms = (Number(match[3] ?? 0) * 60 + Number(match[4] ?? 0)) * MINUTE_MS;
  return match[2] === "-" ? -ms : ms;
}
