import fc from "fast-check";
import { expect, test } from "vitest";
import { asInstant, DAY_MS } from "../base/index.ts";
import { dueBefore, nextRunAfter, refusedPeriods, retentionClasses, retentionKeys } from "./retention.ts";

const classOf = (key: string) => retentionClasses.find((one) => one.key === key) as (typeof retentionClasses)[number];
const anyKey = fc.constantFrom(...retentionKeys);

test("every kind of data that can go by age says what goes, what stays, and why it may not go sooner", () => {
  expect(retentionClasses.map(({ key }) => key)).toEqual([...retentionKeys]);
  for (const { goes, stays, because, shortestDays } of retentionClasses) {
    expect([goes, stays, because].every((words) => words.length > 10)).toBe(true);
    expect(shortestDays).toBeGreaterThanOrEqual(7);
  }
});

test("words of sent emails are kept at least as long as a way out must work", () => {
  expect(classOf("sent_text").shortestDays).toBeGreaterThanOrEqual(60);
});

test("a period is refused exactly where it is no whole number of days within its class", () => {
  fc.assert(
    fc.property(anyKey, fc.oneof(fc.integer({ min: -5, max: 4_000 }), fc.double({ noNaN: true })), (key, days) => {
      const isFine = Number.isInteger(days) && days >= classOf(key).shortestDays && days <= 3_650;
      expect(refusedPeriods({ [key]: days }).map((one) => one.key)).toEqual(isFine ? [] : [key]);
    }),
  );
});

test("keeping for ever is never refused, and what nobody names is not asked about", () => {
  expect(refusedPeriods({ sent_text: null })).toEqual([]);
  expect(refusedPeriods({})).toEqual([]);
});

test("a longer period never takes more away, at whatever instant a run begins", () => {
  const days = fc.integer({ min: 1, max: 3_650 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), days, days, (ms, one, other) => {
      const now = asInstant(ms);
      expect(dueBefore(now, Math.max(one, other))).toBeLessThanOrEqual(dueBefore(now, Math.min(one, other)));
      expect(nextRunAfter(now) - now).toBe(DAY_MS);
    }),
  );
});
