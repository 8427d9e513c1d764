import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asInstant, DAY_MS } from "../base/index.ts";
import { attributionModels, shareOut, weightsOf } from "./index.ts";

const on = (...days: number[]) => days.map((day) => asInstant(day * DAY_MS));
const at = asInstant(30 * DAY_MS);

const someTouches = fc
  .array(fc.integer({ min: 0, max: 30 * DAY_MS }), { minLength: 1, maxLength: 40 })
  .map((instants) => instants.toSorted((a, b) => a - b).map((instant) => asInstant(instant)));

describe("the money of a conversion", () => {
  it("is shared out to the last cent by every model, and nobody owes any", () => {
    fc.assert(
      fc.property(someTouches, fc.integer({ min: 0, max: 9_000_000_000_000 }), (touches, amount) => {
        for (const model of attributionModels) {
          const shares = shareOut(amount, weightsOf(model, touches, at));
          expect(shares.reduce((sum, share) => sum + share, 0)).toBe(amount);
          expect(shares.every((share) => Number.isSafeInteger(share) && share >= 0)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("is never a whole cent away from what the weights owe", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { minLength: 1 }), fc.nat(1_000_000), (weights, amount) => {
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        fc.pre(total > 0);
        shareOut(amount, weights).forEach((share, place) => {
          expect(Math.abs(share - (amount * (weights[place] ?? 0)) / total)).toBeLessThan(1);
        });
      }),
      { numRuns: 200 },
    );
    expect(shareOut(100, [0, 0])).toEqual([0, 0]);
  });

  it("goes where each model says", () => {
    const touches = on(0, 7, 14, 21);
    const shared = (model: (typeof attributionModels)[number]) => shareOut(1_500, weightsOf(model, touches, at));
    expect(shared("first")).toEqual([1_500, 0, 0, 0]);
    expect(shared("last")).toEqual([0, 0, 0, 1_500]);
    expect(shared("linear")).toEqual([375, 375, 375, 375]);
    // A week apart, each counts half of the next: 1 : 2 : 4 : 8.
    expect(shared("time_decay")).toEqual([100, 200, 400, 800]);
    expect(shared("position")).toEqual([600, 150, 150, 600]);
    expect(shareOut(5, weightsOf("position", on(1, 2), at))).toEqual([3, 2]);
    expect(shareOut(5, weightsOf("position", on(1), at))).toEqual([5]);
  });

  it("of a mail long ago stays above nothing where time fades it", () => {
    expect(weightsOf("time_decay", on(0, 3_000), asInstant(3_001 * DAY_MS))[0]).toBeGreaterThan(0);
  });
});
