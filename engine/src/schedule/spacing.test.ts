import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asInstant, HOUR_MS, seedFrom } from "../base/index.ts";
import { gapAfter, spreadWithin } from "./spacing.ts";

const OPENS = asInstant(1_793_869_200_000);
const CLOSES = asInstant(OPENS + 8 * HOUR_MS);
const placeOf = (email: string) => spreadWithin(OPENS, CLOSES, seedFrom("workspace", email));

describe("gaps between emails of one account", () => {
  test("a gap of 20 seconds with jitter one half lies between 10 and 30 seconds, 20 in the mean", () => {
    const gaps = Array.from({ length: 20_000 }, (_, email) => gapAfter(20_000, 0.5, seedFrom(String(email))));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(10_000);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(30_000);
    expect(Math.min(...gaps)).toBeLessThan(10_100);
    expect(Math.max(...gaps)).toBeGreaterThan(29_900);
    expect(Math.abs(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length - 20_000)).toBeLessThan(250);
  });

  test("without jitter or gap nothing is left to chance", () => {
    expect(gapAfter(20_000, 0, seedFrom("any"))).toBe(20_000);
    expect(gapAfter(0, 1, seedFrom("any"))).toBe(0);
  });

  test("an impossible gap or jitter is a bug, not a guess", () => {
    for (const [gapMs, jitter] of [
      [-1, 0],
      [Number.NaN, 0],
      [1, -0.1],
      [1, 1.1],
      [1, Number.NaN],
    ] as const) {
      expect(() => gapAfter(gapMs, jitter, seedFrom("any"))).toThrow(RangeError);
    }
  });
});

describe("an email's own place in a window", () => {
  test("the shown time is the same at every refresh", () => {
    const check = fc.property(fc.string(), (email) => {
      expect(placeOf(email)).toBe(placeOf(email));
      expect(placeOf(email)).toBeGreaterThanOrEqual(OPENS);
      expect(placeOf(email)).toBeLessThan(CLOSES);
    });
    fc.assert(check, { numRuns: 1_000 });
  });

  test("a thousand emails fill every hour of the window about equally", () => {
    const hours = new Array<number>(8).fill(0);
    for (let email = 0; email < 1_000; email += 1) {
      const hour = Math.floor((placeOf(String(email)) - OPENS) / HOUR_MS);
      hours[hour] = (hours[hour] ?? 0) + 1;
    }
    // 125 ± 5 standard deviations of a binomial count.
    for (const count of hours) expect(Math.abs(count - 125)).toBeLessThan(53);
  });

  test("place and gap of one email are independent of each other", () => {
    let both = 0;
    for (let email = 0; email < 4_000; email += 1) {
      const seed = seedFrom(String(email));
      const isLate = spreadWithin(OPENS, CLOSES, seed) - OPENS > 4 * HOUR_MS;
      const isLong = gapAfter(20_000, 1, seed) > 20_000;
      if (isLate && isLong) both += 1;
    }
    expect(Math.abs(both / 4_000 - 0.25)).toBeLessThan(0.035);
  });

  test("a stretch without room gives its beginning", () => {
    expect(spreadWithin(OPENS, OPENS, seedFrom("any"))).toBe(OPENS);
    expect(spreadWithin(CLOSES, OPENS, seedFrom("any"))).toBe(CLOSES);
  });
});
