import fc from "fast-check";
import { expect, test } from "vitest";
import { Temporal } from "../../../tests/support/temporal-oracle.ts";
import {
  civilOf,
  epochDayFromIso,
  epochDayOf,
  isoFromEpochDay,
  minuteFromTime,
  timeFromMinute,
  weekdayIndexOf,
  weekdayOf,
} from "./calendar.ts";

test("dates, weekdays and their texts agree with Temporal over eight centuries", () => {
  const epoch = Temporal.PlainDate.from("1970-01-01");
  const check = fc.property(fc.integer({ min: -146_097, max: 146_097 }), (epochDay) => {
    const expected = epoch.add({ days: epochDay });
    expect(civilOf(epochDay)).toEqual({ year: expected.year, month: expected.month, day: expected.day });
    expect(epochDayOf(expected.year, expected.month, expected.day)).toBe(epochDay);
    expect(weekdayIndexOf(epochDay)).toBe(expected.dayOfWeek - 1);
    expect(isoFromEpochDay(epochDay)).toBe(expected.toString());
    expect(epochDayFromIso(expected.toString())).toEqual({ ok: true, value: epochDay });
  });
  fc.assert(check, { numRuns: 2_000 });
});

test("the first day of the epoch was a Thursday", () => {
  expect(weekdayOf(0)).toBe("thu");
  expect(weekdayOf(-1)).toBe("wed");
});

test.each(["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "2026-04-31", "tomorrow", ""])(
  "the date %j is refused rather than rolled over",
  (text) => {
    expect(epochDayFromIso(text)).toEqual({ ok: false, error: { code: "date_invalid", text } });
  },
);

test("29 February exists in leap years only", () => {
  expect(epochDayFromIso("2028-02-29").ok).toBe(true);
  expect(epochDayFromIso("2100-02-29").ok).toBe(false);
  expect(epochDayFromIso("2000-02-29").ok).toBe(true);
});

test("a time of day is read and written as HH:MM", () => {
  expect(minuteFromTime("09:05")).toEqual({ ok: true, value: 545 });
  expect(timeFromMinute(545)).toBe("09:05");
  expect(timeFromMinute(1440)).toBe("24:00");
});

test.each(["24:00", "9:05", "09:60", "09.05", "09:05:00", " 09:05", ""])("the time of day %j is refused", (text) => {
  expect(minuteFromTime(text)).toEqual({ ok: false, error: { code: "time_invalid", text } });
});
