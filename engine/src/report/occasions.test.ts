import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addMs,
  asInstant,
  DAY_MS,
  findZone,
  HOUR_MS,
  type Instant,
  isoFromInstant,
  must,
  toLocal,
  WEEKDAYS,
} from "../base/index.ts";
import { latestOccasion, nextOccasion, type Occasions, type Rhythm } from "./occasions.ts";

const zoneOf = (name: string) => must(findZone(name), `the zone ${name}`);
const at = (iso: string) => asInstant(Date.parse(iso));
const next = (rhythm: Rhythm, hour: number, zone: string, after: string) =>
  isoFromInstant(nextOccasion({ rhythm, hour, zone: zoneOf(zone) }, at(after)));

test("a weekly report comes at its hour where its readers are, also when their clocks change", () => {
  const monday: Rhythm = { every: "week", weekday: "mon" };
  expect(next(monday, 8, "Europe/Berlin", "2026-10-20T00:00:00Z")).toBe("2026-10-26T07:00:00.000Z");
  expect(next(monday, 8, "Europe/Berlin", "2026-10-12T00:00:00Z")).toBe("2026-10-12T06:00:00.000Z");
  // Right at the hour the next one is a week away.
  expect(next(monday, 8, "Europe/Berlin", "2026-10-12T06:00:00Z")).toBe("2026-10-19T06:00:00.000Z");
});

test("an hour that is skipped comes when the clocks jump, and one that is there twice comes once", () => {
  expect(next({ every: "day" }, 2, "Europe/Berlin", "2026-03-28T12:00:00Z")).toBe("2026-03-29T01:00:00.000Z");
  expect(next({ every: "day" }, 2, "Europe/Berlin", "2026-10-24T12:00:00Z")).toBe("2026-10-25T00:00:00.000Z");
  expect(next({ every: "day" }, 2, "Europe/Berlin", "2026-10-25T00:00:00Z")).toBe("2026-10-26T01:00:00.000Z");
});

test("a monthly report comes on its day of every month", () => {
  expect(next({ every: "month", day: 28 }, 0, "UTC", "2027-01-28T00:00:00Z")).toBe("2027-02-28T00:00:00.000Z");
});

const rhythms = fc.oneof(
  fc.constant<Rhythm>({ every: "day" }),
  fc.constantFrom(...WEEKDAYS).map((weekday): Rhythm => ({ every: "week", weekday })),
  fc.integer({ min: 1, max: 28 }).map((day): Rhythm => ({ every: "month", day })),
);
const plans = fc.record({
  rhythm: rhythms,
  hour: fc.integer({ min: 0, max: 23 }),
  zone: fc
    .constantFrom("UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "America/Asuncion")
    .map(zoneOf),
});
const instants = fc.integer({ min: Date.parse("2024-01-01"), max: Date.parse("2028-01-01") }).map(asInstant);

test("between two occasions of a report lies no other, and the last one is always the one before the next", () => {
  fc.assert(
    fc.property(plans, instants, (plan: Occasions, now: Instant) => {
      const coming = nextOccasion(plan, now);
      const last = latestOccasion(plan, now);
      expect(coming).toBeGreaterThan(now);
      expect(last).toBeLessThanOrEqual(now);
      expect(nextOccasion(plan, last)).toBe(coming);
      expect(latestOccasion(plan, addMs(coming, -1))).toBe(last);
      const longest = { day: 1, week: 7, month: 31 }[plan.rhythm.every];
      expect(coming - last).toBeLessThanOrEqual(longest * DAY_MS + HOUR_MS);
      if (plan.rhythm.every === "week") expect(toLocal(plan.zone, coming).weekday).toBe(plan.rhythm.weekday);
    }),
  );
});
