import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextFloat, randomFrom, seedFrom } from "../base/index.ts";
import { sayTrend, trendOf } from "./index.ts";

describe("the trend of a rate", () => {
  it("is that of the textbook", () => {
    // A. Agresti, An Introduction to Categorical Data Analysis (2007), 2.5.2: malformations by what the mother drank,
    // equally spaced scores: P = 0.18.
    const of = [17_114, 14_502, 793, 127, 38];
    const n = [48, 38, 5, 1, 1];
    expect(trendOf(of.map((sent, at) => ({ n: n[at] ?? 0, of: sent }))).p).toBeCloseTo(0.18, 2);
  });

  it("is found where a rate doubles, and told from the first half to the second", () => {
    const spans = [4, 5, 6, 8, 9, 10].map((n) => ({ n, of: 100 }));
    const trend = trendOf(spans);
    expect(trend.direction).toBe("rising");
    expect(sayTrend(trend, "Answers")).toBe("Answers are rising: from 5.0 % in the first half to 9.0 %.");
    expect(trendOf(spans.toReversed()).direction).toBe("falling");
    expect(trendOf(spans.toReversed()).p).toBeCloseTo(trend.p ?? 0, 12);
  });

  it("is invented in about one of twenty series without one", () => {
    const random = randomFrom(seedFrom("no trend"));
    const hits = (of: number) => Array.from({ length: of }).filter(() => nextFloat(random) < 0.1).length;
    const found = Array.from({ length: 400 }, () =>
      trendOf(Array.from({ length: 8 }, () => ({ n: hits(60), of: 60 }))),
    ).filter(({ direction }) => direction !== "level").length;
    expect(found).toBeGreaterThan(5);
    expect(found).toBeLessThan(38);
  });

  it("is not claimed of few mails, few answers, or two spans, and spans without mail change nothing", () => {
    expect(trendOf([]).direction).toBe("unknown");
    expect(
      trendOf([
        { n: 0, of: 900 },
        { n: 90, of: 900 },
      ]).direction,
    ).toBe("unknown");
    const span = fc.integer({ min: 1, max: 200 }).chain((of) => fc.record({ of: fc.constant(of), n: fc.nat(of) }));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 10 }), (spans) => {
        const trend = trendOf(spans);
        expect(trendOf([...spans, { n: 0, of: 0 }])).toEqual(trend);
        expect(trend.p === null).toBe(trend.direction === "unknown");
      }),
    );
  });
});
