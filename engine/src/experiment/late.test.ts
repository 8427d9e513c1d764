import { describe, expect, it } from "vitest";
import { type Lived, nextFloat, type Random, randomFrom, seedFrom } from "../base/index.ts";
import {
  type Aged,
  type ArrivalCurve,
  arrivalCurve,
  type Forecast,
  forecastOf,
  lastAge,
  ratioEvidence,
} from "./index.ts";
import { lnRatioEvidence } from "./ratio.ts";

/** After how many ages a reply comes, within one as well: most on the first day, a few after a week, none after two weeks. */
function delayOf(random: Random): number {
  const mean = nextFloat(random) < 0.6 ? 3 : 16;
  for (;;) {
    const ages = -mean * Math.log(1 - nextFloat(random));
    if (ages < lastAge) return ages;
  }
}

interface Mailing {
  readonly rate: number;
  readonly emails: number;
  readonly ageOf: (random: Random) => number;
}

/** Emails of these ages as they are seen now: whoever will reply has done so if their delay has passed. */
function seen(random: Random, { rate, emails, ageOf }: Mailing): Lived[] {
  return Array.from({ length: emails }, () => {
    const age = ageOf(random);
    const delay = nextFloat(random) < rate ? delayOf(random) : null;
    const successAge = delay !== null && delay < age ? Math.floor(delay) : null;
    return { age: Math.min(lastAge, Math.floor(age)), successAge, emails: 1 };
  });
}

function aged(lived: readonly Lived[]): Aged[] {
  return lived.map(({ age, successAge, emails }) => ({
    age,
    sent: emails,
    successes: successAge === null ? 0 : emails,
  }));
}

const evenly = (most: number) => (random: Random) => nextFloat(random) * most;
const replied = (lived: readonly Lived[]) =>
  lived.filter(({ successAge }) => successAge !== null).length / lived.length;

function known<T>(found: T | null): T {
  if (found === null) throw new Error("too little is known");
  return found;
}

const deviation = ({ errors }: ArrivalCurve, age: number) => Math.hypot(...errors.map((error) => error[age] ?? 0));

type Range = Pick<Forecast, "low" | "high">;

describe("late replies", () => {
  it("are foreseen without bias where the variants' emails are of unequal age, which so far makes equal ones look apart", () => {
    const worlds = 60;
    const sum = { youngSoFar: 0, oldSoFar: 0, young: 0, old: 0 };
    for (let world = 0; world < worlds; world += 1) {
      const random = randomFrom(seedFrom("late", String(world)));
      const history = seen(random, { rate: 0.1, emails: 1_500, ageOf: evenly(2 * lastAge) });
      const young = seen(random, { rate: 0.1, emails: 600, ageOf: evenly(12) });
      const old = seen(random, { rate: 0.1, emails: 600, ageOf: evenly(2 * lastAge) });
      const curve = known(arrivalCurve(history, history));
      sum.youngSoFar += replied(young) / worlds;
      sum.oldSoFar += replied(old) / worlds;
      sum.young += (forecastOf(aged(young), curve)?.rate ?? 0) / worlds;
      sum.old += (forecastOf(aged(old), curve)?.rate ?? 0) / worlds;
    }
    // So far: the young ones seem to have two thirds of the replies of the old ones (measured: 0.62).
    expect(sum.youngSoFar / sum.oldSoFar).toBeLessThan(0.7);
    expect(Math.abs(sum.young - 0.1)).toBeLessThan(0.006);
    expect(Math.abs(sum.old - 0.1)).toBeLessThan(0.006);
  });

  it("that really come lie within the range that was foreseen as often as it promises, because it knows how uncertain the curve is", () => {
    const worlds = 300;
    const all = { within: 0, withoutErrors: 0, width: 0, widthWithoutErrors: 0 };
    for (let world = 0; world < worlds; world += 1) {
      const random = randomFrom(seedFrom("range", String(world)));
      const history = seen(random, { rate: 0.08, emails: 1_500, ageOf: evenly(2 * lastAge) });
      const curve = known(arrivalCurve(history, history));
      // So many that the curve's error outweighs the chance in how many still reply.
      const mails = Array.from({ length: 2_000 }, () => ({
        age: evenly(24)(random),
        delay: nextFloat(random) < 0.08 ? delayOf(random) : null,
      }));
      const now = mails.map(({ age, delay }) => ({
        age: Math.floor(age),
        sent: 1,
        successes: delay !== null && delay < age ? 1 : 0,
      }));
      const toCome = mails.filter(({ age, delay }) => delay !== null && delay >= age).length;
      const holds = (range: Range) => Number(range.low <= toCome && toCome <= range.high);
      const foreseen = known(forecastOf(now, curve));
      const withoutErrors = known(forecastOf(now, { ...curve, errors: [] }));
      all.within += holds(foreseen) / worlds;
      all.withoutErrors += holds(withoutErrors) / worlds;
      all.width += foreseen.high - foreseen.low;
      all.widthWithoutErrors += withoutErrors.high - withoutErrors.low;
    }
    // 95 % of 300 worlds, give or take three standard errors of 1.26 points (of 1,500 worlds: 94.6 %, without errors 86.5 %).
    expect(all.within).toBeGreaterThan(0.912);
    expect(all.within).toBeLessThan(0.988);
    expect(all.withoutErrors).toBeLessThan(0.912);
    expect(all.width / all.widthWithoutErrors).toBeLessThan(1.4);
  });

  it("let equal variants win in at most one of twenty tests that are watched daily, though replies are late", () => {
    const tests = 400;
    let winners = 0;
    const lnEnough = -Math.log(0.05);
    for (let test = 0; test < tests; test += 1) {
      const random = randomFrom(seedFrom("late A/A", String(test)));
      const came = [0, 1].map(() => new Uint16Array(42 + lastAge / 4));
      for (let day = 0; day < 42; day += 1) {
        for (let email = 0; email < 40; email += 1) {
          const arm = came[nextFloat(random) < 0.5 ? 0 : 1] as Uint16Array;
          if (nextFloat(random) >= 0.08) continue;
          const at = day + Math.floor(delayOf(random) / 4);
          arm[at] = (arm[at] ?? 0) + 1;
        }
      }
      let [challenger, champion] = [0, 0];
      for (let day = 0; day < 42; day += 1) {
        challenger += came[0]?.[day] ?? 0;
        champion += came[1]?.[day] ?? 0;
        if (lnRatioEvidence([{ share: 0.5, challenger, champion }]) < lnEnough) continue;
        winners += 1;
        break;
      }
    }
    expect(winners / tests).toBeLessThanOrEqual(0.05);
    expect(ratioEvidence([{ share: 0.5, challenger: 90, champion: 30 }], 0.95).low).toBeGreaterThan(1);
  });

  it("have a curve that is as uncertain as its repetitions differ", () => {
    const worlds = 300;
    const [shares, variances]: [number[], number[]] = [[], []];
    for (let world = 0; world < worlds; world += 1) {
      const random = randomFrom(seedFrom("curve", String(world)));
      const history = seen(random, { rate: 0.1, emails: 1_500, ageOf: evenly(2 * lastAge) });
      const curve = known(arrivalCurve(history, []));
      shares.push(curve.shares[8] ?? 0);
      variances.push(deviation(curve, 8) ** 2);
    }
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / worlds;
    const spread = mean(shares.map((share) => (share - mean(shares)) ** 2));
    // A variance of 300 worlds is known to within a standard error of 8 %.
    expect(Math.abs(mean(variances) / spread - 1)).toBeLessThan(0.25);
  });

  it("are foreseen by the whole workspace's where a sequence is new, and not at all where nothing is known", () => {
    const random = randomFrom(seedFrom("new"));
    const workspace = seen(random, { rate: 0.2, emails: 1_000, ageOf: evenly(2 * lastAge) });
    const few: Lived[] = [{ age: lastAge, successAge: 50, emails: 1 }];
    expect(arrivalCurve([], [])).toBeNull();
    expect(arrivalCurve(few, few)).toBeNull();
    const all = known(arrivalCurve([], workspace));
    const mixed = known(arrivalCurve(few, workspace));
    expect(all.shares.at(-1)).toBeCloseTo(1, 9);
    // One reply of its own moves the curve by a twenty-first.
    expect(mixed.shares[28]).toBeCloseTo(((all.shares[28] ?? 0) * 20) / 21, 9);
    // The workspace's own curve is known better than it is known of a sequence that may be answered otherwise.
    expect(deviation(all, 8)).toBeGreaterThan(2 * deviation(known(arrivalCurve(workspace, workspace)), 8));
    expect(forecastOf([{ age: 0, sent: 10, successes: 0 }], all)).toBeNull();
  });

  it("are no longer expected of emails that have had their time", () => {
    const lived: Lived[] = [
      { age: lastAge, successAge: 1, emails: 40 },
      { age: lastAge, successAge: null, emails: 160 },
    ];
    const foreseen = forecastOf(aged(lived), known(arrivalCurve(lived, lived)));
    expect(foreseen).toEqual({ lived: 200, rate: 0.2, stillToCome: 0, low: 0, high: 0 });
  });
});
