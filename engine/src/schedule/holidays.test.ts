import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstInside, stretchesAround, withoutDates, zonedAt } from "../../../tests/support/temporal-oracle.ts";
import { anyWindows, zoneAndInstant } from "../../../tests/support/time-arbitraries.ts";
import {
  asInstant,
  epochDayFromIso,
  epochDayOf,
  findZone,
  type Instant,
  instantFromIso,
  isoFromEpochDay,
  isoFromInstant,
  must,
  WEEKDAYS,
} from "../base/index.ts";
import { afterDelay } from "./delays.ts";
import { compileHolidays, type Holidays, holidaysIn, NO_HOLIDAYS, resolveCalendar } from "./holidays.ts";
import { holidayRegions } from "./public-holiday-tables.ts";
import { countryOfZone, daysOfRegion, holidayCountries } from "./public-holidays.ts";
import { compileWindows, isOpen, nextOpen, openUntil } from "./windows.ts";

const zone = (name: string) => must(findZone(name), name);
const at = (text: string): Instant => must(instantFromIso(text), text);
const dayOf = (date: string) => must(epochDayFromIso(date), date);
const holidays = (...dates: string[]): Holidays => compileHolidays(dates.map(dayOf));
const weekly = (days: readonly (typeof WEEKDAYS)[number][], start: string, end: string) =>
  must(compileWindows([{ days, start, end }]), "windows");
const office = weekly(["mon", "tue", "wed", "thu", "fri"], "09:00", "17:00");
const BERLIN = zone("Europe/Berlin");
const settings = { timezone: "Europe/Berlin" } as never as Parameters<typeof holidaysIn>[0]["settings"];

describe("a window on holidays", () => {
  const christmas = holidays("2026-12-24", "2026-12-25");

  test("stays closed all day, and mail goes on with the next business day's opening", () => {
    expect(isoFromInstant(nextOpen(office, BERLIN, at("2026-12-24T10:00:00Z"), christmas))).toBe(
      "2026-12-28T08:00:00.000Z",
    );
    expect(isOpen(office, BERLIN, at("2026-12-24T10:00:00Z"), christmas)).toBe(false);
    expect(isOpen(office, BERLIN, at("2026-12-24T10:00:00Z"))).toBe(true);
  });

  test("that runs over midnight is cut where the holiday begins and goes on where it ends", () => {
    const nights = weekly(WEEKDAYS, "22:00", "06:00");
    const one = holidays("2026-12-25");
    expect(isoFromInstant(openUntil(nights, BERLIN, at("2026-12-24T21:30:00Z"), one))).toBe("2026-12-24T23:00:00.000Z");
    expect(isoFromInstant(nextOpen(nights, BERLIN, at("2026-12-24T23:00:00Z"), one))).toBe("2026-12-25T23:00:00.000Z");
  });

  test("that is open at any hour closes for the holiday only", () => {
    const always = weekly(WEEKDAYS, "00:00", "24:00");
    expect(isoFromInstant(openUntil(always, BERLIN, at("2026-12-01T12:00:00Z"), christmas))).toBe(
      "2026-12-23T23:00:00.000Z",
    );
    expect(isoFromInstant(nextOpen(always, BERLIN, at("2026-12-24T12:00:00Z"), christmas))).toBe(
      "2026-12-25T23:00:00.000Z",
    );
  });

  test("opens after a holiday whose end falls into a skipped midnight", () => {
    // Havana skips 00:00–01:00 on 8 March 2026; the 7th is a holiday.
    const always = weekly(WEEKDAYS, "00:00", "24:00");
    const open = nextOpen(always, zone("America/Havana"), at("2026-03-07T12:00:00Z"), holidays("2026-03-07"));
    expect(isoFromInstant(open)).toBe("2026-03-08T05:00:00.000Z");
  });
});

describe("whose holidays", () => {
  test("a calendar of countries and own days is the same for everybody", () => {
    const calendar = resolveCalendar({
      id: "c",
      regions: ["DE-BY"],
      byContactRegion: false,
      days: [dayOf("2026-12-24")],
    });
    for (const name of ["Europe/Berlin", "America/New_York"]) {
      const { days } = holidaysIn({ settings: { ...settings, holidays: calendar } }, zone(name));
      expect([...days].map(isoFromEpochDay)).toEqual(
        expect.arrayContaining(["2026-01-06", "2026-12-24", "2026-12-25"]),
      );
      expect(days.has(dayOf("2026-11-26"))).toBe(false);
    }
  });

  test("a calendar by region follows the country of each person's zone, else its own countries", () => {
    const calendar = resolveCalendar({
      id: "c",
      regions: ["FR"],
      byContactRegion: true,
      days: [dayOf("2026-12-24")],
    });
    const rests = (name: string) => {
      const { days } = holidaysIn({ settings: { ...settings, holidays: calendar } }, zone(name));
      return ["2026-07-14", "2026-10-03", "2026-11-26", "2026-12-24"].filter((date) => days.has(dayOf(date)));
    };
    expect(rests("America/Chicago")).toEqual(["2026-11-26", "2026-12-24"]);
    expect(rests("Europe/Berlin")).toEqual(["2026-10-03", "2026-12-24"]);
    // Neither has a table: a country without one, and a zone that lies nowhere.
    expect(rests("Africa/Lagos")).toEqual(["2026-07-14", "2026-12-24"]);
    expect(rests("UTC")).toEqual(["2026-07-14", "2026-12-24"]);
  });

  test("a version that was published before there were calendars has no holidays", () => {
    expect(holidaysIn({ settings }, BERLIN)).toBe(NO_HOLIDAYS);
    expect(holidaysIn({ settings: { ...settings, holidays: null } }, BERLIN)).toBe(NO_HOLIDAYS);
  });
});

describe("the table of public holidays", () => {
  test("holds thirty countries with at least five days in each year to 2032", () => {
    expect(holidayCountries).toHaveLength(30);
    for (const region of holidayRegions) {
      for (let year = 2025; year <= 2032; year += 1) {
        const [from, to] = [epochDayOf(year, 1, 1), epochDayOf(year, 12, 31)];
        const days = daysOfRegion(region).filter((day) => from <= day && day <= to);
        expect(days.length, `${region} ${year}`).toBeGreaterThanOrEqual(5);
        expect(days.includes(from), `${region} ${year}`).toBe(true);
        expect(days).toEqual([...new Set(days)].toSorted((a, b) => a - b));
      }
    }
  });

  test.each([
    ["US", "2026-11-26", true],
    ["US", "2026-12-26", false],
    ["DE", "2026-10-03", true],
    ["DE", "2026-08-15", false],
    ["DE-BY", "2026-01-06", true],
    ["DE-BE", "2026-01-06", false],
    ["DE-BE", "2026-03-08", true],
    ["GB-SCT", "2026-11-30", true],
    ["FR", "2027-07-14", true],
    ["JP", "2026-05-06", true],
    ["RO", "2026-01-02", true],
    ["NO", "2028-05-17", true],
  ] as const)("says of %s on %s: %s", (region, date, isFree) => {
    expect(daysOfRegion(region).includes(dayOf(date))).toBe(isFree);
  });

  test.each([
    ["America/Los_Angeles", "US"],
    ["US/Eastern", "US"],
    ["Europe/Berlin", "DE"],
    ["Europe/Stockholm", "SE"],
    ["Europe/Zurich", "CH"],
    ["America/Toronto", "CA"],
    ["Asia/Kolkata", undefined],
    ["CET", undefined],
  ])("puts the zone %s into %s", (name, country) => {
    expect(countryOfZone(zone(name))).toBe(country);
  });
});

describe("holidays against Temporal", () => {
  const anyOffsets = fc.uniqueArray(fc.integer({ min: -3, max: 12 }), { minLength: 1, maxLength: 9 });

  test("openings, their ends and business days agree for 6,000 random zones, instants, windows and holidays", () => {
    const check = fc.property(zoneAndInstant, anyWindows, anyOffsets, ([name, epochMs], windows, offsets) => {
      const today = zonedAt(name, epochMs).toPlainDate();
      const dates = offsets.map((days) => today.add({ days }));
      const free = compileHolidays(dates.map(({ year, month, day }) => epochDayOf(year, month, day)));
      const compiled = must(compileWindows(windows), "windows");
      const open = withoutDates(stretchesAround(windows, name, epochMs, 32), name, dates);

      const found = nextOpen(compiled, zone(name), asInstant(epochMs), free);
      expect(found).toBe(firstInside(open, epochMs));
      expect(isOpen(compiled, zone(name), found, free)).toBe(true);

      const horizon = epochMs + 14 * 86_400_000;
      let closes: number = found;
      for (const [from, to] of open.toSorted((a, b) => a[0] - b[0])) if (from <= closes) closes = Math.max(closes, to);
      expect(Math.min(openUntil(compiled, zone(name), found, free), horizon)).toBe(Math.min(closes, horizon));

      const counted = zonedAt(
        name,
        afterDelay({ value: 1, unit: "businessDays" }, asInstant(epochMs), zone(name), free),
      );
      let next = today.add({ days: 1 });
      while (next.dayOfWeek > 5 || dates.some((date) => date.equals(next))) next = next.add({ days: 1 });
      // A skipped midnight or day leads into the next one.
      expect(counted.toPlainDate().since(next).days).toBeLessThanOrEqual(1);
      expect(counted.toPlainDate().since(next).days).toBeGreaterThanOrEqual(0);
    });
    fc.assert(check, { numRuns: 6_000 });
  });
});
