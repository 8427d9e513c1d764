import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  nextOpenByTemporal,
  offsetChanges,
  stretchesAround,
  TRICKY_ZONES,
} from "../../../tests/support/temporal-oracle.ts";
import { anyWindows, anyZone, zoneAndInstant } from "../../../tests/support/time-arbitraries.ts";
import {
  asInstant,
  DAY_MS,
  END_OF_TIME,
  findZone,
  type Instant,
  instantFromIso,
  isoFromInstant,
  must,
  WEEKDAYS,
  type Zone,
} from "../base/index.ts";
import {
  compileWindows,
  isOpen,
  minutesOpenPerWeek,
  nextOpen,
  nextOpenInBoth,
  openUntil,
  type Window,
} from "./windows.ts";

const zone = (name: string): Zone => must(findZone(name), name);
const at = (text: string): Instant => must(instantFromIso(text), text);
const compile = (...windows: Window[]) => must(compileWindows(windows), "windows");
const weekly = (days: Window["days"], start: string, end: string) => ({ days, start, end });
const WORKDAYS = ["mon", "tue", "wed", "thu", "fri"] as const;
const NEW_YORK = zone("America/New_York");
const BERLIN = zone("Europe/Berlin");

describe("checking windows", () => {
  test.each([
    ["start equal to end", [weekly(["mon"], "09:00", "09:00")]],
    ["midnight to midnight written 00:00", [weekly(["mon"], "00:00", "00:00")]],
    ["no day", [weekly([], "09:00", "17:00")]],
    ["no window", []],
  ])("a window with %s never opens and is refused", (_, windows) => {
    expect(compileWindows(windows)).toEqual({ ok: false, error: { code: "window_empty", index: 0 } });
  });

  test("a window with a time that no clock shows is refused with its place", () => {
    const fine = weekly(["mon"], "09:00", "17:00");
    expect(compileWindows([fine, weekly(["tue"], "9:00", "17:00")])).toEqual({
      ok: false,
      error: { code: "time_invalid", index: 1, text: "9:00" },
    });
    expect(compileWindows([weekly(["tue"], "24:00", "25:00")]).ok).toBe(false);
    expect(compileWindows([weekly(["tue"], "09:00", "24:01")]).ok).toBe(false);
    expect(compileWindows([weekly(["tuesday" as "tue"], "09:00", "17:00")])).toEqual({
      ok: false,
      error: { code: "weekday_unknown", index: 0, text: "tuesday" },
    });
  });

  test("overlapping and touching windows count their minutes once", () => {
    expect(minutesOpenPerWeek(compile(weekly(WORKDAYS, "09:00", "17:00")))).toBe(5 * 480);
    expect(minutesOpenPerWeek(compile(weekly(["mon"], "09:00", "12:00"), weekly(["mon"], "11:00", "13:00")))).toBe(240);
    expect(minutesOpenPerWeek(compile(weekly(WEEKDAYS, "00:00", "24:00")))).toBe(7 * 1_440);
    expect(minutesOpenPerWeek(compile(weekly(WEEKDAYS, "08:00", "07:59")))).toBe(7 * 1_439);
    expect(minutesOpenPerWeek(compile(weekly(["sun"], "22:00", "06:00"), weekly(["mon"], "05:00", "07:00")))).toBe(540);
    expect(minutesOpenPerWeek(compile(weekly(["sun"], "20:00", "19:00"), weekly(["mon"], "01:00", "02:00")))).toBe(
      23 * 60,
    );
  });
});

describe("opening hours", () => {
  const hours = compile(weekly(WORKDAYS, "09:00", "17:00"));

  test("mail due inside the window may leave at once, also in its first and last millisecond", () => {
    for (const text of ["2026-11-05T14:00:00.000Z", "2026-11-05T18:30:00.000Z", "2026-11-05T21:59:59.999Z"]) {
      expect(nextOpen(hours, NEW_YORK, at(text))).toBe(at(text));
    }
  });

  test("mail due when the window ends waits for the next day's start", () => {
    const end = at("2026-11-05T22:00:00.000Z");
    expect(isOpen(hours, NEW_YORK, end)).toBe(false);
    expect(isoFromInstant(nextOpen(hours, NEW_YORK, end))).toBe("2026-11-06T14:00:00.000Z");
  });

  test("mail due on Friday evening waits for Monday morning", () => {
    expect(isoFromInstant(nextOpen(hours, BERLIN, at("2026-11-06T17:00:00Z")))).toBe("2026-11-09T08:00:00.000Z");
  });

  test("a window over midnight belongs to the day on which it starts", () => {
    const nights = compile(weekly(["fri"], "22:00", "06:00"));
    expect(isOpen(nights, BERLIN, at("2026-11-07T04:59:00Z"))).toBe(true);
    expect(isOpen(nights, BERLIN, at("2026-11-06T04:59:00Z"))).toBe(false);
    expect(isoFromInstant(openUntil(nights, BERLIN, at("2026-11-06T22:00:00Z")))).toBe("2026-11-07T05:00:00.000Z");
  });

  test("a window until 24:00 touches the next day's from 00:00", () => {
    const weekend = compile(weekly(["sat", "sun"], "00:00", "24:00"));
    expect(isoFromInstant(openUntil(weekend, BERLIN, at("2026-11-07T12:00:00Z")))).toBe("2026-11-08T23:00:00.000Z");
  });

  test("a window over Sunday's midnight is still open on Monday", () => {
    const nights = compile(weekly(["sun"], "22:00", "06:00"));
    const monday = at("2026-11-09T03:00:00Z");
    expect(nextOpen(nights, BERLIN, monday)).toBe(monday);
    expect(isoFromInstant(openUntil(nights, BERLIN, monday))).toBe("2026-11-09T05:00:00.000Z");
  });

  test("a window at any hour never closes, and a closed one is open until now", () => {
    const always = compile(weekly(WEEKDAYS, "12:00", "12:01"), weekly(WEEKDAYS, "12:01", "12:00"));
    expect(openUntil(always, NEW_YORK, at("2026-11-01T06:30:00Z"))).toBe(END_OF_TIME);
    expect(openUntil(hours, BERLIN, at("2026-11-07T12:00:00Z"))).toBe(at("2026-11-07T12:00:00Z"));
  });
});

describe("clocks that change", () => {
  const open = (windows: Window[], name: string, from: string) =>
    isoFromInstant(nextOpen(compile(...windows), zone(name), at(from)));

  test("a repeated hour opens once", () => {
    const hour = compile(weekly(["sun"], "01:00", "01:30"));
    expect(isOpen(hour, NEW_YORK, at("2026-11-01T05:15:00Z"))).toBe(true);
    expect(isOpen(hour, NEW_YORK, at("2026-11-01T06:15:00Z"))).toBe(false);
    expect(isoFromInstant(nextOpen(hour, NEW_YORK, at("2026-11-01T05:30:00Z")))).toBe("2026-11-08T06:00:00.000Z");
  });

  test("a window around a repeated hour stays open through both passes", () => {
    const night = compile(weekly(["sun"], "00:30", "02:00"));
    expect(isoFromInstant(openUntil(night, NEW_YORK, at("2026-11-01T05:00:00Z")))).toBe("2026-11-01T07:00:00.000Z");
  });

  test("a window that starts in a skipped hour opens at the next valid minute", () => {
    expect(open([weekly(["sun"], "02:30", "05:00")], "America/New_York", "2026-03-08T05:00:00Z")).toBe(
      "2026-03-08T07:00:00.000Z",
    );
  });

  test("a window swallowed by a skipped hour gives way to the next one", () => {
    const swallowed = weekly(["sun"], "02:10", "02:50");
    expect(open([swallowed], "America/New_York", "2026-03-08T05:00:00Z")).toBe("2026-03-15T06:10:00.000Z");
    expect(open([swallowed, weekly(["sun"], "20:00", "21:00")], "America/New_York", "2026-03-08T05:00:00Z")).toBe(
      "2026-03-09T00:00:00.000Z",
    );
  });

  test("a day skipped at the date line has no opening", () => {
    // Samoa went from Thursday 29 to Saturday 31 December 2011.
    expect(open([weekly(["fri"], "09:00", "17:00")], "Pacific/Apia", "2011-12-30T00:00:00Z")).toBe(
      "2012-01-05T19:00:00.000Z",
    );
  });

  test("windows that touch across a skipped hour are one opening", () => {
    const pair = compile(weekly(["sun"], "01:00", "02:10"), weekly(["sun"], "02:50", "04:00"));
    expect(isoFromInstant(openUntil(pair, NEW_YORK, at("2026-03-08T06:00:00Z")))).toBe("2026-03-08T08:00:00.000Z");
  });
});

describe("windows against Temporal", () => {
  test("the next opening agrees with Temporal for 20,000 random windows, zones and instants", () => {
    const check = fc.property(zoneAndInstant, anyWindows, ([name, epochMs], windows) => {
      const found = nextOpen(compile(...windows), zone(name), asInstant(epochMs));
      expect(found).toBe(nextOpenByTemporal(windows, name, epochMs));
      expect(isOpen(compile(...windows), zone(name), found)).toBe(true);
    });
    fc.assert(check, { numRuns: 20_000 });
  });

  test("the end of an opening agrees with Temporal for 3,000 random windows, zones and instants", () => {
    const check = fc.property(zoneAndInstant, anyWindows, ([name, epochMs], windows) => {
      const compiled = compile(...windows);
      const opens = nextOpen(compiled, zone(name), asInstant(epochMs));
      const closes = openUntil(compiled, zone(name), opens);
      if (minutesOpenPerWeek(compiled) === 7 * 1_440) {
        expect(closes).toBe(END_OF_TIME);
        return;
      }
      const stretches = stretchesAround(windows, name, opens, 20).sort((a, b) => a[0] - b[0]);
      let until: number = opens;
      for (const [from, to] of stretches) if (from <= until) until = Math.max(until, to);
      expect(closes).toBe(until);
      expect(isOpen(compiled, zone(name), closes)).toBe(false);
    });
    fc.assert(check, { numRuns: 3_000 });
  });

  test("every minute around every change of the clocks is open or closed as Temporal says", () => {
    const windows = [
      weekly(WEEKDAYS, "00:00", "00:20"),
      weekly(WEEKDAYS, "01:10", "01:40"),
      weekly(["sun", "sat"], "02:15", "02:45"),
      weekly(["sun"], "23:30", "00:10"),
    ];
    const compiled = compile(...windows);
    for (const name of TRICKY_ZONES) {
      const changes = offsetChanges(name).filter((change) => change > 1_300_000_000_000 && change < 1_800_000_000_000);
      for (const change of changes) {
        const stretches = stretchesAround(windows, name, change, 2);
        for (let epochMs = change - 4 * 3_600_000; epochMs < change + 4 * 3_600_000; epochMs += 300_000) {
          const expected = stretches.some(([opens, closes]) => opens <= epochMs && epochMs < closes);
          expect(isOpen(compiled, zone(name), asInstant(epochMs)), `${name} ${epochMs}`).toBe(expected);
        }
      }
    }
  });
});

describe("two windows that must both be open", () => {
  const workday = (start: string, end: string) => compile(weekly(WORKDAYS, start, end));

  test("a contact in New York is mailed from Berlin in the hours both work", () => {
    const contact = { windows: workday("09:00", "17:00"), zone: NEW_YORK };
    const account = { windows: workday("08:00", "18:00"), zone: BERLIN };
    const found = nextOpenInBoth(contact, account, at("2026-11-05T06:00:00Z"), 7);
    expect(found).toEqual({ ok: true, value: at("2026-11-05T14:00:00Z") });
  });

  test("windows that never meet are unreachable, and the refusal says how far was looked", () => {
    const contact = { windows: workday("09:00", "12:00"), zone: zone("Asia/Tokyo") };
    const account = { windows: workday("09:00", "17:00"), zone: NEW_YORK };
    expect(nextOpenInBoth(contact, account, at("2026-11-05T06:00:00Z"), 366)).toEqual({
      ok: false,
      error: { code: "window_unreachable", horizonDays: 366 },
    });
  });

  test("a meeting beyond the horizon is not reached", () => {
    const both = { windows: workday("09:00", "17:00"), zone: BERLIN };
    const saturday = at("2026-11-07T08:00:00Z");
    expect(nextOpenInBoth(both, both, saturday, 1).ok).toBe(false);
    expect(nextOpenInBoth(both, both, saturday, 2)).toEqual({ ok: true, value: at("2026-11-09T08:00:00Z") });
  });

  test("windows that meet only while two continents disagree about summer time are found", () => {
    // 09:00 in New York is 15:00 in Berlin, but 14:00 in the weeks between the two changes of March.
    const contact = { windows: workday("09:00", "10:00"), zone: NEW_YORK };
    const account = { windows: workday("14:00", "15:00"), zone: BERLIN };
    const found = nextOpenInBoth(contact, account, at("2026-11-05T00:00:00Z"), 366);
    expect(found).toEqual({ ok: true, value: at("2027-03-15T13:00:00Z") });
    expect(nextOpenInBoth(contact, account, at("2026-11-05T00:00:00Z"), 100).ok).toBe(false);
  });

  test("meetings of two windows agree with Temporal for 3,000 random pairs", () => {
    const check = fc.property(zoneAndInstant, anyZone, anyWindows, anyWindows, ([nameA, epochMs], nameB, inA, inB) => {
      const horizonDays = 15;
      const a = stretchesAround(inA, nameA, epochMs, horizonDays + 3);
      const b = stretchesAround(inB, nameB, epochMs, horizonDays + 3);
      let expected = Number.POSITIVE_INFINITY;
      for (const [opensA, closesA] of a) {
        for (const [opensB, closesB] of b) {
          const meets = Math.max(opensA, opensB, epochMs);
          if (meets < Math.min(closesA, closesB)) expected = Math.min(expected, meets);
        }
      }
      const found = nextOpenInBoth(
        { windows: compile(...inA), zone: zone(nameA) },
        { windows: compile(...inB), zone: zone(nameB) },
        asInstant(epochMs),
        horizonDays,
      );
      expect(found.ok ? found.value : Number.POSITIVE_INFINITY).toBe(
        expected <= epochMs + horizonDays * DAY_MS ? expected : Number.POSITIVE_INFINITY,
      );
    });
    fc.assert(check, { numRuns: 3_000 });
  });
});
