import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ALL_ZONES,
  firstInstantOf,
  offsetChanges,
  Temporal,
  TRICKY_ZONES,
  zonedAt,
} from "../../../tests/support/temporal-oracle.ts";
import { zoneAndInstant } from "../../../tests/support/time-arbitraries.ts";
import { DAY_MS, epochDayOf, weekdayIndexOf } from "./calendar.ts";
import { asInstant, instantFromIso, isoFromInstant } from "./instants.ts";
import { must } from "./result.ts";
import {
  findZone,
  isZone,
  SAMPLE_MS,
  toForwardLocalMs,
  toInstant,
  toInstantOfLocalMs,
  toLocal,
  toLocalMs,
  type Zone,
} from "./zones.ts";

const zone = (name: string): Zone => must(findZone(name), name);
const at = (text: string) => must(instantFromIso(text), text);

describe("naming a zone", () => {
  test("a zone may be written in any case and comes back in its own", () => {
    expect([zone("europe/berlin"), zone("europe/berlin")]).toEqual(["Europe/Berlin", "Europe/Berlin"]);
    expect(zone("Asia/Kolkata")).toBe("Asia/Kolkata");
    expect(zone("utc")).toBe("UTC");
  });

  test.each(["", "Mars/Olympus", "+02:00", "-05", " Europe/Berlin", "Europe/Berlin\n", "Europe", "<script>"])(
    "the unknown zone %j is refused as a value, never thrown",
    (name) => {
      expect(findZone(name)).toEqual({ ok: false, error: { code: "zone_unknown", name } });
      expect(isZone(name)).toBe(false);
    },
  );

  test("a zone that is missing altogether is refused instead of meaning the machine's own", () => {
    expect(findZone(undefined as unknown as string).ok).toBe(false);
    expect(findZone(null as unknown as string).ok).toBe(false);
  });

  test("two spellings of one zone tell the same time", () => {
    const instant = at("2026-07-01T12:00:00Z");
    expect(toLocal(zone("US/Pacific"), instant)).toEqual(toLocal(zone("America/Los_Angeles"), instant));
  });
});

describe("reading a wall clock", () => {
  test("a wall clock shows day, minute, weekday and offset", () => {
    expect(toLocal(zone("Asia/Kathmandu"), at("2026-11-05T20:00:59.999Z"))).toEqual({
      epochDay: epochDayOf(2026, 11, 6),
      minuteOfDay: 105,
      weekday: "fri",
      offsetMinutes: 345,
    });
  });

  test("a time that does not exist moves to the next valid minute", () => {
    const newYork = zone("America/New_York");
    expect(isoFromInstant(toInstant(newYork, epochDayOf(2026, 3, 8), 150))).toBe("2026-03-08T07:00:00.000Z");
    const samoa = zone("Pacific/Apia");
    expect(isoFromInstant(toInstant(samoa, epochDayOf(2011, 12, 30), 600))).toBe("2011-12-30T10:00:00.000Z");
    expect(toLocal(samoa, at("2011-12-30T10:00:00Z"))).toMatchObject({
      epochDay: epochDayOf(2011, 12, 31),
      minuteOfDay: 0,
    });
  });

  test("a time that comes twice is the first", () => {
    expect(isoFromInstant(toInstant(zone("America/New_York"), epochDayOf(2026, 11, 1), 90))).toBe(
      "2026-11-01T05:30:00.000Z",
    );
  });

  test("the forward clock stands still through a repeated hour", () => {
    const newYork = zone("America/New_York");
    const beforeTwo = (epochDayOf(2026, 11, 1) * 1440 + 120) * 60_000 - 1;
    expect(toForwardLocalMs(newYork, at("2026-11-01T05:59:59.999Z"))).toBe(beforeTwo);
    expect(toForwardLocalMs(newYork, at("2026-11-01T06:00:00Z"))).toBe(beforeTwo);
    expect(toForwardLocalMs(newYork, at("2026-11-01T06:59:59.999Z"))).toBe(beforeTwo);
    expect(toForwardLocalMs(newYork, at("2026-11-01T07:00:00Z"))).toBe(beforeTwo + 1);
  });
});

describe("agreement with Temporal", () => {
  test("wall clocks agree with Temporal at 40,000 instants in every zone", () => {
    const check = fc.property(zoneAndInstant, ([name, epochMs]) => {
      const expected = zonedAt(name, epochMs);
      const local = toLocal(zone(name), asInstant(epochMs));
      expect(local.epochDay).toBe(epochDayOf(expected.year, expected.month, expected.day));
      expect(local.minuteOfDay).toBe(expected.hour * 60 + expected.minute);
      expect(weekdayIndexOf(local.epochDay)).toBe(expected.dayOfWeek - 1);
      expect(local.offsetMinutes * 60e9).toBe(expected.offsetNanoseconds);
    });
    fc.assert(check, { numRuns: 40_000 });
  });

  test("instants of local times agree with Temporal at 20,000 local times in every zone", () => {
    const check = fc.property(zoneAndInstant, ([name, localMs]) => {
      const seconds = Math.floor(localMs / 1000);
      const local = Temporal.Instant.fromEpochMilliseconds(seconds * 1000)
        .toZonedDateTimeISO("UTC")
        .toPlainDateTime();
      const day = Math.floor((seconds * 1000) / DAY_MS);
      const secondOfDay = seconds - day * 86_400;
      const instant = toInstant(zone(name), day, Math.floor(secondOfDay / 60), secondOfDay % 60);
      expect(instant).toBe(firstInstantOf(name, local));
    });
    fc.assert(check, { numRuns: 20_000 });
  });

  test("every change of the clocks from 1970 to 2100 is found to the millisecond in the trickiest zones", () => {
    for (const name of TRICKY_ZONES) {
      for (const change of offsetChanges(name)) {
        for (const epochMs of [change - 1, change]) {
          const expected = epochMs + zonedAt(name, epochMs).offsetNanoseconds / 1e6;
          expect(toLocalMs(zone(name), asInstant(epochMs)), `${name} ${epochMs}`).toBe(expected);
        }
      }
    }
  });

  test("no two changes of the clocks cancel each other between two samples of a zone table", () => {
    for (const name of ALL_ZONES) {
      const changes = offsetChanges(name);
      for (let i = 1; i < changes.length; i += 1) {
        const [first, second] = [changes[i - 1] as number, changes[i] as number];
        const cancel = zonedAt(name, first - 1).offsetNanoseconds === zonedAt(name, second).offsetNanoseconds;
        if (cancel) expect(second - first, `${name} ${zonedAt(name, first)}`).toBeGreaterThan(SAMPLE_MS);
      }
    }
  });

  test("the forward clock has reached a local time exactly from that time's instant on", () => {
    const check = fc.property(zoneAndInstant, fc.integer({ min: -DAY_MS, max: DAY_MS }), ([name, epochMs], apart) => {
      const from = toForwardLocalMs(zone(name), asInstant(epochMs));
      const localMs = from + apart;
      expect(from >= localMs).toBe(epochMs >= toInstantOfLocalMs(zone(name), localMs));
      expect(toForwardLocalMs(zone(name), toInstantOfLocalMs(zone(name), localMs))).toBeGreaterThanOrEqual(localMs);
    });
    fc.assert(check, { numRuns: 5_000 });
  });
});
