import { describe, expect, it } from "vitest";
import {
  betaCdf,
  betaQuantile,
  chiSquareAbove,
  lnBeta,
  lnGamma,
  normalCdf,
  normalQuantile,
  studentQuantile,
} from "./distributions.ts";
import { emailsForOneLook, posteriorsOf, powerOfOneLook } from "./index.ts";

/** Binomial tail by its sum: what a Beta with whole parameters is (DLMF 8.17.5). */
function betaBySum(x: number, a: number, b: number): number {
  let sum = 0;
  let choose = 1;
  const n = a + b - 1;
  for (let j = 0; j <= n; j += 1) {
    if (j > 0) choose = (choose * (n - j + 1)) / j;
    if (j >= a) sum += choose * x ** j * (1 - x) ** (n - j);
  }
  return sum;
}

/** P(second > first) for whole parameters, by the finite sum of E. Miller, Formulas for Bayesian A/B Testing, 2014. */
function beats(first: readonly [number, number], second: readonly [number, number]): number {
  const [a1, b1] = first;
  const [a2, b2] = second;
  let sum = 0;
  for (let i = 0; i < a2; i += 1) {
    sum += Math.exp(lnBeta(a1 + i, b1 + b2) - Math.log(b2 + i) - lnBeta(1 + i, b2) - lnBeta(a1, b1));
  }
  return sum;
}

describe("distribution functions", () => {
  it("agree with the printed table of Student's distribution", () => {
    // Abramowitz and Stegun, table 26.10.
    for (const [degrees, t] of [
      [1, 12.706],
      [5, 2.571],
      [30, 2.042],
      [120, 1.98],
    ] as const) {
      expect(studentQuantile(0.975, degrees)).toBeCloseTo(t, 3);
      expect(studentQuantile(0.025, degrees)).toBeCloseTo(-t, 3);
    }
  });

  it("agree with the printed tables of the normal and chi-square distributions", () => {
    // Abramowitz and Stegun, tables 26.1, 26.5 and 26.8.
    expect(normalCdf(1)).toBeCloseTo(0.841344746068543, 14);
    expect(normalCdf(-3)).toBeCloseTo(0.00134989803163, 14);
    expect(normalQuantile(0.975)).toBeCloseTo(1.95996398454005, 13);
    expect(normalQuantile(0.0005)).toBeCloseTo(-3.29052673149193, 12);
    for (const [above, degrees, x] of [
      [0.05, 1, 3.8414588],
      [0.05, 2, 5.9914645],
      [0.01, 4, 13.276704],
      [0.001, 10, 29.5883],
    ] as const) {
      expect(chiSquareAbove(x, degrees)).toBeCloseTo(above, 6);
    }
  });

  it("know the factorials, and Γ(1/2) = √π", () => {
    let factorial = 1;
    for (let n = 1; n <= 20; n += 1) {
      factorial *= n;
      expect(lnGamma(n + 1)).toBeCloseTo(Math.log(factorial), 11);
    }
    expect(lnGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 13);
  });

  it("agree with the binomial sum that a Beta with whole parameters is, and turn back", () => {
    for (const [a, b] of [
      [1, 1],
      [2, 3],
      [5, 40],
      [30, 2],
      [60, 60],
    ] as const) {
      for (const x of [0.01, 0.1, 0.35, 0.5, 0.8, 0.99]) {
        expect(betaCdf(x, a, b)).toBeCloseTo(betaBySum(x, a, b), 11);
      }
      for (const share of [0.001, 0.025, 0.5, 0.975]) {
        expect(betaCdf(betaQuantile(share, a, b), a, b)).toBeCloseTo(share, 12);
      }
    }
  });
});

describe("numbers beside a test", () => {
  it("give the power and the size that R's power.prop.test prints", () => {
    // Examples of its help page: n = 50, p1 = .50, p2 = .75; and power = .90.
    expect(powerOfOneLook({ base: 0.5, other: 0.75, level: 0.95 }, 50)).toBeCloseTo(0.7401659, 6);
    expect(emailsForOneLook({ base: 0.5, other: 0.75, level: 0.95 }, 0.9)).toBeCloseTo(76.7, 1);
  });

  it("give each variant its chance to be the best as the closed sum does", () => {
    for (const [first, second] of [
      [
        [2, 30],
        [5, 28],
      ],
      [
        [50, 951],
        [66, 935],
      ],
      [
        [1, 1],
        [400, 3_600],
      ],
    ] as const) {
      // Half a success and half a miss are the prior's.
      const arms = [first, second].map(([a, b], at) => ({ id: "AB".charAt(at), sent: a + b - 1, successes: a - 0.5 }));
      const [one, other] = posteriorsOf(arms);
      expect(other?.isBest).toBeCloseTo(beats(first, second), 7);
      expect((one?.isBest ?? 0) + (other?.isBest ?? 0)).toBeCloseTo(1, 12);
    }
  });

  it("price a choice by what it gives up: nothing where the other one cannot be better", () => {
    const [bad, good] = posteriorsOf([
      { id: "A", sent: 10_000, successes: 100 },
      { id: "B", sent: 10_000, successes: 300 },
    ]);
    expect(good?.expectedLoss).toBeLessThan(1e-9);
    expect(bad?.expectedLoss).toBeCloseTo((good?.mean ?? 0) - (bad?.mean ?? 0), 9);
  });
});
