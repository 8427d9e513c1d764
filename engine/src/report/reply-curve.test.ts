import { describe, expect, it } from "vitest";
import { type Lived, nextFloat, randomFrom, seedFrom } from "../base/index.ts";
import { curveHours, hoursOfAge, hoursOfPart, replyCurve } from "./index.ts";

const ages = curveHours / hoursOfAge;

/** The first table of Kaplan and Meier's kind: 100 emails, none censored. */
const whole = (replies: readonly number[]): Lived[] => [
  ...replies.map((emails, successAge) => ({ age: ages, successAge, emails })),
  { age: ages, successAge: null, emails: 100 - replies.reduce((sum, some) => sum + some, 0) },
];

describe("how soon people answer", () => {
  it("is the plain share where every email has had its time, with Greenwood's range", () => {
    const points = replyCurve(whole([10, 5, 0, 5]));
    expect(points.map(({ share }) => Number(share.toFixed(10))).slice(0, 5)).toEqual([0.1, 0.15, 0.15, 0.2, 0.2]);
    expect(points).toHaveLength(ages);
    // S = 0.8, Greenwood's sum = 0.2 / (100 × 0.8) without censoring; ln(−ln) as survival's survfit(conf.type = "log-log").
    const half = (1.959963984540054 * Math.sqrt(0.2 / 80)) / -Math.log(0.8);
    expect(points[3]?.low).toBeCloseTo(1 - 0.8 ** Math.exp(-half), 10);
    expect(points[3]?.high).toBeCloseTo(1 - 0.8 ** Math.exp(half), 10);
  });

  it("of young emails is told as far as enough of them have lived, and is the old ones' there", () => {
    const random = randomFrom(seedFrom("reply curve"));
    const mail = (age: number): Lived => {
      const delay = nextFloat(random) < 0.3 ? Math.floor(nextFloat(random) * 10) : null;
      return { age, successAge: delay !== null && delay < age ? delay : null, emails: 1 };
    };
    const old = replyCurve(Array.from({ length: 20_000 }, () => mail(ages)));
    const young = replyCurve(Array.from({ length: 20_000 }, () => mail(1 + Math.floor(nextFloat(random) * 5))));
    expect(young).toHaveLength(5);
    for (const point of young)
      expect(Math.abs(point.share - (old[point.hours / hoursOfAge - 1]?.share ?? 0))).toBeLessThan(0.015);
    for (const { share, low, high } of [...old, ...young]) {
      expect(low).toBeLessThanOrEqual(share);
      expect(high).toBeGreaterThanOrEqual(share);
    }
  });

  it("names the hour by which most of it has come, and nothing where nothing came", () => {
    expect(hoursOfPart(replyCurve(whole([10, 5, 0, 5])), 0.7)).toBe(12);
    expect(hoursOfPart(replyCurve(whole([])), 0.8)).toBeNull();
    expect(replyCurve([{ age: 3, successAge: null, emails: 29 }])).toEqual([]);
  });
});
