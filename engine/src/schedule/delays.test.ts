import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstInstantOf, type Temporal, zonedAt } from "../../../tests/support/temporal-oracle.ts";
import { zoneAndInstant } from "../../../tests/support/time-arbitraries.ts";
import {
  asInstant,
  DAY_MS,
  epochDayFromIso,
  epochDayOf,
  findZone,
  instantFromIso,
  isoFromInstant,
  must,
  WEEKDAYS,
  type Zone,
} from "../base/index.ts";
import { addBusinessDays, afterDelay, checkDelay, DELAY_UNITS, type Delay, LONGEST_DELAY_DAYS } from "./delays.ts";
import { compileHolidays } from "./holidays.ts";

const zone = (name: string): Zone => must(findZone(name), name);
const holidaysOf = (...dates: string[]) => compileHolidays(dates.map((date) => must(epochDayFromIso(date), date)));

/** The end of a delay from a local or UTC text, as a UTC text. */
function after(delay: Delay, from: string, name: string, ...holidays: string[]): string {
  return isoFromInstant(afterDelay(delay, must(instantFromIso(from), from), zone(name), holidaysOf(...holidays)));
}

describe("elapsed time", () => {
  test("hours are counted through a change of the clocks", () => {
    // 20:00 on Saturday evening plus 12 hours is 09:00, not 08:00, on the short Sunday.
    expect(after({ value: 12, unit: "hours" }, "2026-03-08T01:00:00Z", "America/New_York")).toBe(
      "2026-03-08T13:00:00.000Z",
    );
  });

  test("a delay of nothing is over at once, also on a holiday and in a repeated hour", () => {
    for (const unit of DELAY_UNITS) {
      for (const from of ["2026-11-01T06:30:00.123Z", "2026-11-07T12:00:00.001Z"]) {
        expect(after({ value: 0, unit }, from, "America/New_York", "2026-11-01", "2026-11-07")).toBe(from);
      }
    }
  });
});

describe("calendar time", () => {
  test("days keep the local hour through a change of the clocks", () => {
    expect(after({ value: 1, unit: "days" }, "2026-03-07T14:15:30Z", "America/New_York")).toBe(
      "2026-03-08T13:15:30.000Z",
    );
    expect(after({ value: 1, unit: "weeks" }, "2026-10-29T13:00:00Z", "America/New_York")).toBe(
      "2026-11-05T14:00:00.000Z",
    );
  });

  test("a day later at an hour that is skipped is the next valid minute", () => {
    expect(after({ value: 1, unit: "days" }, "2026-03-07T07:30:00Z", "America/New_York")).toBe(
      "2026-03-08T07:00:00.000Z",
    );
  });

  test("a day later at an hour that comes twice is its first pass", () => {
    expect(after({ value: 1, unit: "days" }, "2026-10-31T05:30:00Z", "America/New_York")).toBe(
      "2026-11-01T05:30:00.000Z",
    );
  });

  test("a year of days crosses 29 February as any other day", () => {
    expect(after({ value: 2, unit: "days" }, "2028-02-28T12:00:00Z", "UTC")).toBe("2028-03-01T12:00:00.000Z");
    expect(after({ value: 1, unit: "days" }, "2026-12-31T12:00:00Z", "UTC")).toBe("2027-01-01T12:00:00.000Z");
  });
});

describe("business days", () => {
  test("two business days after Thursday is Monday, and after Saturday is Tuesday", () => {
    expect(after({ value: 2, unit: "businessDays" }, "2026-11-05T09:00:00Z", "UTC")).toBe("2026-11-09T09:00:00.000Z");
    expect(after({ value: 2, unit: "businessDays" }, "2026-11-07T09:00:00Z", "UTC")).toBe("2026-11-10T09:00:00.000Z");
  });

  test("holidays do not count, whether or not they fall on a weekend", () => {
    const holidays = ["2026-12-24", "2026-12-25", "2026-12-26", "2027-01-01"];
    expect(after({ value: 1, unit: "businessDays" }, "2026-12-23T09:00:00Z", "UTC", ...holidays)).toBe(
      "2026-12-28T09:00:00.000Z",
    );
    expect(after({ value: 5, unit: "businessDays" }, "2026-12-23T09:00:00Z", "UTC", ...holidays)).toBe(
      "2027-01-04T09:00:00.000Z",
    );
  });

  test("weekends are those of the zone, not of UTC", () => {
    // Friday 20:00 UTC is Saturday morning in Auckland.
    expect(after({ value: 1, unit: "businessDays" }, "2026-11-06T20:00:00Z", "Pacific/Auckland")).toBe(
      "2026-11-08T20:00:00.000Z",
    );
  });

  test("counted business days are business days, and as many as asked lie between", () => {
    const check = fc.property(
      fc.integer({ min: 15_000, max: 40_000 }),
      fc.nat({ max: 60 }),
      fc.uniqueArray(fc.nat({ max: 90 })),
      (day, count, offsets) => {
        const holidays = compileHolidays(offsets.map((offset) => day + offset));
        const reached = addBusinessDays(day, count, holidays);
        const isFree = (candidate: number) => (candidate + 3) % 7 > 4 || holidays.days.has(candidate);
        const passed = Array.from({ length: reached - day }, (_, at) => day + at + 1).filter((each) => !isFree(each));
        expect(passed.length).toBe(count);
        if (count > 0) expect(isFree(reached)).toBe(false);
      },
    );
    fc.assert(check, { numRuns: 1_000 });
  });
});

describe("the next local time", () => {
  test("nine o'clock is today's when it is still to come, else tomorrow's", () => {
    const nine: Delay = { at: { time: "09:00" } };
    expect(after(nine, "2026-11-05T07:59:59.999Z", "Europe/Berlin")).toBe("2026-11-05T08:00:00.000Z");
    expect(after(nine, "2026-11-05T08:00:00Z", "Europe/Berlin")).toBe("2026-11-06T08:00:00.000Z");
  });

  test("Monday at nine from Monday at ten is a week later", () => {
    const monday: Delay = { at: { weekday: "mon", time: "09:00" } };
    expect(after(monday, "2026-11-02T09:00:00Z", "Europe/Berlin")).toBe("2026-11-09T08:00:00.000Z");
    expect(after(monday, "2026-11-02T07:00:00Z", "Europe/Berlin")).toBe("2026-11-02T08:00:00.000Z");
  });

  test("a time that comes twice happens once", () => {
    const half: Delay = { at: { time: "01:30" } };
    expect(after(half, "2026-11-01T05:00:00Z", "America/New_York")).toBe("2026-11-01T05:30:00.000Z");
    // Between the two passes, and in the second: tomorrow.
    expect(after(half, "2026-11-01T05:30:00Z", "America/New_York")).toBe("2026-11-02T06:30:00.000Z");
    expect(after(half, "2026-11-01T06:15:00Z", "America/New_York")).toBe("2026-11-02T06:30:00.000Z");
  });

  test("a time that is skipped happens at the next valid minute", () => {
    expect(after({ at: { time: "02:30" } }, "2026-03-08T05:00:00Z", "America/New_York")).toBe(
      "2026-03-08T07:00:00.000Z",
    );
  });
});

describe("checking delays", () => {
  test.each([
    [{ value: -1, unit: "days" }, "value"],
    [{ value: 1.5, unit: "hours" }, "value"],
    [{ value: Number.NaN, unit: "hours" }, "value"],
    [{ value: 1, unit: "months" }, "unit"],
    [{ value: 1, unit: "toString" }, "unit"],
    [{ value: LONGEST_DELAY_DAYS + 1, unit: "days" }, "too_long"],
    [{ value: 1e300, unit: "weeks" }, "too_long"],
    [{ at: { weekday: "monday", time: "09:00" } }, "weekday"],
  ])("the delay %j is refused for its %s", (delay, reason) => {
    expect(checkDelay(delay as Delay)).toEqual({ ok: false, error: { code: "delay_invalid", reason } });
    expect(() => after(delay as Delay, "2026-11-05T07:00:00Z", "UTC")).toThrow(/delay_invalid/);
  });

  test("a delay until a time that no clock shows is refused", () => {
    expect(checkDelay({ at: { time: "24:00" } })).toEqual({
      ok: false,
      error: { code: "time_invalid", text: "24:00" },
    });
  });

  test("the longest delay of every unit can be counted and is ten years at most", () => {
    const from = "2026-11-05T12:00:00Z";
    const longest = { minutes: 5_256_000, hours: 87_600, days: 3_650, weeks: 521, businessDays: 2_607 };
    for (const unit of DELAY_UNITS) {
      expect(checkDelay({ value: longest[unit], unit }).ok).toBe(true);
      expect(checkDelay({ value: longest[unit] + 1, unit }).ok).toBe(false);
      expect(after({ value: longest[unit], unit }, from, "Europe/Berlin") < "2036-11-05").toBe(true);
    }
  });
});

describe("delays against Temporal", () => {
  const twoDigits = (count: number) => String(count).padStart(2, "0");
  const anyTime = fc
    .tuple(fc.oneof(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 3 })), fc.integer({ min: 0, max: 59 }))
    .map(([hour, minute]) => `${twoDigits(hour)}:${twoDigits(minute)}`);

  test("elapsed and calendar delays agree with Temporal for 12,000 random zones and instants", () => {
    const anyCount = fc.oneof(fc.nat({ max: 5 }), fc.nat({ max: 500 }));
    const check = fc.property(
      zoneAndInstant,
      anyCount,
      fc.constantFrom("minutes", "hours", "days", "weeks"),
      ([name, epochMs], value, unit) => {
        const start = zonedAt(name, epochMs);
        const isElapsed = unit === "minutes" || unit === "hours";
        const expected = isElapsed
          ? start.add({ [unit]: value }).epochMilliseconds
          : Math.max(epochMs, firstInstantOf(name, start.toPlainDateTime().add({ [unit]: value })));
        expect(afterDelay({ value, unit }, asInstant(epochMs), zone(name))).toBe(expected);
      },
    );
    fc.assert(check, { numRuns: 12_000 });
  });

  test("business days agree with a day-by-day count by Temporal for 3,000 random zones and instants", () => {
    const check = fc.property(
      zoneAndInstant,
      fc.integer({ min: 1, max: 15 }),
      fc.uniqueArray(fc.nat({ max: 30 })),
      ([name, epochMs], value, offsets) => {
        const start = zonedAt(name, epochMs);
        const free = new Set(offsets.map((days) => start.toPlainDate().add({ days }).toString()));
        let reached: Temporal.PlainDateTime = start.toPlainDateTime();
        for (let left = value; left > 0; ) {
          reached = reached.add({ days: 1 });
          if (reached.dayOfWeek <= 5 && !free.has(reached.toPlainDate().toString())) left -= 1;
        }
        const { year, month, day } = start;
        const holidays = compileHolidays(offsets.map((offset) => epochDayOf(year, month, day) + offset));
        expect(afterDelay({ value, unit: "businessDays" }, asInstant(epochMs), zone(name), holidays)).toBe(
          firstInstantOf(name, reached),
        );
      },
    );
    fc.assert(check, { numRuns: 3_000 });
  });

  test("the next local time agrees with Temporal for 8,000 random zones and instants", () => {
    const anyWeekday = fc.option(fc.constantFrom(...WEEKDAYS), { nil: undefined });
    const check = fc.property(zoneAndInstant, anyTime, anyWeekday, ([name, epochMs], time, weekday) => {
      const today = zonedAt(name, epochMs).toPlainDate().subtract({ days: 1 });
      const candidates: number[] = [];
      for (let days = 0; days < 16; days += 1) {
        const date = today.add({ days });
        if (weekday !== undefined && WEEKDAYS[date.dayOfWeek - 1] !== weekday) continue;
        candidates.push(firstInstantOf(name, date.toPlainDateTime(time)));
      }
      const expected = Math.min(...candidates.filter((candidate) => candidate > epochMs));
      const at = weekday === undefined ? { time } : { weekday, time };
      const found = afterDelay({ at }, asInstant(epochMs), zone(name));
      expect(found).toBe(expected);
      expect(found - epochMs).toBeLessThanOrEqual(8 * DAY_MS);
    });
    fc.assert(check, { numRuns: 8_000 });
  });
});
