import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareStrata, type Stratum } from "./strata.ts";

const side = fc
  .record({ sent: fc.integer({ min: 1, max: 400 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ sent, share }) => ({ sent, replied: Math.floor(sent * share) }));
const strata = fc.array(fc.record({ with: side, without: side }), { minLength: 1, maxLength: 8 });

/** Admissions to six departments, men and women: P. Bickel and others, Science 187 (1975). */
const berkeley = [
  [512, 313, 89, 19],
  [353, 207, 17, 8],
  [120, 205, 202, 391],
  [138, 279, 131, 244],
  [53, 138, 94, 299],
  [22, 351, 24, 317],
].map(([a = 0, b = 0, c = 0, d = 0]) => ({
  with: { sent: a + b, replied: a },
  without: { sent: c + d, replied: c },
}));

describe("mails compared within what is alike", () => {
  it("do not show a difference that only comes from what was compared with what", () => {
    // R's mantelhaen.test(UCBAdmissions): X² = 1.4269, p = 0.2323; all departments in one table differ by 14 points.
    const found = compareStrata(berkeley, 0.95);
    expect(found?.p).toBeCloseTo(0.2323, 3);
    expect(found?.low).toBeLessThan(0);
    expect(found?.high).toBeGreaterThan(0);
    const pooled = berkeley.reduce(
      (sum, one) => ({
        with: { sent: sum.with.sent + one.with.sent, replied: sum.with.replied + one.with.replied },
        without: { sent: sum.without.sent + one.without.sent, replied: sum.without.replied + one.without.replied },
      }),
      { with: { sent: 0, replied: 0 }, without: { sent: 0, replied: 0 } },
    );
    expect(compareStrata([pooled], 0.95)?.difference).toBeCloseTo(0.14, 2);
    expect(compareStrata([pooled], 0.95)?.p).toBeLessThan(1e-10);
  });

  it("tell of a single group the plain difference of its two rates, with the textbook's error", () => {
    const one: Stratum = { with: { sent: 4_000, replied: 400 }, without: { sent: 2_000, replied: 120 } };
    const found = compareStrata([one], 0.95);
    expect(found?.difference).toBeCloseTo(0.04, 12);
    const error = Math.sqrt((0.1 * 0.9) / 4_000 + (0.06 * 0.94) / 2_000);
    expect((found?.high ?? 0) - 0.04).toBeCloseTo(1.959964 * error, 5);
  });

  it("mean the same whatever their order, and the opposite when the two sides change places", () => {
    fc.assert(
      fc.property(strata, (some) => {
        const found = compareStrata(some, 0.95);
        const turned = compareStrata(
          some.toReversed().map((one) => ({ with: one.without, without: one.with })),
          0.95,
        );
        expect(turned === null).toBe(found === null);
        if (found === null) return;
        expect(turned?.difference).toBeCloseTo(-found.difference, 9);
        expect(turned?.low).toBeCloseTo(-found.high, 9);
        expect(turned?.p).toBeCloseTo(found.p, 9);
        expect(found.low).toBeLessThanOrEqual(found.difference);
        expect(found.high).toBeGreaterThanOrEqual(found.difference);
        expect(found.p).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("say nothing where everybody or nobody answered, or one side is missing", () => {
    expect(compareStrata([], 0.95)).toBeNull();
    expect(compareStrata([{ with: { sent: 9, replied: 0 }, without: { sent: 9, replied: 0 } }], 0.95)).toBeNull();
    expect(compareStrata([{ with: { sent: 9, replied: 3 }, without: { sent: 0, replied: 0 } }], 0.95)).toBeNull();
  });
});
