import { describe, expect, test } from "vitest";
import { asInstant } from "../base/index.ts";
import type { RunningTest } from "../experiment/index.ts";
import type { Definition, StepVariant } from "../sequence/index.ts";
import { type PlanPerson, plan, planKey, type Snapshot } from "./plan.ts";

const now = asInstant(Date.parse("2026-11-23T10:00:00.000Z"));
const days = ["mon", "tue", "wed", "thu", "fri"] as const;
const content = { subject: "Hello", htmlContent: "<p>Hello</p>", textContent: null };
const variant = (id: string, hours: StepVariant["hours"] = null): StepVariant => {
  return { id, name: id, content: { ...content, subject: id }, fromName: null, hours };
};

function definitionWith(variants: readonly StepVariant[]): Definition {
  const step = { id: "one", kind: "email", order: 0, parentId: null, delay: { value: 0, unit: "hours" } };
  return {
    sequenceId: "s",
    version: 1,
    name: "Founders",
    settings: {
      ...{ timezone: "UTC", timezoneMode: "sequence", windows: [{ days, start: "09:00", end: "17:00" }] },
      ...{ replyHandling: "stop", bounceHandling: "stop", tracking: { opens: true, clicks: true } },
      ...{ reEntry: "never", intake: { perDay: null, perCompanyPerDay: null }, cooldownDays: 0 },
    },
    steps: [{ ...step, conditions: [], content, tracking: null, templateId: null, test: { testId: "t", variants } }],
  } as unknown as Definition;
}

const running: RunningTest = {
  ...{ id: "t", sampleSize: 100, winnerId: null, barred: [], period: 3 },
  shares: [
    { variantId: "A", share: 0.5 },
    { variantId: "B", share: 0.5 },
  ],
};

function person(n: number, dealt?: PlanPerson["dealt"]): PlanPerson {
  return {
    ...{ enrollmentId: `e${n}`, contactId: `c${n}`, sequenceId: "s", sequenceVersion: 1, status: "active" },
    ...{ stepId: "one", stepDueAt: now, resumeAt: null, isFollowUp: false, contactZone: null, accountId: null },
    ...{ barred: null, facts: null, newcomer: null, ...(dealt === undefined ? {} : { dealt }) },
  };
}

interface Given {
  readonly test?: RunningTest | null;
  readonly variants?: readonly StepVariant[];
  readonly people?: readonly PlanPerson[];
}

const many = Array.from({ length: 400 }, (_, n) => person(n));

/** Who is dealt which variant, at which time of day. */
function dealt({ test = running, variants = [variant("A"), variant("B")], people = many }: Given = {}) {
  const definition = definitionWith(variants);
  const account = { id: "a", isActive: true, zone: "UTC", dailyLimit: 1e6, hourlyLimit: 1e6, used: new Map() };
  const snapshot: Snapshot = {
    ...{ seed: "w", people, intake: new Map(), tests: new Map(test === null ? [] : [["t", test]]) },
    sequences: new Map([[planKey("s", 1), { definition, isPaused: false }]]),
    accounts: [{ ...account, minGapMs: 0, gapJitter: 0, leavesAt: [], workday: null }],
  };
  return plan(snapshot, now).map((decision) => {
    if (decision.do !== "send") throw new Error(`Nobody is kept from mail here: ${decision.do}`);
    return { variant: decision.dealt ?? null, at: decision.at };
  });
}

const share = (all: ReturnType<typeof dealt>, id: string) =>
  all.filter(({ variant: one }) => one?.variantId === id).length / all.length;

describe("who is dealt which variant", () => {
  test("falls as the shares say, the same each time, and with the number of the period", () => {
    const all = dealt();
    expect(share(all, "A") + share(all, "B")).toBe(1);
    expect(Math.abs(share(all, "A") - 0.5)).toBeLessThan(0.08);
    expect(dealt()).toEqual(all);
    expect(new Set(all.map(({ variant: one }) => one?.period))).toEqual(new Set([3]));
  });

  test("is nobody where nothing runs, where the version lacks a variant, or where one has no part", () => {
    const nobody = (given: Given) => dealt(given).every(({ variant: one }) => one === null);
    expect(nobody({ test: null })).toBe(true);
    expect(nobody({ test: { ...running, shares: [] } })).toBe(true);
    expect(nobody({ variants: [variant("A")] })).toBe(true);
    const part = dealt({ test: { ...running, sampleSize: 25 } }).filter(({ variant: one }) => one !== null).length;
    expect(Math.abs(part - 100)).toBeLessThan(32);
  });

  test("is everybody once a winner is applied, and never by chance any more", () => {
    const all = dealt({ test: { ...running, shares: [], sampleSize: 10, winnerId: "B" } });
    expect(all.every(({ variant: one }) => one?.variantId === "B" && one.period === null)).toBe(true);
  });

  test("stays with an email and a person, but not with a variant that was stopped", () => {
    const before = (isSameEpisode: boolean) =>
      many.map((_, n) => person(n, new Map([["t", { variantId: "B", period: 1, isSameEpisode }]])));
    const onlyA = { ...running, shares: [{ variantId: "A", share: 1 }], period: 4 };
    const retried = dealt({ people: before(true), test: onlyA });
    expect(new Set(retried.map(({ variant: one }) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify({ variantId: "B", period: 1 })]),
    );
    const again = dealt({ people: before(false) });
    expect(again.every(({ variant: one }) => one?.variantId === "B" && one.period === null)).toBe(true);
    const barred = dealt({ people: before(true), test: { ...onlyA, barred: ["B"] } });
    expect(barred.every(({ variant: one }) => one?.variantId === "A" && one.period === 4)).toBe(true);
  });

  test("decides when the mail leaves, where hours are what is tested", () => {
    const variants = [variant("A"), variant("B", { start: "20:00", end: "22:00" })];
    const all = dealt({ variants });
    const evening = asInstant(Date.parse("2026-11-23T20:00:00.000Z"));
    for (const { variant: one, at } of all) expect(at).toBe(one?.variantId === "B" ? evening : now);
    expect(share(all, "B")).toBeGreaterThan(0.4);
  });
});
