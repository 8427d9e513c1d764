import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { branch, definitionOf, opened, type Twig } from "../../../tests/support/trees.ts";
import { asInstant } from "../base/index.ts";
import type { Condition } from "../condition/index.ts";
import { type DealtBefore, dealVariant, type RunningTest } from "../experiment/index.ts";
import { freeAccount } from "./accounts.ts";
import { type Decision, type PlanPerson, plan, planKey } from "./plan.ts";

const now = asInstant(Date.parse("2026-11-23T10:00:00.000Z"));
const everybody: Condition = { all: [] };

/** A branch whose conditions would send everybody the first way. */
const fork: Twig = { ...branch("B", { one: ["a"], two: ["b"], else: ["c"] }, everybody), testId: "t" };
const definition = definitionOf([fork, "last"]);

const share = (variantId: string, part: number) => ({ variantId, share: part });
const running: RunningTest = {
  ...{ id: "t", sampleSize: 100, winnerId: null, barred: [], period: 2 },
  shares: [share("B", 0.5), share("one", 0.25), share("two", 0.25)],
};

function person(n: number, before?: DealtBefore): PlanPerson {
  return {
    ...{ enrollmentId: `e${n}`, contactId: `c${n}`, sequenceId: "s", sequenceVersion: 1, status: "active" },
    ...{ stepId: "B", stepDueAt: now, resumeAt: null, isFollowUp: false, contactZone: null, accountId: null },
    ...{ barred: null, facts: null, newcomer: null, dealt: new Map(before === undefined ? [] : [["t", before]]) },
  };
}

function decided(people: readonly PlanPerson[], test: RunningTest | null = running, of = definition): Decision[] {
  const sequences = new Map([[planKey("s", 1), { definition: of, isPaused: false }]]);
  const tests = new Map(test === null ? [] : [["t", test]]);
  return plan({ seed: "w", people, sequences, accounts: [freeAccount()], intake: new Map(), tests }, now);
}

/** Where somebody came to, and what dealt it. */
const wayOf = ({ passed, moved }: Decision) => ({ to: moved?.stepId, ...passed[0] });
const many = Array.from({ length: 400 }, (_, n) => person(n));
const partOf = (decisions: readonly Decision[], step: string) =>
  decisions.filter((one) => one.moved?.stepId === step).length / decisions.length;

describe("whom a test of a branch sends which way", () => {
  test("falls as the shares say, whatever the conditions of the ways say, and is told with its period", () => {
    const all = decided(many);
    expect(Math.abs(partOf(all, "c") - 0.5)).toBeLessThan(0.08);
    expect(Math.abs(partOf(all, "a") - 0.25)).toBeLessThan(0.07);
    expect(partOf(all, "a") + partOf(all, "b") + partOf(all, "c")).toBe(1);
    for (const [n, one] of all.entries()) {
      const variantId = dealVariant("t", `c${n}`, running.shares);
      expect(wayOf(one)).toEqual({
        to: { B: "c", one: "a", two: "b" }[variantId],
        stepId: "B",
        how: variantId === "B" ? "otherwise" : variantId,
        dealt: { testId: "t", variantId, period: 2 },
      });
    }
  });

  test("is the same however they are planned together, and stays when the shares change", () => {
    const weights = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(
        fc.shuffledSubarray(many, { minLength: 1, maxLength: 20 }),
        weights,
        (people, [b = 1, o = 1, t = 1]) => {
          const first = decided(people);
          expect(first.map(wayOf)).toEqual(people.map((one) => wayOf(decided([one])[0] as Decision)));
          const total = b + o + t;
          const later = {
            ...running,
            period: 3,
            shares: [share("B", b / total), share("one", o / total), share("two", t / total)],
          };
          for (const isSameEpisode of [true, false]) {
            const known = people.map((one, n) => {
              const { variantId, period } = first[n]?.passed[0]?.dealt ?? { variantId: "", period: null };
              return { ...one, dealt: new Map([["t", { variantId, period, isSameEpisode }]]) };
            });
            const again = decided(known, later);
            expect(again.map((one) => one.moved)).toEqual(first.map((one) => one.moved));
            // What an earlier episode decided is no chance any more.
            for (const one of again) expect(one.passed[0]?.dealt?.period).toBe(isSameEpisode ? 2 : null);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test("is decided by the conditions where nothing runs, and for those who take no part", () => {
    for (const test of [null, { ...running, shares: [] }]) {
      const all = decided(many, test);
      expect(all.map(wayOf)).toEqual(all.map(() => ({ to: "a", stepId: "B", how: "one" })));
    }
    const conditional = definitionOf([{ ...branch("B", { one: ["a"], else: ["c"] }, opened), testId: "t" }]);
    const some = decided(many, { ...running, shares: [share("B", 0), share("one", 1)], sampleSize: 30 }, conditional);
    expect(some.every(({ passed, moved }) => moved?.stepId === (passed[0]?.dealt === undefined ? "c" : "a"))).toBe(
      true,
    );
    expect(Math.abs(partOf(some, "a") - 0.3)).toBeLessThan(0.07);
  });

  test("is the way that was applied, for everybody who comes from then on", () => {
    const all = decided(many, { ...running, shares: [], sampleSize: 10, winnerId: "two" });
    expect(all.every((one) => one.moved?.stepId === "b" && one.passed[0]?.dealt?.period === null)).toBe(true);
  });

  test("leaves whoever stands in a way where they are, though another one won", () => {
    const inside = { ...person(1), stepId: "a" };
    const before = { variantId: "one", period: 2, isSameEpisode: true };
    const [one] = decided([{ ...inside, dealt: new Map([["t", before]]) }], {
      ...running,
      shares: [],
      winnerId: "two",
    });
    expect(one).toMatchObject({ do: "send", stepId: "a", moved: null, passed: [] });
  });

  test("is no way that was stopped", () => {
    const barred = { ...running, barred: ["one"], shares: [share("B", 0.5), share("two", 0.5)] };
    const all = decided(
      many.map((_, n) => person(n, { variantId: "one", period: 1, isSameEpisode: true })),
      barred,
    );
    expect(partOf(all, "a")).toBe(0);
    expect(Math.abs(partOf(all, "b") - 0.5)).toBeLessThan(0.08);
  });

  test("goes on with what follows the branch where the way is empty", () => {
    const empty = definitionOf([{ ...branch("B", { one: ["a"], else: [] }), testId: "t" }, "last"]);
    const all = decided(many, { ...running, shares: [share("B", 0.5), share("one", 0.5)] }, empty);
    expect(partOf(all, "a") + partOf(all, "last")).toBe(1);
    expect(partOf(all, "last")).toBeGreaterThan(0.4);
  });
});
