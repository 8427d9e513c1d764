import { describe, expect, it } from "vitest";
import { type Lived, nextFloat, type Random, randomFrom, seedFrom } from "../base/index.ts";
import { type Aged, arrivalCurve, forecastOf, lastAge, ratioEvidence } from "./index.ts";
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

describe("late replies", () => {
  it("are foreseen without bias where the variants' emails are of unequal age, which so far makes equal ones look apart", () => {
    const worlds = 60;
    const sum = { youngSoFar: 0, oldSoFar: 0, young: 0, old: 0 };
    for (let world = 0; world < worlds; world += 1) {
      const random = randomFrom(seedFrom("late", String(world)));
      const history = seen(random, { rate: 0.1, emails: 1_500, ageOf: evenly(2 * lastAge) });
      const young = seen(random, { rate: 0.1, emails: 600, ageOf: evenly(12) });
      const old = seen(random, { rate: 0.1, emails: 600, ageOf: evenly(2 * lastAge) });
      const curve = arrivalCurve(history, history);
      if (curve === null) throw new Error("1,500 emails know a curve");
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

  it("that really come lie within the range that was foreseen in nearly nine cases of ten", () => {
    let within = 0;
    const worlds = 150;
    for (let world = 0; world < worlds; world += 1) {
      const random = randomFrom(seedFrom("range", String(world)));
      const history = seen(random, { rate: 0.08, emails: 1_500, ageOf: evenly(2 * lastAge) });
      const curve = arrivalCurve(history, history);
      const mails = Array.from({ length: 400 }, () => ({
        age: evenly(24)(random),
        delay: nextFloat(random) < 0.08 ? delayOf(random) : null,
      }));
      const now = mails.map(({ age, delay }) => ({
        age: Math.floor(age),
        sent: 1,
        successes: delay !== null && delay < age ? 1 : 0,
      }));
      const toCome = mails.filter(({ age, delay }) => delay !== null && delay >= age).length;
      const foreseen = curve === null ? null : forecastOf(now, curve);
      if (foreseen !== null && foreseen.low <= toCome && toCome <= foreseen.high) within += 1;
    }
    expect(within / worlds).toBeGreaterThan(0.87);
    expect(within / worlds).toBeLessThan(0.99);
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

  it("are foreseen by the whole workspace's where a sequence is new, and not at all where nothing is known", () => {
    const random = randomFrom(seedFrom("new"));
    const workspace = seen(random, { rate: 0.2, emails: 1_000, ageOf: evenly(2 * lastAge) });
    const few: Lived[] = [{ age: lastAge, successAge: 50, emails: 1 }];
    expect(arrivalCurve([], [])).toBeNull();
    expect(arrivalCurve(few, few)).toBeNull();
    const all = arrivalCurve([], workspace) ?? [];
    const mixed = arrivalCurve(few, workspace) ?? [];
    expect(all.at(-1)).toBeCloseTo(1, 9);
    // One reply of its own moves the curve by a twenty-first.
    expect(mixed[28]).toBeCloseTo(((all[28] ?? 0) * 20) / 21, 9);
    expect(forecastOf([{ age: 0, sent: 10, successes: 0 }], all)).toBeNull();
  });

  it("are no longer expected of emails that have had their time", () => {
    const lived: Lived[] = [
      { age: lastAge, successAge: 1, emails: 40 },
      { age: lastAge, successAge: null, emails: 160 },
    ];
    const foreseen = forecastOf(aged(lived), arrivalCurve(lived, lived) ?? []);
    expect(foreseen).toEqual({ lived: 200, rate: 0.2, stillToCome: 0, low: 0, high: 0 });
  });
});
