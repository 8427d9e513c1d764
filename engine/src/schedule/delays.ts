/**
 * Delays between steps. They run from the instant the previous step really happened (B8), never from a plan, so late
 * mail moves what follows it instead of piling up behind it.
 */
import {
  addMs,
  DAY_MS,
  type EpochDay,
  HOUR_MS,
  type Instant,
  MINUTE_MS,
  minuteFromTime,
  must,
  ok,
  type Result,
  refuse,
  toInstant,
  toInstantOfLocalMs,
  toLocalMs,
  WEEKDAYS,
  type Weekday,
  weekdayIndexOf,
  type Zone,
} from "../base/index.ts";
import type { Definition } from "../sequence/index.ts";
import { type Holidays, holidaysIn, NO_HOLIDAYS } from "./holidays.ts";

export const DELAY_UNITS = ["minutes", "hours", "days", "weeks", "businessDays"] as const;
export type DelayUnit = (typeof DELAY_UNITS)[number];

/** A length of time, or the next local occurrence of a wall-clock time (`"09:00"`), on a weekday if one is named. */
export type Delay =
  | { readonly value: number; readonly unit: DelayUnit }
  | { readonly at: { readonly weekday?: Weekday; readonly time: string } };

export type DelayRefusal =
  | { readonly code: "delay_invalid"; readonly reason: "value" | "unit" | "too_long" | "weekday" }
  | { readonly code: "time_invalid"; readonly text: string };

/** Ten years. Nobody waits longer; it keeps every sum an instant. */
export const LONGEST_DELAY_DAYS = 3_650;

/** How many of a unit {@link LONGEST_DELAY_DAYS} are; business days are at most five of seven. */
const LONGEST: Readonly<Record<DelayUnit, number>> = {
  minutes: LONGEST_DELAY_DAYS * 24 * 60,
  hours: LONGEST_DELAY_DAYS * 24,
  days: LONGEST_DELAY_DAYS,
  weeks: Math.floor(LONGEST_DELAY_DAYS / 7),
  businessDays: Math.floor((LONGEST_DELAY_DAYS * 5) / 7),
};

/** Refuses what {@link afterDelay} could not count: fractions, negatives, unknown units and times, over ten years. */
export function checkDelay(delay: Delay): Result<Delay, DelayRefusal> {
  if ("at" in delay) {
    const time = minuteFromTime(delay.at.time);
    if (!time.ok) return time;
    const { weekday } = delay.at;
    return weekday === undefined || WEEKDAYS.includes(weekday)
      ? ok(delay)
      : refuse({ code: "delay_invalid", reason: "weekday" });
  }
  const longest = DELAY_UNITS.includes(delay.unit) ? LONGEST[delay.unit] : undefined;
  if (longest === undefined) return refuse({ code: "delay_invalid", reason: "unit" });
  if (!Number.isInteger(delay.value) || delay.value < 0) return refuse({ code: "delay_invalid", reason: "value" });
  return delay.value <= longest ? ok(delay) : refuse({ code: "delay_invalid", reason: "too_long" });
}

/**
 * The instant at which a delay that starts at `from` is over; never before `from`, and `from` itself for a value of 0.
 *
 * Minutes and hours are elapsed time. Days and weeks are calendar time: the same local time on a later day (B9); where
 * that does not exist, the next valid minute, where it comes twice, the first. Business days are days that are neither
 * Saturday or Sunday nor one of `holidays`; starting on a free day, the first one counted is the next business day.
 * `at` is the next occurrence strictly after `from`.
 * @param delay one that {@link checkDelay} accepts.
 * @throws Error for any other; a sequence holding one cannot be published.
 */
export function afterDelay(delay: Delay, from: Instant, zone: Zone, holidays: Holidays = NO_HOLIDAYS): Instant {
  must(checkDelay(delay), "Cannot count this delay");
  if ("at" in delay) return nextOccurrence(delay.at, from, zone);
  switch (delay.unit) {
    case "minutes":
      return addMs(from, delay.value * MINUTE_MS);
    case "hours":
      return addMs(from, delay.value * HOUR_MS);
    case "days":
      return sameTimeLater(from, zone, (day) => day + delay.value);
    case "weeks":
      return sameTimeLater(from, zone, (day) => day + delay.value * 7);
    case "businessDays":
      return sameTimeLater(from, zone, (day) => addBusinessDays(day, delay.value, holidays));
  }
}

/** The end of a delay for whoever is planned in `zone`, business days counted past the holidays of their sequence. */
export function dueAfter(
  delay: Delay,
  from: Instant,
  { definition, zone }: { readonly definition: Pick<Definition, "settings">; readonly zone: Zone },
): Instant {
  return afterDelay(delay, from, zone, holidaysIn(definition, zone));
}

/** `count` business days after `day`; `day` itself for 0, even on a free day. */
export function addBusinessDays(day: EpochDay, count: number, { days }: Holidays = NO_HOLIDAYS): EpochDay {
  let reached = day;
  for (let left = count; left > 0; ) {
    reached += 1;
    if (weekdayIndexOf(reached) < 5 && !days.has(reached)) left -= 1;
  }
  return reached;
}

function sameTimeLater(from: Instant, zone: Zone, dayAfter: (day: EpochDay) => EpochDay): Instant {
  const localMs = toLocalMs(zone, from);
  const day = Math.floor(localMs / DAY_MS);
  const later = toInstantOfLocalMs(zone, localMs + (dayAfter(day) - day) * DAY_MS);
  // During the second pass of a repeated hour "0 days later" would name the first pass, which is over.
  return addMs(from, Math.max(0, later - from));
}

function nextOccurrence(at: { weekday?: Weekday; time: string }, from: Instant, zone: Zone): Instant {
  const minute = must(minuteFromTime(at.time), "Cannot read this time");
  const weekday = at.weekday === undefined ? undefined : WEEKDAYS.indexOf(at.weekday);
  // A day that has the weekday may be over already, or stand in its repeated hour: then the next one that has it.
  for (let day = Math.floor(toLocalMs(zone, from) / DAY_MS); ; day += 1) {
    if (weekday !== undefined && weekdayIndexOf(day) !== weekday) continue;
    const instant = toInstant(zone, day, minute);
    if (instant > from) return instant;
  }
}
