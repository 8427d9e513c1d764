import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  deriveSeed,
  nextBoolean,
  nextBytes,
  nextExponential,
  nextFloat,
  nextInt,
  nextNormal,
  nextUint32,
  pick,
  pickWeighted,
  type Random,
  randomFrom,
  seedFrom,
  shuffle,
} from "./random.ts";

const times = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);
const random = (...parts: string[]): Random => randomFrom(seedFrom(...parts));
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("seeds", () => {
  test("the same identities give the same draws for ever", () => {
    // Stored plans and simulations depend on these numbers: changing them changes every shown time.
    expect(seedFrom("gap", "0192f0c1-1111-7abc-8def-0123456789ab")).toMatchInlineSnapshot(`
      [
        1589869217,
        713382976,
        1347540570,
        2281515295,
      ]
    `);
    const dice = random("golden", "Zürich", "東京");
    expect(times(4, () => nextUint32(dice))).toMatchInlineSnapshot(`
      [
        1324645650,
        1042568038,
        3090915513,
        1232160546,
      ]
    `);
    expect(times(2, () => nextFloat(dice))).toMatchInlineSnapshot(`
      [
        0.4855034812458495,
        0.07126513653999578,
      ]
    `);
    expect(times(3, () => nextNormal(dice))).toMatchInlineSnapshot(`
      [
        0.09024633707230706,
        -1.178011591404312,
        -0.30648368875113874,
      ]
    `);
    expect(nextExponential(dice, 60_000)).toMatchInlineSnapshot(`77592.32730877766`);
  });

  test("order and borders of identities count", () => {
    const seeds = [
      seedFrom(),
      seedFrom(""),
      seedFrom("", ""),
      seedFrom("ab", "c"),
      seedFrom("a", "bc"),
      seedFrom("c", "ab"),
      seedFrom("abc"),
      deriveSeed(seedFrom("abc"), ""),
    ];
    expect(new Set(seeds.map(String)).size).toBe(seeds.length);
  });

  test("identities that differ in one character share no more bits than chance", () => {
    const flips = new Array<number>(128).fill(0);
    const trials = 4_000;
    for (let trial = 0; trial < trials; trial += 1) {
      const a = seedFrom("email", String(trial));
      const b = seedFrom("email", String(trial + 1));
      for (let bit = 0; bit < 128; bit += 1) {
        const word = bit >> 5;
        flips[bit] = (flips[bit] ?? 0) + (((((a[word] ?? 0) ^ (b[word] ?? 0)) >>> (bit & 31)) & 1) as number);
      }
    }
    // 6 standard deviations around one half.
    for (const flipped of flips) expect(Math.abs(flipped / trials - 0.5)).toBeLessThan(6 * Math.sqrt(0.25 / trials));
  });

  test("a hundred thousand emails get a hundred thousand different first draws", () => {
    const draws = new Set<number>();
    for (let email = 0; email < 100_000; email += 1) draws.add(nextFloat(random("gap", `email-${email}`)));
    expect(draws.size).toBe(100_000);
  });
});

describe("draws", () => {
  test("first draws of many seeds are even (chi-square over 100 cells)", () => {
    const cells = new Array<number>(100).fill(0);
    for (let email = 0; email < 50_000; email += 1) {
      const cell = Math.floor(nextFloat(random("place", String(email))) * 100);
      cells[cell] = (cells[cell] ?? 0) + 1;
    }
    const chiSquare = cells.reduce((sum, seen) => sum + (seen - 500) ** 2 / 500, 0);
    // 99 degrees of freedom: 0.001 … 0.999 quantiles are 58 and 149.
    expect(chiSquare).toBeGreaterThan(58);
    expect(chiSquare).toBeLessThan(149);
  });

  test("a fair die shows every side equally often and none beyond", () => {
    const dice = random("die");
    const seen = new Map<number, number>();
    for (const side of times(60_000, () => nextInt(dice, 6))) seen.set(side, (seen.get(side) ?? 0) + 1);
    expect([...seen.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    for (const count of seen.values()) expect(Math.abs(count - 10_000)).toBeLessThan(500);
    // Without drawing again, the first third of these sides would come up half of the time.
    const low = times(10_000, () => nextInt(dice, 3 * 2 ** 30)).filter((side) => side < 2 ** 30).length;
    expect(Math.abs(low / 10_000 - 1 / 3)).toBeLessThan(0.025);
    for (const sides of [0, -1, 1.5, Number.NaN, 2 ** 33]) expect(() => nextInt(dice, sides)).toThrow(RangeError);
  });

  test("a normal draw has the asked mean, deviation and tails", () => {
    const dice = random("normal");
    const values = times(100_000, () => nextNormal(dice, 10, 2));
    const mean = meanOf(values);
    expect(Math.abs(mean - 10)).toBeLessThan(0.03);
    expect(Math.abs(Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2))) - 2)).toBeLessThan(0.03);
    const beyondTwo = values.filter((value) => Math.abs(value - 10) > 4).length / values.length;
    expect(Math.abs(beyondTwo - 0.0455)).toBeLessThan(0.004);
  });

  test("an exponential wait has the asked mean and is never negative", () => {
    const dice = random("wait");
    const waits = times(100_000, () => nextExponential(dice, 60));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(0);
    expect(Math.abs(meanOf(waits) - 60)).toBeLessThan(1);
    const longerThanMean = waits.filter((wait) => wait > 60).length / waits.length;
    expect(Math.abs(longerThanMean - Math.exp(-1))).toBeLessThan(0.01);
  });

  test("weights decide how often each is drawn, and a weight of nothing is never drawn", () => {
    const dice = random("weights");
    const drawn = times(30_000, () => pickWeighted(dice, [0, 1, 0, 2, 0]));
    expect(new Set(drawn)).toEqual(new Set([1, 3]));
    expect(Math.abs(drawn.filter((place) => place === 3).length / drawn.length - 2 / 3)).toBeLessThan(0.015);
    for (const weights of [[], [0, 0], [1, -1], [Number.NaN], [Number.POSITIVE_INFINITY]]) {
      expect(() => pickWeighted(dice, weights)).toThrow(RangeError);
    }
  });

  test("a certain event always happens and an impossible one never", () => {
    const dice = random("coin");
    expect(times(1_000, () => nextBoolean(dice, 1))).not.toContain(false);
    expect(times(1_000, () => nextBoolean(dice, 0))).not.toContain(true);
  });

  test("shuffling keeps every item and reaches every order", () => {
    const check = fc.property(fc.string(), fc.array(fc.integer()), (seed, items) => {
      const before = [...items];
      expect(shuffle(random(seed), items).sort()).toEqual([...items].sort());
      expect(items).toEqual(before);
    });
    fc.assert(check);
    const orders = new Set(times(500, () => 0).map((_, at) => shuffle(random(String(at)), ["a", "b", "c"]).join("")));
    expect(orders.size).toBe(6);
  });

  test("picking needs something to pick from", () => {
    expect(["a", "b"]).toContain(pick(random("x"), ["a", "b"]));
    expect(() => pick(random("x"), [])).toThrow(RangeError);
  });

  test("random bytes cover all values", () => {
    expect(new Set(nextBytes(random("bytes"), 10_000)).size).toBe(256);
  });
});
