/**
 * The proleptic Gregorian calendar as integers, so that the engine needs neither `Date` nor a library on its hot
 * paths. A local day is an epoch day: whole days since 1970-01-01 of that calendar, in whatever zone one stands.
 */
import { ok, type Result, refuse } from "./result.ts";

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
export const WEEK_MS = 604_800_000;
export const MINUTES_PER_DAY = 1_440;

/** Monday first (ISO 8601), spelled as the API spells them. */
export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Days since 1970-01-01 of a local calendar. A plain number: it is added to and compared all the time. */
export type EpochDay = number;

export interface CivilDate {
  readonly year: number;
  /** 1–12. */
  readonly month: number;
  /** 1–31. */
  readonly day: number;
}

/** 0 = Monday … 6 = Sunday. 1970-01-01 was a Thursday (3). */
export function weekdayIndexOf(epochDay: EpochDay): number {
  return (((epochDay + 3) % 7) + 7) % 7;
}

export function weekdayOf(epochDay: EpochDay): Weekday {
  return WEEKDAYS[weekdayIndexOf(epochDay)] as Weekday;
}

/** Howard Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`: years start in March. */
export function epochDayOf(year: number, month: number, day: number): EpochDay {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The inverse of {@link epochDayOf} (`civil_from_days` of the same source). */
export function civilOf(epochDay: EpochDay): CivilDate {
  const shifted = epochDay + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

export type DateRefusal = { readonly code: "date_invalid"; readonly text: string };

/** Reads `2026-11-05`; a day that is not in the calendar (30 February) is refused, never rolled over. */
export function epochDayFromIso(text: string): Result<EpochDay, DateRefusal> {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return refuse({ code: "date_invalid", text });
  const epochDay = epochDayOf(Number(match[1]), Number(match[2]), Number(match[3]));
  return isoFromEpochDay(epochDay) === text ? ok(epochDay) : refuse({ code: "date_invalid", text });
}

/** `2026-11-05`. */
export function isoFromEpochDay(epochDay: EpochDay): string {
  const { year, month, day } = civilOf(epochDay);
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

export type TimeRefusal = { readonly code: "time_invalid"; readonly text: string };

/** Reads a wall-clock time `HH:MM` (00:00–23:59) into minutes since midnight. */
export function minuteFromTime(text: string): Result<number, TimeRefusal> {
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text)
    ? ok(Number(text.slice(0, 2)) * 60 + Number(text.slice(3)))
    : refuse({ code: "time_invalid", text });
}

/** `HH:MM` of a minute of the day; 1440 is `24:00`, the end of the day. */
export function timeFromMinute(minuteOfDay: number): string {
  return `${String(Math.floor(minuteOfDay / 60)).padStart(2, "0")}:${String(minuteOfDay % 60).padStart(2, "0")}`;
}
