import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asInstant, epochDayOf, type Instant, instantFromIso, isoFromInstant, must } from "../base/index.ts";
import { type Definition, openToAll } from "../sequence/index.ts";
import {
  compileWorkday,
  type Decision,
  type PlanAccount,
  type PlanPerson,
  periodKey,
  plan,
  planKey,
  type Snapshot,
} from "./index.ts";

const at = (iso: string): Instant => must(instantFromIso(iso), iso);

function definition(over: Partial<Definition["settings"]> = {}): Definition {
  return {
    sequenceId: "s",
    version: 1,
    name: "Founders",
    settings: {
      timezone: "Europe/Berlin",
      timezoneMode: "contact",
      windows: [{ days: ["mon", "tue", "wed", "thu", "fri"], start: "09:00", end: "17:00" }],
      replyHandling: "stop",
      bounceHandling: "stop",
      tracking: { opens: true, clicks: true },
      ...openToAll,
      ...over,
    },
    steps: [
      {
        id: "one",
        kind: "email",
        parentId: null,
        conditions: [],
        order: 0,
        delay: { value: 0, unit: "hours" },
        content: { subject: "Hi", htmlContent: "<p>x</p>", textContent: null },
        tracking: null,
        templateId: null,
      },
    ],
  };
}

function person(over: Partial<PlanPerson> = {}): PlanPerson {
  return {
    enrollmentId: "e1",
    contactId: "c1",
    sequenceId: "s",
    sequenceVersion: 1,
    status: "active",
    stepId: "one",
    stepDueAt: at("2026-11-24T10:00:00Z"),
    resumeAt: null,
    isFollowUp: false,
    contactZone: null,
    accountId: null,
    barred: null,
    facts: null,
    newcomer: null,
    ...over,
  };
}

function account(over: Partial<PlanAccount> = {}): PlanAccount {
  return {
    id: "a",
    isActive: true,
    zone: "UTC",
    dailyLimit: 100,
    hourlyLimit: 100,
    minGapMs: 0,
    gapJitter: 0,
    used: new Map(),
    leavesAt: [],
    workday: null,
    ...over,
  };
}

function world(
  people: PlanPerson[],
  accounts: PlanAccount[] = [account()],
  def = definition(),
  isPaused = false,
): Snapshot {
  const sequences = new Map([[planKey("s", 1), { definition: def, isPaused }]]);
  return { seed: "w", people, accounts, sequences, intake: new Map() };
}

const sendsAt = (decision: Decision | undefined) =>
  decision?.do === "send" ? isoFromInstant(decision.at) : decision?.do;

describe("the plan", () => {
  it("sends at once inside the window", () => {
    expect(sendsAt(plan(world([person()]), at("2026-11-24T10:00:00Z"))[0])).toBe("2026-11-24T10:00:00.000Z");
  });

  it("waits for the window in the contact's own zone, and in the sequence's where the zone is unknown", () => {
    const now = at("2026-11-24T17:30:00Z");
    const [tokyo, nowhere] = plan(
      world([
        person({ contactZone: "Asia/Tokyo" }),
        person({ enrollmentId: "e2", contactId: "c2", contactZone: "Mars/Olympus" }),
      ]),
      now,
    );
    expect(sendsAt(tokyo)).toBe("2026-11-25T00:00:00.000Z");
    expect(sendsAt(nowhere)).toBe("2026-11-25T08:00:00.000Z");
    expect(tokyo?.constraints.map((constraint) => constraint.code)).toEqual(["window"]);
  });

  it("lets follow-ups go before new people when room is short", () => {
    const people = [
      person(),
      person({ enrollmentId: "e2", contactId: "c2", isFollowUp: true, stepDueAt: at("2026-11-24T10:30:00Z") }),
    ];
    const decisions = plan(world(people, [account({ dailyLimit: 1 })]), at("2026-11-24T11:00:00Z"));
    expect(decisions.map((decision) => decision.do)).toEqual(["wait", "send"]);
    expect(decisions[0]?.constraints.at(-1)?.code).toBe("window");
    expect(decisions[0]?.constraints.map((constraint) => constraint.code)).toContain("daily_limit");
  });

  it("moves mail to the next hour when the hour is full", () => {
    const people = ["1", "2", "3"].map((n) => person({ enrollmentId: `e${n}`, contactId: `c${n}` }));
    const decisions = plan(world(people, [account({ hourlyLimit: 2 })]), at("2026-11-24T10:20:00Z"));
    expect(decisions.map(sendsAt)).toEqual([
      "2026-11-24T10:20:00.000Z",
      "2026-11-24T10:20:00.000Z",
      "2026-11-24T11:00:00.000Z",
    ]);
  });

  it("lets whoever must not be mailed for a while wait, and goes on at once when that ends", () => {
    const now = at("2026-11-24T10:00:00Z");
    const until = at("2026-11-25T10:00:00Z");
    const paused = person({ barred: "suppressed", barredUntil: until });
    expect(plan(world([paused]), now)[0]).toMatchObject({
      ...{ do: "wait", until },
      constraints: [{ code: "suppressed", freesAt: until }],
    });
    expect(plan(world([person({ stepDueAt: now })]), until)[0]?.do).toBe("send");
  });

  it("never mails a suppressed person and holds everybody of a paused sequence or account", () => {
    const now = at("2026-11-24T10:00:00Z");
    expect(plan(world([person({ barred: "suppressed" })]), now)[0]).toMatchObject({ do: "stop", why: "suppressed" });
    expect(plan(world([person()], [account()], definition(), true), now)[0]).toMatchObject({
      do: "hold",
      why: "sequence_paused",
    });
    expect(plan(world([person({ accountId: "a" })], [account({ isActive: false })]), now)[0]).toMatchObject({
      do: "hold",
      why: "account_paused",
    });
    expect(plan(world([person()], []), now)[0]).toMatchObject({ do: "hold", why: "no_account" });
  });

  it("keeps a thread on its account even when another has more room", () => {
    const accounts = [account({ used: new Map() }), account({ id: "b", dailyLimit: 1_000 })];
    const now = at("2026-11-24T10:00:00Z");
    expect(plan(world([person({ accountId: "a" })], accounts), now)[0]).toMatchObject({ do: "send", accountId: "a" });
    expect(plan(world([person()], accounts), now)[0]).toMatchObject({ do: "send", accountId: "b" });
  });

  it("sends only while the window and the account's workday are both open, and says which it waited for", () => {
    const workday = compileWorkday({
      zone: "America/New_York",
      workday: { timezone: null, days: ["tue", "wed"], start: "09:00", end: "17:00" },
    });
    const [decision] = plan(world([person()], [account({ workday })]), at("2026-11-24T10:00:00Z"));
    expect(sendsAt(decision)).toBe("2026-11-24T14:00:00.000Z");
    expect(decision?.constraints).toEqual([{ code: "workday", freesAt: at("2026-11-24T14:00:00Z"), subject: "a" }]);
  });

  it("takes another account where one's workday never meets the person's window, and holds where none does", () => {
    const workday = compileWorkday({
      zone: "Asia/Tokyo",
      workday: { timezone: null, days: ["mon"], start: "09:00", end: "12:00" },
    });
    const now = at("2026-11-24T10:00:00Z");
    const apart = account({ workday, dailyLimit: 1_000 });
    expect(plan(world([person()], [apart, account({ id: "b" })]), now)[0]).toMatchObject({ accountId: "b" });
    for (const accountId of [null, "a"]) {
      const [held] = plan(world([person({ accountId })], [apart]), now);
      expect(held).toMatchObject({ do: "hold", why: "workday", constraints: [{ code: "workday", freesAt: null }] });
    }
  });

  it("keeps a spread mail inside the shorter of window and workday", () => {
    const workday = compileWorkday({
      zone: "Europe/Berlin",
      workday: { timezone: null, days: ["wed"], start: "09:00", end: "09:10" },
    });
    const people = Array.from({ length: 20 }, (_, n) => person({ enrollmentId: `e${n}`, contactId: `c${n}` }));
    const decisions = plan(world(people, [account({ workday, minGapMs: 1 })]), at("2026-11-24T17:30:00Z"));
    for (const decision of decisions) expect(sendsAt(decision)).toMatch(/^2026-11-25T08:0\d/);
  });

  it("sends nothing on a holiday and says that it is one", () => {
    const holidays = { calendarId: "c", always: [epochDayOf(2026, 11, 24)], otherwise: [], byRegion: {} };
    const [decision] = plan(world([person()], [account()], definition({ holidays })), at("2026-11-24T10:00:00Z"));
    expect(sendsAt(decision)).toBe("2026-11-25T08:00:00.000Z");
    expect(decision?.constraints.map((constraint) => constraint.code)).toEqual(["holiday"]);
  });

  it("begins an account's day at its own midnight, so its cap resets there", () => {
    // Full on the 24th in Tokyo, where the 25th begins at 15:00 UTC.
    const zone = "Asia/Tokyo";
    const used = new Map([[periodKey({ period: "day", startsAt: at("2026-11-23T15:00:00Z") }), 1]]);
    const [decision] = plan(world([person()], [account({ zone, used, dailyLimit: 1 })]), at("2026-11-24T10:00:00Z"));
    expect(sendsAt(decision)).toBe("2026-11-24T15:00:00.000Z");
    expect(decision?.constraints.at(-1)).toMatchObject({ code: "daily_limit", freesAt: at("2026-11-24T15:00:00Z") });
  });

  it("gives the same answer for the same world, whatever the order of the rows", () => {
    fc.assert(
      fc.property(fc.array(arbitraryPerson, { minLength: 1, maxLength: 40 }), fc.nat(400), (drawn, minute) => {
        const people = drawn.map((one, index) => ({ ...one, enrollmentId: `e${index}`, contactId: `c${index}` }));
        const now = asInstant(at("2026-11-24T04:00:00Z") + minute * 60_000);
        const accounts = [account({ minGapMs: 20_000, gapJitter: 0.5, dailyLimit: 30, hourlyLimit: 9 })];
        const forward = plan(world(people, accounts), now);
        const backward = plan(world(people.toReversed(), accounts), now).toReversed();
        expect(backward).toEqual(forward);
      }),
      { numRuns: 60 },
    );
  });

  it("is never over a limit, never outside the window and never closer than the gap", () => {
    fc.assert(
      fc.property(fc.array(arbitraryPerson, { minLength: 1, maxLength: 60 }), fc.nat(3_000), (drawn, minute) => {
        const people = drawn.map((one, index) => ({
          ...one,
          enrollmentId: `e${index}`,
          contactId: `c${index}`,
          contactZone: null,
        }));
        const now = asInstant(at("2026-11-24T04:00:00Z") + minute * 60_000);
        const sends = plan(
          world(people, [account({ minGapMs: 60_000, gapJitter: 0, dailyLimit: 25, hourlyLimit: 7 })]),
          now,
        )
          .flatMap((decision) => (decision.do === "send" ? [decision.at] : []))
          .toSorted((a, b) => a - b);
        const perHour = new Map<number, number>();
        const perDay = new Map<number, number>();
        for (const [index, instant] of sends.entries()) {
          const local = new Date(instant + 3_600_000);
          expect(local.getUTCHours()).toBeGreaterThanOrEqual(9);
          expect(local.getUTCHours()).toBeLessThan(17);
          expect([1, 2, 3, 4, 5]).toContain(local.getUTCDay());
          expect(instant).toBeGreaterThanOrEqual(now);
          if (index > 0) expect(instant - (sends[index - 1] as number)).toBeGreaterThanOrEqual(60_000);
          perHour.set(Math.floor(instant / 3_600_000), (perHour.get(Math.floor(instant / 3_600_000)) ?? 0) + 1);
          perDay.set(Math.floor(instant / 86_400_000), (perDay.get(Math.floor(instant / 86_400_000)) ?? 0) + 1);
        }
        expect(Math.max(0, ...perHour.values())).toBeLessThanOrEqual(7);
        expect(Math.max(0, ...perDay.values())).toBeLessThanOrEqual(25);
      }),
      { numRuns: 100 },
    );
  });
});

const arbitraryPerson = fc
  .record({
    stepDueAt: fc.nat(600).map((minute) => asInstant(at("2026-11-23T20:00:00Z") + minute * 60_000)),
    isFollowUp: fc.boolean(),
    contactZone: fc.constantFrom(null, "Asia/Tokyo", "America/New_York", "Europe/Berlin"),
  })
  .map((drawn) => person(drawn));
