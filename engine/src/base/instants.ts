/** Instants: the engine's only notion of "when". The engine never reads a clock; every instant is an argument. */
import { DAY_MS, epochDayFromIso, HOUR_MS, isoFromEpochDay, MINUTE_MS, minuteFromTime, SECOND_MS } from "./calendar.ts";
import { ok, type Result, refuse } from "./result.ts";

declare const instantBrand: unique symbol;

/** Milliseconds since 1970-01-01T00:00:00Z, a whole number from 0 to {@link END_OF_TIME}. */
export type Instant = number & { readonly [instantBrand]: true };

/** 9999-12-31T23:59:59.999Z, the last instant that ISO 8601 and PostgreSQL both print with four digits of year. */
export const END_OF_TIME = 253_402_300_799_999 as Instant;

/**
 * Brands a number that came from a clock, a database or a test.
 * @throws RangeError when it is not a whole number of milliseconds between 1970 and 9999: seconds given as
 * milliseconds survive this check, but NaN, fractions and microseconds do not.
 */
export function asInstant(epochMs: number): Instant {
  if (!Number.isSafeInteger(epochMs) || epochMs < 0 || epochMs > END_OF_TIME) {
    throw new RangeError(`${epochMs} is not an instant in whole milliseconds between 1970 and 9999`);
  }
  return epochMs as Instant;
}

/** `instant` moved by elapsed milliseconds (rounded to whole ones), kept between 1970 and 9999. */
export function addMs(instant: Instant, elapsedMs: number): Instant {
  return asInstant(Math.min(END_OF_TIME, Math.max(0, instant + Math.round(elapsedMs))));
}

export function earlierOf(a: Instant, b: Instant): Instant {
  return a <= b ? a : b;
}

export function laterOf(a: Instant, b: Instant): Instant {
  return a >= b ? a : b;
}

export type InstantRefusal = { readonly code: "instant_invalid"; readonly text: string };

const RFC_3339 = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:Z|([+-])(\d{2}:\d{2}))$/i;

/**
 * Reads an RFC 3339 instant (`2026-11-05T09:00:00Z`, `…+01:00`); a time without an offset is refused, since it names
 * no instant. Digits below a millisecond are dropped; the leap second `:60` is refused.
 */
export function instantFromIso(text: string): Result<Instant, InstantRefusal> {
  const refusal = refuse({ code: "instant_invalid", text } as const);
  const match = RFC_3339.exec(text);
  if (!match) return refusal;
  const day = epochDayFromIso(match[1] as string);
  const minute = minuteFromTime(match[2] as string);
  const second = Number(match[3]);
  const offset = minuteFromTime(match[6] ?? "00:00");
  if (!day.ok || !minute.ok || !offset.ok || second > 59) return refusal;
  const millis = Number((match[4] ?? "0").slice(0, 3).padEnd(3, "0"));
  const offsetMinutes = match[5] === "-" ? -offset.value : offset.value;
  const epochMs = day.value * DAY_MS + (minute.value - offsetMinutes) * MINUTE_MS + second * SECOND_MS + millis;
  return epochMs >= 0 && epochMs <= END_OF_TIME ? ok(epochMs as Instant) : refusal;
}

/** `2026-11-05T09:00:00.000Z`: always UTC, always milliseconds, so that texts sort as instants do. */
export function isoFromInstant(instant: Instant): string {
  const epochDay = Math.floor(instant / DAY_MS);
  const msOfDay = instant - epochDay * DAY_MS;
  const two = (count: number) => String(Math.floor(count)).padStart(2, "0");
  const hours = two(msOfDay / HOUR_MS);
  const minutes = two((msOfDay % HOUR_MS) / MINUTE_MS);
  const seconds = two((msOfDay % MINUTE_MS) / SECOND_MS);
  return `${isoFromEpochDay(epochDay)}T${hours}:${minutes}:${seconds}.${String(msOfDay % SECOND_MS).padStart(3, "0")}Z`;
}
