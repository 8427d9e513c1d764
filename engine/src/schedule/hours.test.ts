import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstInside, stretchesAround, withoutDates, zonedAt } from "../../../tests/support/temporal-oracle.ts";
import { anyWindows, anyZone, zoneAndInstant } from "../../../tests/support/time-arbitraries.ts";
import {
  asInstant,
  DAY_MS,
  epochDayOf,
  findZone,
  type Instant,
  instantFromIso,
  isoFromInstant,
  must,
} from "../base/index.ts";
import { type Definition, openToAll } from "../sequence/index.ts";
import { compileHolidays } from "./holidays.ts";
import {
  closesAt,
  compileWorkday,
  findMeeting,
  findMeetingOfYear,
  findOpening,
  type Workday,
  workdayProblem,
} from "./hours.ts";
import { compileWindows, isOpen } from "./windows.ts";

const at = (text: string): Instant => must(instantFromIso(text), text);
const zone = (name: string) => must(findZone(name), name);
const weekdays = ["mon", "tue", "wed", "thu", "fri"] as const;
const office: Workday = { timezone: null, days: weekdays, start: "09:00", end: "17:00" };
const windowIn = (name: string, start: string, end: string) => ({
  windows: must(compileWindows([{ days: weekdays, start, end }]), "windows"),
  zone: zone(name),
});

describe("the window and the workday", () => {
  const newYork = windowIn("America/New_York", "09:00", "17:00");
  const berlin = compileWorkday({ zone: "Europe/Berlin", workday: office });

  test("must both be open, each in its own zone", () => {
    const hours = { window: newYork, workday: berlin };
    const opening = findOpening(hours, at("2026-11-24T08:00:00Z"));
    expect(isoFromInstant(opening.at)).toBe("2026-11-24T14:00:00.000Z");
    expect(isoFromInstant(closesAt(hours, opening.at))).toBe("2026-11-24T16:00:00.000Z");
    // Noon in New York is past five in Berlin: the next morning in New York.
    const late = findOpening(hours, at("2026-11-24T17:00:00Z"));
    expect(late).toEqual({
      at: at("2026-11-25T14:00:00Z"),
      waits: [{ code: "workday", until: at("2026-11-25T14:00:00Z") }],
    });
  });

  test("without a workday leave the window alone to decide", () => {
    expect(compileWorkday({ zone: "Europe/Berlin", workday: null })).toBeNull();
    expect(isoFromInstant(findOpening({ window: newYork, workday: null }, at("2026-11-24T17:00:00Z")).at)).toBe(
      "2026-11-24T17:00:00.000Z",
    );
  });

  test("of a zone of its own are read there, and of no zone in the account's", () => {
    const inZone = (timezone: string | null) =>
      compileWorkday({ zone: "Europe/Berlin", workday: { ...office, timezone } });
    expect(inZone(null)?.zone).toBe("Europe/Berlin");
    expect(inZone("Asia/Tokyo")?.zone).toBe("Asia/Tokyo");
  });

  test("are explained in the order in which they were waited for: window, holiday, workday", () => {
    const thanksgiving = compileHolidays([epochDayOf(2026, 11, 26)]);
    const hours = {
      window: { ...newYork, holidays: thanksgiving },
      workday: compileWorkday({ zone: "UTC", workday: { ...office, start: "16:00" } }),
    };
    expect(findOpening(hours, at("2026-11-26T03:00:00Z")).waits).toEqual([
      { code: "window", until: at("2026-11-26T14:00:00Z") },
      { code: "holiday", until: at("2026-11-27T14:00:00Z") },
      { code: "workday", until: at("2026-11-27T16:00:00Z") },
    ]);
  });

  test("that never meet are given up after five weeks", () => {
    const hours = {
      window: windowIn("UTC", "09:00", "10:00"),
      workday: compileWorkday({ zone: "UTC", workday: { ...office, start: "10:00" } }),
    };
    expect(findMeeting(hours, at("2026-11-24T00:00:00Z"))).toBeNull();
    expect(findOpening(hours, at("2026-11-24T00:00:00Z")).at).toBe(at("2026-11-24T00:00:00Z") + 35 * DAY_MS);
  });

  test("that meet in a few weeks of the year are known by their date, and those that never do by none", () => {
    const newYork = windowIn("America/New_York", "09:00", "10:00");
    const berlin = (start: string, end: string) =>
      compileWorkday({ zone: "Europe/Berlin", workday: { ...office, start, end } });
    const now = at("2026-11-24T00:00:00Z");
    expect(findMeeting({ window: newYork, workday: berlin("14:00", "15:00") }, now)).toBeNull();
    // Summer begins in America on March 14, 2027, a Sunday, and in Europe two weeks later.
    expect(findMeetingOfYear({ window: newYork, workday: berlin("14:00", "15:00") }, now)).toBe(
      at("2027-03-15T13:00:00Z"),
    );
    expect(findMeetingOfYear({ window: newYork, workday: berlin("11:00", "12:00") }, now)).toBeNull();
  });

  test("agree with Temporal for 3,000 random pairs, zones, instants and holidays", () => {
    const anyOffsets = fc.uniqueArray(fc.integer({ min: -2, max: 9 }), { maxLength: 6 });
    const check = fc.property(
      zoneAndInstant,
      anyZone,
      fc.tuple(anyWindows, anyWindows),
      anyOffsets,
      ([name, epochMs], otherName, [windows, others], offsets) => {
        const workday = { timezone: null, ...(others[0] as (typeof others)[number]) };
        const today = zonedAt(name, epochMs).toPlainDate();
        const dates = offsets.map((days) => today.add({ days }));
        const a = withoutDates(stretchesAround(windows, name, epochMs, 40), name, dates);
        const b = stretchesAround([workday], otherName, epochMs, 40);
        const both = a.flatMap(([from, to]) =>
          b.map(([start, end]) => [Math.max(from, start), Math.min(to, end)] as const).filter(([x, y]) => x < y),
        );
        const holidays = compileHolidays(dates.map(({ year, month, day }) => epochDayOf(year, month, day)));
        const window = { windows: must(compileWindows(windows), "windows"), zone: zone(name), holidays };
        const hours = { window, workday: compileWorkday({ zone: otherName, workday }) };
        const expected = firstInside(both, epochMs);
        const found = findMeeting(hours, asInstant(epochMs));
        expect(found ?? Number.POSITIVE_INFINITY).toBe(
          expected <= epochMs + 35 * DAY_MS ? expected : Number.POSITIVE_INFINITY,
        );
        if (found === null) return;
        expect(findOpening(hours, asInstant(epochMs)).at).toBe(found);
        const closes = closesAt(hours, found);
        expect(closes).toBeGreaterThan(found);
        expect(
          isOpen(window.windows, window.zone, closes, holidays) &&
            isOpen((hours.workday as typeof window).windows, zone(otherName), closes),
        ).toBe(false);
      },
    );
    fc.assert(check, { numRuns: 3_000 });
  });
});

describe("a window that no workday meets", () => {
  const settings = (over: Partial<Definition["settings"]> = {}) => ({
    settings: {
      timezone: "UTC",
      timezoneMode: "sequence",
      windows: [{ days: weekdays, start: "09:00", end: "10:00" }],
      replyHandling: "stop",
      bounceHandling: "stop",
      tracking: { opens: true, clicks: true },
      ...openToAll,
      ...over,
    } satisfies Definition["settings"],
  });
  const evening = { zone: "UTC", workday: { ...office, start: "18:00", end: "20:00" } };
  const now = at("2026-11-24T00:00:00Z");

  test("is a problem, which an admin may let pass only where people have zones of their own", () => {
    expect(workdayProblem(settings(), [evening], now)).toMatchObject({
      code: "window-unreachable",
      pointer: "/settings",
      overridable: false,
    });
    expect(workdayProblem(settings({ timezoneMode: "contact" }), [evening], now)).toMatchObject({ overridable: true });
  });

  test("is none as soon as one account meets it, has no workday, or there is no account at all", () => {
    expect(workdayProblem(settings(), [evening, { zone: "UTC", workday: office }], now)).toBeNull();
    expect(workdayProblem(settings(), [evening, { zone: "UTC", workday: null }], now)).toBeNull();
    expect(workdayProblem(settings(), [], now)).toBeNull();
  });

  test("is none where summer time lets them meet for a few weeks of the year", () => {
    const newYork = settings({ timezone: "America/New_York" });
    const berlin = { zone: "Europe/Berlin", workday: { ...office, start: "14:00", end: "15:00" } };
    expect(workdayProblem(newYork, [berlin], now)).toBeNull();
  });
});
