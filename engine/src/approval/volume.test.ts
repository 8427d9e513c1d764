import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { suddenAfter, usualVolumeOf } from "./index.ts";

const days = fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 30 });

describe("the volume of an account", () => {
  it("is sudden beyond twice its busiest day, however its days lie", () => {
    const usual = usualVolumeOf([80, 0, 120, 90, 100, 110, 0]);
    expect(usual).toEqual({ busiest: 120, line: 240 });
    expect(suddenAfter(239, usual)).toBeNull();
    expect(suddenAfter(240, usual)).toBe("It would be mail 241 of this account today; the most in 30 days were 120.");
    fc.assert(
      fc.property(days, (some) => {
        expect(usualVolumeOf(some)).toEqual(usualVolumeOf(some.toReversed()));
      }),
    );
  });

  it("is never sudden for a hundred mails, nor where too few days tell what is usual", () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 20_000 }), (some, sent) => {
        const usual = usualVolumeOf(some);
        expect(suddenAfter(Math.min(sent, 99), usual)).toBeNull();
        if (some.filter((mails) => mails > 0).length < 5) expect(suddenAfter(sent, usual)).toBeNull();
      }),
    );
  });

  it("becomes usual once a day of it was approved", () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 20_000 }), (some, sent) => {
        const next = usualVolumeOf([...some, sent]);
        expect(suddenAfter(sent, next)).toBeNull();
      }),
    );
  });
});
