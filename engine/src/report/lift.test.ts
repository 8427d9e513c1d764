import { describe, expect, it } from "vitest";
import { nextFloat, type Random, randomFrom, seedFrom } from "../base/index.ts";
import { type Difference, meanDifference, rateDifference, type Side, type Takings } from "./index.ts";

describe("the difference of two rates", () => {
  it("has the published intervals of the hybrid score method", () => {
    // Newcombe, Statistics in Medicine 17 (1998), table II, method 10.
    for (const [a, m, b, n, low, high] of [
      [56, 70, 48, 80, 0.0524, 0.3339],
      [9, 10, 3, 10, 0.1705, 0.809],
      [6, 7, 2, 7, 0.0582, 0.8062],
      [5, 56, 0, 29, -0.0381, 0.1926],
      [0, 10, 0, 20, -0.1611, 0.2775],
      [0, 10, 0, 10, -0.2775, 0.2775],
      [10, 10, 0, 10, 0.6075, 1],
    ] as const) {
      const found = rateDifference([{ mailed: { n: a, of: m }, control: { n: b, of: n } }]);
      expect(found?.low).toBeCloseTo(low, 4);
      expect(found?.high).toBeCloseTo(high, 4);
    }
  });

  it("is not told while one side is empty", () => {
    expect(rateDifference([{ mailed: { n: 1, of: 5 }, control: { n: 0, of: 0 } }])).toBeNull();
    expect(rateDifference([])).toBeNull();
  });
});

/**
 * Mails are known to make so many more people buy; each buyer pays a skewed amount of mean 100. Every season held out another
 * percentage, and its people buy as that season has it.
 */
interface World {
  readonly lift: number;
  readonly seasons: readonly { readonly base: number; readonly mailed: number; readonly control: number }[];
}

/** Exponential: skewed as amounts of deals are (coefficient of variation about 1). */
function amount(random: Random): number {
  return -100 * Math.log(1 - nextFloat(random));
}

function takings(random: Random, of: number, rate: number): Takings {
  let [payers, sum, sumOfSquares] = [0, 0, 0];
  for (let person = 0; person < of; person += 1) {
    if (nextFloat(random) >= rate) continue;
    const paid = amount(random);
    payers += 1;
    sum += paid;
    sumOfSquares += paid ** 2;
  }
  return { of, payers, sum, sumOfSquares };
}

const sideOf = ({ payers, of }: Takings): Side => ({ n: payers, of });
const added = (sides: readonly Side[]): Side => ({
  n: sides.reduce((sum, { n }) => sum + n, 0),
  of: sides.reduce((sum, { of }) => sum + of, 0),
});
const holds = (range: Difference | null, truth: number) =>
  Number(range !== null && range.low <= truth && truth <= range.high);

function coverage({ lift, seasons }: World, worlds: number) {
  const random = randomFrom(seedFrom("worlds", JSON.stringify(seasons), String(lift)));
  const of = { rates: 0, means: 0, told: 0, lumped: 0, lift: 0 };
  for (let world = 0; world < worlds; world += 1) {
    const strata = seasons.map(({ base, mailed, control }) => ({
      mailed: takings(random, mailed, base + lift),
      control: takings(random, control, base),
    }));
    const sides = strata.map(({ mailed, control }) => ({ mailed: sideOf(mailed), control: sideOf(control) }));
    const rate = rateDifference(sides);
    of.rates += holds(rate, lift) / worlds;
    of.lift += (rate?.difference ?? 0) / worlds;
    const [mailed, control] = [added(sides.map((one) => one.mailed)), added(sides.map((one) => one.control))];
    of.lumped += holds(rateDifference([{ mailed, control }]), lift) / worlds;
    const mean = meanDifference(strata);
    if (mean === null) continue;
    of.told += 1;
    of.means += holds(mean, lift * 100);
  }
  return { ...of, means: of.told === 0 ? null : of.means / of.told, told: of.told / worlds };
}

describe("a lift that is known", () => {
  it.each([
    { lift: 0.03, seasons: [{ base: 0.05, mailed: 3_200, control: 800 }] },
    { lift: 0.03, seasons: [{ base: 0.05, mailed: 3_600, control: 400 }] },
    { lift: 0, seasons: [{ base: 0.02, mailed: 4_500, control: 1_500 }] },
    { lift: 0.05, seasons: [{ base: 0.1, mailed: 1_000, control: 1_000 }] },
  ])("lies within the intervals of rates and revenue about as often as they promise: %j", (world) => {
    // Of 400 worlds 95 % lie within; chance makes that 92.5 to 97.5 %, and few skewed payers cost another point or two.
    const found = coverage(world, 400);
    expect(found.rates).toBeGreaterThan(0.92);
    expect(found.rates).toBeLessThan(0.985);
    expect(found.means).toBeGreaterThan(0.905);
    expect(found.means).toBeLessThan(0.985);
  });

  it("is found again over percentages that changed with the seasons, where all people in one lump would hide it", () => {
    // Many were held out while everybody bought, few while hardly anybody did.
    const seasons = [
      { base: 0.12, mailed: 1_000, control: 1_000 },
      { base: 0.04, mailed: 1_800, control: 200 },
      { base: 0.02, mailed: 1_900, control: 100 },
    ];
    const found = coverage({ lift: 0.03, seasons }, 400);
    expect(found.rates).toBeGreaterThan(0.92);
    expect(found.rates).toBeLessThan(0.985);
    expect(found.means).toBeGreaterThan(0.905);
    expect(found.means).toBeLessThan(0.985);
    // A world's lift has a standard error of 1.1 points, the mean of 400 one of 0.055; four of them.
    expect(Math.abs(found.lift - 0.03)).toBeLessThan(0.0022);
    expect(found.lumped).toBeLessThan(0.1);
  });

  it("is not told in money while hardly anybody paid", () => {
    const seasons = [{ base: 0.01, mailed: 900, control: 100 }];
    expect(coverage({ lift: 0.01, seasons }, 50)).toMatchObject({ told: 0, means: null });
  });

  it("is that of the one percentage at which somebody was held out", () => {
    const season = { mailed: { n: 30, of: 300 }, control: { n: 5, of: 100 } };
    const nobody = { mailed: { n: 90, of: 200 }, control: { n: 0, of: 0 } };
    expect(rateDifference([season, nobody])).toEqual(rateDifference([season]));
  });
});
