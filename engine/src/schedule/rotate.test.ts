import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asInstant, HOUR_MS, type Instant } from "../base/index.ts";
import { type Definition, openToAll, type PooledAccount } from "../sequence/index.ts";
import { explain, type PlanAccount, type PlanPerson, periodKey, plan, planKey, type Snapshot } from "./index.ts";
import { zoneOf } from "./zone-of.ts";

/** A Tuesday at ten, UTC. */
const now = asInstant(Date.parse("2026-11-24T10:00:00Z"));
const today = asInstant(Date.parse("2026-11-24T00:00:00Z"));

function definition(sendingAccounts: readonly PooledAccount[] | null): Definition {
  return {
    ...{ sequenceId: "s", version: 1, name: "Founders" },
    settings: {
      ...{ timezone: "UTC", timezoneMode: "sequence", replyHandling: "stop", bounceHandling: "stop" },
      windows: [{ days: ["tue"], start: "00:00", end: "24:00" }],
      tracking: { opens: true, clicks: true },
      ...openToAll,
      sendingAccounts,
    },
    steps: [
      {
        ...{ id: "one", kind: "email", parentId: null, conditions: [], order: 0, tracking: null, templateId: null },
        delay: { value: 0, unit: "hours" },
        content: { subject: "Hi", htmlContent: "<p>x</p>", textContent: null },
      },
    ],
  };
}

function account(id: string, over: Partial<PlanAccount> = {}): PlanAccount {
  return {
    ...{ id, isActive: true, zone: "UTC", dailyLimit: 1_000, hourlyLimit: 1_000, minGapMs: 0, gapJitter: 0 },
    ...{ used: new Map(), leavesAt: [], workday: null },
    ...over,
  };
}

function people(many: number, over: (n: number) => Partial<PlanPerson> = () => ({})): PlanPerson[] {
  return Array.from({ length: many }, (_, n) => ({
    ...{ enrollmentId: `e${n}`, contactId: `c${n}`, sequenceId: "s", sequenceVersion: 1, status: "active" as const },
    ...{ stepId: "one", stepDueAt: now, resumeAt: null, isFollowUp: false, contactZone: null, accountId: null },
    ...{ barred: null, facts: null, newcomer: null },
    ...over(n),
  }));
}

interface Wish {
  readonly pool?: readonly PooledAccount[] | null;
  readonly who: readonly PlanPerson[];
  readonly accounts: readonly PlanAccount[];
}

function decisionsOf({ pool = null, who, accounts }: Wish, at: Instant = now) {
  const sequences = new Map([[planKey("s", 1), { definition: definition(pool), isPaused: false }]]);
  const snapshot: Snapshot = { seed: "w", people: who, sequences, accounts, intake: new Map() };
  return plan(snapshot, at);
}

/** Who writes to each, in their order. */
function writersOf(wish: Wish): (string | null)[] {
  return decisionsOf(wish).map((decision) => (decision.do === "send" ? decision.accountId : null));
}

function countOf(writers: readonly (string | null)[], id: string): number {
  return writers.filter((writer) => writer === id).length;
}

const gmail = (n: number) => ({ domain: n % 2 === 0 ? "gmail.com" : "example.com" });

describe("rotation over sending accounts", () => {
  it("gives newcomers only to accounts of the pool, none a whole email short of what its weight and health say", () => {
    const drawn = fc.record({
      weights: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
      healths: fc.array(fc.integer({ min: 30, max: 100 }), { minLength: 5, maxLength: 5 }),
      many: fc.integer({ min: 1, max: 150 }),
    });
    fc.assert(
      fc.property(drawn, ({ weights, healths, many }) => {
        const pool = weights.map((weight, n) => ({ id: `a${n}`, weight }));
        const accounts = [...pool, { id: "outside" }].map(({ id }, n) => account(id, { health: healths[n] ?? 100 }));
        const writers = writersOf({ pool, who: people(many), accounts });
        const shares = weights.map((weight, n) => weight * (healths[n] ?? 100));
        const whole = shares.reduce((sum, share) => sum + share, 0);
        expect(pool.reduce((sum, { id }) => sum + countOf(writers, id), 0)).toBe(many);
        for (const [n, { id }] of pool.entries()) {
          // Divisor methods never fall a whole email short; what the small ones are short of, the large ones have.
          const quota = (many * (shares[n] ?? 0)) / whole;
          expect(countOf(writers, id)).toBeGreaterThan(quota - 1);
          expect(countOf(writers, id)).toBeLessThan(quota + pool.length);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("keeps everybody on the account of their thread, whatever pool the sequence has now", () => {
    const accounts = ["a", "b", "c"].map((id) => account(id));
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 30 }), (threads) => {
        const who = people(threads.length, (n) => ({ accountId: threads[n] ?? null, isFollowUp: true }));
        expect(writersOf({ pool: [{ id: "a", weight: 1 }], who, accounts })).toEqual(threads);
      }),
      { numRuns: 50 },
    );
  });

  it("holds those whose account is paused and gives them to nobody else of the pool", () => {
    const pool = ["a", "b"].map((id) => ({ id, weight: 1 }));
    const who = people(2, (n) => ({ accountId: n === 0 ? "a" : null }));
    const [held, newcomer] = decisionsOf({ pool, who, accounts: [account("a", { isActive: false }), account("b")] });
    expect(held).toMatchObject({ do: "hold", why: "account_paused" });
    expect(newcomer).toMatchObject({ do: "send", accountId: "b" });
  });

  it("says that it is the accounts the sequence names that are missing, though another one is there", () => {
    const pool = [{ id: "gone", weight: 1 }];
    const [decision] = decisionsOf({ pool, who: people(1), accounts: [account("other")] });
    expect(decision).toMatchObject({ do: "hold", why: "no_account" });
    const subjects = { zone: zoneOf({ contactZone: null }, definition(null)), accountEmail: null, heldReason: null };
    const told = explain(decision?.constraints ?? [], null, { ...subjects, task: null });
    expect(told.constraints[0]?.detail).toContain("that the sequence names");
  });

  it("lets the account go first that has been idle for longest, where all are as full", () => {
    const busyIn = (hour: number) =>
      new Map([
        [periodKey({ period: "hour", startsAt: asInstant(today + hour * HOUR_MS) }), 1],
        [periodKey({ period: "day", startsAt: today }), 1],
      ]);
    const accounts = [9, 6, 8].map((hour) => account(`at${hour}`, { used: busyIn(hour) }));
    expect(writersOf({ who: people(3), accounts })).toEqual(["at6", "at8", "at9"]);
  });

  it("fills accounts evenly against what each may take, and gives nothing to a full one while another has room", () => {
    const full = account("full", {
      dailyLimit: 10,
      used: new Map([[periodKey({ period: "day", startsAt: today }), 10]]),
    });
    const writers = writersOf({
      who: people(60),
      accounts: [account("big", { dailyLimit: 100 }), account("small", { dailyLimit: 20 }), full],
    });
    expect(["big", "small", "full"].map((id) => countOf(writers, id))).toEqual([50, 10, 0]);
  });

  it("prefers an account at the recipient's own provider, unless another one is in better health", () => {
    const accountsAt = (health: number) => [account("google", { provider: "google", health }), account("other")];
    const writers = writersOf({ who: people(100, gmail), accounts: accountsAt(100) });
    const toGmail = writers.filter((_, n) => n % 2 === 0);
    expect(countOf(toGmail, "google")).toBeGreaterThan(40);
    // As many mails as the other, only other people.
    expect(Math.abs(countOf(writers, "google") - 50)).toBeLessThan(5);
    const ill = writersOf({ who: people(100, gmail), accounts: accountsAt(60) });
    expect(countOf(ill, "google")).toBeLessThan(40);
  });
});
