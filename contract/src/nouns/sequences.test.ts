import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkDelay, type Delay as EngineDelay } from "../../../engine/src/schedule/delays.ts";
import { Delay } from "../delay.ts";
import { sequenceEndpoints } from "./sequences.ts";

describe("the delay of a step", () => {
  test("is taken by the API exactly when the planner can count it", () => {
    const unit = fc.constantFrom("minutes", "hours", "days", "weeks", "businessDays", "months");
    const value = fc.oneof(fc.integer({ min: -1, max: 6_000_000 }), fc.constantFrom(0.5, 2_607, 2_608, 3_650, 3_651));
    fc.assert(
      fc.property(fc.record({ value, unit }), (delay) => {
        expect(Delay.safeParse(delay).success).toBe(checkDelay(delay as EngineDelay).ok);
      }),
    );
    expect(Delay.parse({ at: { weekday: "mon", time: "09:00" } })).toEqual({ at: { weekday: "mon", time: "09:00" } });
    expect(Delay.safeParse({ at: { time: "9 o'clock" } }).success).toBe(false);
  });
});

describe("changing a step or a sequence", () => {
  test("fills in nothing that was left out", () => {
    expect(sequenceEndpoints["PUT /sequences/:id/steps/:stepId"].body.parse({})).toEqual({});
    expect(sequenceEndpoints["PUT /sequences/:id"].body.parse({ settings: {} })).toEqual({ settings: {} });
  });
});
