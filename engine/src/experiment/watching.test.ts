import { describe, expect, it } from "vitest";
import { nextFloat, type Random, randomFrom, seedFrom } from "../base/index.ts";
import { evenRate, rateSequence, ratioEvidence, type Stretch, sampleRatioP, thompsonShares } from "./index.ts";
import { lnRatioEvidence } from "./ratio.ts";

const level = 0.95;
const lnEnough = -Math.log(1 - level);

/** Draws of a binomial by its own table of sums. */
function binomial(n: number, p: number): (random: Random) => number {
  const sums: number[] = [];
  let term = (1 - p) ** n;
  for (let k = 0, sum = 0; k <= n; k += 1) {
    sum += term;
    sums.push(sum);
    term *= ((n - k) / (k + 1)) * (p / (1 - p));
  }
  return (random) => {
    const place = nextFloat(random);
    const found = sums.findIndex((sum) => place < sum);
    return found === -1 ? n : found;
  };
}

/** The share of tests for which `watch` says yes. */
function shareOf(tests: number, seed: string, watch: (random: Random) => boolean): number {
  let yes = 0;
  for (let test = 0; test < tests; test += 1) if (watch(randomFrom(seedFrom(seed, String(test))))) yes += 1;
  return yes / tests;
}

describe("a test that is watched every day", () => {
  it("names a winner among equal variants in at most one of twenty, over 10,000 tests of six weeks", () => {
    for (const [p, tests] of [
      [0.03, 6_000],
      [0.3, 4_000],
    ] as const) {
      const draw = binomial(40, p);
      const falseWinners = shareOf(tests, `A/A ${p}`, (random) => {
        let [challenger, champion] = [0, 0];
        for (let day = 0; day < 42; day += 1) {
          challenger += draw(random);
          champion += draw(random);
          if (lnRatioEvidence([{ share: 0.5, challenger, champion }]) >= lnEnough) return true;
        }
        return false;
      });
      expect(falseWinners).toBeLessThanOrEqual(0.05);
    }
  });

  it("keeps that promise where a bandit moves the shares after what it has seen and the rates drift together", () => {
    const falseWinners = shareOf(150, "bandit A/A", (random) => {
      const stretches: Stretch[] = [];
      const sent = [0, 0];
      const successes = [0, 0];
      for (let week = 0; week < 12; week += 1) {
        const shares = thompsonShares(
          [0, 1].map((at) => ({ id: String(at), sent: sent[at] ?? 0, successes: successes[at] ?? 0 })),
        );
        const share = shares[1]?.share ?? 0;
        const rate = 0.02 + 0.06 * (week / 12);
        const now = [0, 0];
        for (let email = 0; email < 300; email += 1) {
          const arm = nextFloat(random) < share ? 1 : 0;
          sent[arm] = (sent[arm] ?? 0) + 1;
          if (nextFloat(random) < rate) now[arm] = (now[arm] ?? 0) + 1;
        }
        for (const arm of [0, 1]) successes[arm] = (successes[arm] ?? 0) + (now[arm] ?? 0);
        stretches.push({ share, challenger: now[1] ?? 0, champion: now[0] ?? 0 });
        if (lnRatioEvidence(stretches) >= lnEnough) return true;
      }
      return false;
    });
    expect(falseWinners).toBeLessThanOrEqual(0.05);
  });

  it("holds the true ratio and the true rate inside its bounds on all days of nineteen tests in twenty", () => {
    const [draw, better] = [binomial(40, 0.04), binomial(40, 0.06)];
    const missed = shareOf(400, "coverage", (random) => {
      let [challenger, champion] = [0, 0];
      for (let day = 1; day <= 42; day += 1) {
        champion += draw(random);
        challenger += better(random);
        const { low, high } = ratioEvidence([{ share: 0.5, challenger, champion }], level);
        const rate = rateSequence(day * 40, champion, level);
        if (low > 1.5 || (high ?? 2) < 1.5 || rate.low > 0.04 || rate.high < 0.04) return true;
      }
      return false;
    });
    // Two promises of 95 % each.
    expect(missed).toBeLessThanOrEqual(0.1);
  });

  it("finds half as many replies again in most tests of twelve weeks, and doubled replies in nearly all", () => {
    const powerAt = (other: number) => {
      const [draw, better] = [binomial(40, 0.04), binomial(40, other)];
      return shareOf(300, `power ${other}`, (random) => {
        let [challenger, champion] = [0, 0];
        for (let day = 0; day < 84; day += 1) {
          champion += draw(random);
          challenger += better(random);
          if (ratioEvidence([{ share: 0.5, challenger, champion }], level).low > 1) return true;
        }
        return false;
      });
    };
    expect(powerAt(0.06)).toBeGreaterThan(0.75);
    expect(powerAt(0.08)).toBeGreaterThan(0.99);
  });

  it("sees that people are not dealt as intended, and seldom where they are", () => {
    expect(sampleRatioP([{ shares: [0.5, 0.5], counts: [5_000, 5_600] }])).toBeLessThan(0.001);
    expect(sampleRatioP([{ shares: [0.7, 0.3], counts: [700, 300] }])).toBe(1);
    expect(sampleRatioP([{ shares: [1, 0], counts: [10, 1] }])).toBe(0);
    const alarms = shareOf(1_000, "balance", (random) => {
      const counts = [0, 0];
      for (let day = 0; day < 20; day += 1) {
        for (let email = 0; email < 50; email += 1) {
          const arm = nextFloat(random) < 0.5 ? 1 : 0;
          counts[arm] = (counts[arm] ?? 0) + 1;
        }
        if (sampleRatioP([{ shares: [0.5, 0.5], counts }]) < 0.01) return true;
      }
      return false;
    });
    expect(alarms).toBeLessThanOrEqual(0.01);
  });
});

describe("a bandit", () => {
  it("sends fewer people the worse variant than an even split does, and starves none", () => {
    const random = randomFrom(seedFrom("regret"));
    const rates = [0.03, 0.06, 0.03];
    let worse = 0;
    const tests = 20;
    for (let test = 0; test < tests; test += 1) {
      const [sent, successes] = [
        [0, 0, 0],
        [0, 0, 0],
      ];
      for (let batch = 0; batch < 20; batch += 1) {
        const shares = thompsonShares(
          rates.map((_, at) => ({ id: String(at), sent: sent[at] ?? 0, successes: successes[at] ?? 0 })),
        );
        for (const { share } of shares) expect(share).toBeGreaterThanOrEqual(0.05 - 1e-9);
        expect(shares.reduce((sum, one) => sum + one.share, 0)).toBeCloseTo(1, 9);
        for (let email = 0; email < 150; email += 1) {
          let [place, arm] = [nextFloat(random), 0];
          while (arm < 2 && place >= (shares[arm]?.share ?? 0)) {
            place -= shares[arm]?.share ?? 0;
            arm += 1;
          }
          sent[arm] = (sent[arm] ?? 0) + 1;
          if (nextFloat(random) < (rates[arm] ?? 0)) successes[arm] = (successes[arm] ?? 0) + 1;
        }
      }
      worse += ((sent[0] ?? 0) + (sent[2] ?? 0)) / 3_000;
    }
    // An even split sends two thirds.
    expect(worse / tests).toBeLessThan(0.4);
  });

  it("credits no variant with the good weeks in which it was sent more", () => {
    const good = { share: 0.9, sent: 900, successes: 90 };
    const bad = { share: 0.1, sent: 100, successes: 2 };
    expect(evenRate([good, bad])).toBeCloseTo(0.06, 12);
    expect(evenRate([])).toBeNull();
  });
});
