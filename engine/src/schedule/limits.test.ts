import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addMs, asInstant, DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from "../base/index.ts";
import { type Breaker, flowing } from "../pace/index.ts";
import { type Definition, openToAll } from "../sequence/index.ts";
import { type Decision, type PlanAccount, type PlanPerson, plan, planKey, type Snapshot } from "./index.ts";

const definition: Definition = {
  ...{ sequenceId: "s", version: 1, name: "Founders" },
  settings: {
    ...{ timezone: "UTC", timezoneMode: "contact", replyHandling: "stop", bounceHandling: "stop" },
    windows: [{ days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], start: "00:00", end: "24:00" }],
    tracking: { opens: true, clicks: true },
    ...openToAll,
  },
  steps: [
    {
      ...{ id: "one", kind: "email", parentId: null, conditions: [], order: 0, delay: { value: 0, unit: "hours" } },
      content: { subject: "Hi", htmlContent: "<p>x</p>", textContent: null },
      ...{ tracking: null, templateId: null },
    },
  ],
};

function person(n: number, domain: string): PlanPerson {
  return {
    ...{ enrollmentId: `e${String(n).padStart(6, "0")}`, contactId: `c${n}`, sequenceId: "s", sequenceVersion: 1 },
    ...{ status: "active", stepId: "one", stepDueAt: asInstant(0), resumeAt: null, isFollowUp: false },
    ...{ contactZone: null, accountId: null, barred: null, facts: null, newcomer: null, domain },
  };
}

function account(id: string, over: Partial<PlanAccount> = {}): PlanAccount {
  return {
    ...{ id, isActive: true, zone: "UTC", dailyLimit: 10_000, hourlyLimit: 10_000, minGapMs: 0, gapJitter: 0 },
    ...{ used: new Map(), leavesAt: [], workday: null, ...over },
  };
}

const none = { perHour: null, perDay: null };
const caps = { workspace: none, domain: none, provider: none };

function world(people: PlanPerson[], accounts: PlanAccount[], limits?: Snapshot["limits"]): Snapshot {
  const sequences = new Map([[planKey("s", 1), { definition, isPaused: false }]]);
  return { seed: "w", people, accounts, sequences, intake: new Map(), ...(limits && { limits }) };
}

const isSend = (decision: Decision) => decision.do === "send";
const start = asInstant(Date.parse("2026-11-23T09:00:00Z"));

describe("limits beyond one account", () => {
  it("the smallest wins, and why not yet names it", () => {
    const limits = { zone: "UTC", caps: { ...caps, domain: { perHour: 1, perDay: null } }, used: new Map() };
    const people = [person(1, "acme.example"), person(2, "acme.example"), person(3, "globex.example")];
    const [first, second, third] = plan(world(people, [account("a")], limits), start);
    expect(first).toMatchObject({ do: "send", at: start });
    expect(second).toMatchObject({ do: "send", at: addMs(start, HOUR_MS) });
    expect(second?.constraints).toEqual([
      { code: "domain_limit", freesAt: addMs(start, HOUR_MS), subject: "acme.example" },
    ]);
    expect(third).toMatchObject({ do: "send", at: start });
  });

  it("count a domain by whoever reads its mail where limits speak of providers", () => {
    const limits = { zone: "UTC", caps: { ...caps, provider: { perHour: 1, perDay: null } }, used: new Map() };
    const snapshot = world([person(1, "gmail.com"), person(2, "acme.example")], [account("a")], limits);
    const mx = new Map([["acme.example", "google"]]);
    expect(plan({ ...snapshot, mx }, start)[1]).toMatchObject({ at: addMs(start, HOUR_MS) });
    expect(plan(snapshot, start)[1]).toMatchObject({ at: start });
  });

  it("let a new account send what its warm-up allows, and the rest on the days after", () => {
    const ramp = { start: 2, step: 1, ceiling: 10, restartAfterDays: 30 };
    const warmed = account("a", { ramps: new Map([["", { ramp, level: null }]]) });
    const decisions = plan(
      world(
        [1, 2, 3].map((n) => person(n, "acme.example")),
        [warmed],
      ),
      start,
    );
    expect(decisions.map((decision) => decision.do)).toEqual(["send", "send", "wait"]);
    expect(decisions[2]?.constraints).toMatchObject([{ code: "ramp" }]);
  });
});

describe("a provider that asked for less", () => {
  const domains = ["gmail.com", "outlook.com", "yahoo.com"];
  const people = Array.from({ length: 300 }, (_, n) => person(n, domains[n % 3] as string));
  const resting: Breaker = { ...flowing, restsUntil: addMs(start, 2 * HOUR_MS), perHour: 30, trips: 1 };
  const paced = { minGapMs: 60_000, gapJitter: 0.5, dailyLimit: 2_000 };
  const sendsOf = (decisions: readonly Decision[], isMeant: (n: number) => boolean, until: Instant) =>
    decisions.filter((one, n) => one.do === "send" && one.at < until && isMeant(n)).length;

  it("gets nothing until its rest is over, and one mail an hour until that one is answered", () => {
    const slow = account("a", { breakers: new Map([["google", resting]]) });
    const decisions = plan(world(people, [slow]), start);
    const instants = decisions.flatMap((one, n) => (one.do === "send" && n % 3 === 0 ? [one.at] : []));
    expect(Math.min(...instants)).toBe(addMs(start, 2 * HOUR_MS));
    const perHour = Map.groupBy(instants, (at) => Math.floor(at / HOUR_MS));
    expect([...perHour.values()].every((hour) => hour.length === 1)).toBe(true);
  });

  it("slows nobody else: the others keep at least 95 of 100 of their pace in every hour", () => {
    const before = plan(world(people, [account("a", paced)]), start);
    const after = plan(world(people, [account("a", { ...paced, breakers: new Map([["google", resting]]) })]), start);
    for (let hour = 1; hour <= 6; hour += 1) {
      const until = addMs(start, hour * HOUR_MS);
      const others = (n: number) => n % 3 !== 0;
      expect(sendsOf(after, others, until)).toBeGreaterThanOrEqual(0.95 * sendsOf(before, others, until));
    }
  });
});

describe("nothing is over any limit", () => {
  const zones = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "UTC"];
  const cap = fc.record({
    perHour: fc.option(fc.integer({ min: 1, max: 6 })),
    perDay: fc.option(fc.integer({ min: 1, max: 15 })),
  });
  const setup = fc.record({
    ...{ workspace: cap, domain: cap, provider: cap, zone: fc.constantFrom(...zones) },
    accounts: fc.array(
      fc.record({
        zone: fc.constantFrom(...zones),
        dailyLimit: fc.integer({ min: 1, max: 12 }),
        hourlyLimit: fc.integer({ min: 1, max: 5 }),
        minGapMs: fc.constantFrom(0, 20_000, 11 * MINUTE_MS),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    // Clocks change in these zones in the nights from then on.
    startsAt: fc.constantFrom("2026-03-28T12:00Z", "2026-10-24T20:00Z", "2026-03-07T20:00Z", "2026-04-04T06:00Z"),
    turns: fc.array(fc.record({ minutes: fc.nat(300), people: fc.nat(12) }), { minLength: 1, maxLength: 12 }),
  });
  const calendars = new Map(
    zones.map((zone) => [zone, new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" })]),
  );
  const dayIn = (zone: string, at: Instant) => calendars.get(zone)?.format(at) ?? "";
  const hourIn = (at: Instant) => new Date(at).toISOString().slice(0, 13);

  it("in any hour or day of any zone, over many plans, across changed clocks", () => {
    fc.assert(
      fc.property(setup, ({ accounts: drawn, turns, startsAt, zone, ...scopes }) => {
        const sent: { at: Instant; accountId: string; domain: string }[] = [];
        const accounts = drawn.map((one, n) => account(`a${n}`, { ...one, gapJitter: 0.5 }));
        const limits = { zone, caps: scopes, used: new Map<string, number>() };
        let now = asInstant(Date.parse(startsAt));
        for (const [turn, { minutes, people: count }] of turns.entries()) {
          now = addMs(now, minutes * MINUTE_MS);
          const people = Array.from({ length: count }, (_, n) => {
            return person(turn * 100 + n, ["gmail.com", "acme.example", "googlemail.com"][n % 3] as string);
          });
          // Each plan reads the book anew, as a worker that was started again would.
          const snapshot = world(
            people,
            accounts.map((one) => withBook(one, sent)),
            {
              ...limits,
              used: sharedBook(sent, zone),
            },
          );
          for (const [n, decision] of plan(snapshot, now).entries()) {
            if (decision.do !== "send") continue;
            sent.push({ at: decision.at, accountId: decision.accountId, domain: people[n]?.domain ?? "" });
          }
        }
        expect(overIn(sent, { accounts: drawn, zone, ...scopes })).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  type Sent = readonly { readonly at: Instant; readonly accountId: string; readonly domain: string }[];

  /** The books as the ledger keeps them, rebuilt from what was given away. */
  function withBook(one: PlanAccount, sent: Sent): PlanAccount {
    const used = new Map<string, number>();
    const own = sent.filter(({ accountId }) => accountId === one.id);
    for (const { at } of own) {
      for (const key of [`hour:${Math.floor(at / HOUR_MS) * HOUR_MS}`, `day:${midnight(one.zone, at)}`])
        used.set(key, (used.get(key) ?? 0) + 1);
    }
    return { ...one, used, leavesAt: own.map(({ at }) => at).toSorted((a, b) => a - b) };
  }

  function sharedBook(sent: Sent, zone: string): Map<string, number> {
    const used = new Map<string, number>();
    for (const { at, domain } of sent) {
      const provider = domain.startsWith("g") ? "google" : domain;
      for (const scope of ["workspace ", `domain ${domain}`, `provider ${provider}`]) {
        for (const key of [`hour:${Math.floor(at / HOUR_MS) * HOUR_MS}`, `day:${midnight(zone, at)}`])
          used.set(`${scope} ${key}`, (used.get(`${scope} ${key}`) ?? 0) + 1);
      }
    }
    return used;
  }

  const midnights = new Map<string, Instant>();

  /** The first instant of the local day, by halving: another way than the product's. */
  function midnight(zone: string, at: Instant): Instant {
    const today = dayIn(zone, at);
    const known = midnights.get(`${zone} ${today}`);
    if (known !== undefined) return known;
    let [low, high] = [addMs(at, -26 * HOUR_MS), at];
    while (high - low > 1) {
      const middle = asInstant(Math.floor((low + high) / 2));
      if (dayIn(zone, middle) === today) high = middle;
      else low = middle;
    }
    midnights.set(`${zone} ${today}`, high);
    return high;
  }

  interface Rules
    extends Record<"workspace" | "domain" | "provider", { perHour: number | null; perDay: number | null }> {
    readonly accounts: readonly { readonly zone: string; readonly dailyLimit: number; readonly hourlyLimit: number }[];
    readonly zone: string;
  }

  function overIn(sent: Sent, rules: Rules): string[] {
    const counts = new Map<string, { n: number; cap: number }>();
    const count = (key: string, most: number | null) => {
      if (most === null) return;
      counts.set(key, { n: (counts.get(key)?.n ?? 0) + 1, cap: most });
    };
    for (const { at, accountId, domain } of sent) {
      const own = rules.accounts[Number(accountId.slice(1))];
      if (own === undefined) throw new Error("sent from a stranger");
      count(`${accountId} ${hourIn(at)}`, own.hourlyLimit);
      count(`${accountId} ${dayIn(own.zone, at)}`, own.dailyLimit);
      const provider = domain.startsWith("g") ? "google" : domain;
      for (const [scope, key] of [
        ["workspace", ""],
        ["domain", domain],
        ["provider", provider],
      ] as const) {
        count(`${scope} ${key} ${hourIn(at)}`, rules[scope].perHour);
        count(`${scope} ${key} ${dayIn(rules.zone, at)}`, rules[scope].perDay);
      }
    }
    return [...counts].flatMap(([key, { n, cap: most }]) => (n > most ? [`${key}: ${n} of ${most}`] : []));
  }
});

it("a plan looks at most a day ahead for room, so that a full day never costs more than that", () => {
  const limits = { zone: "UTC", caps: { ...caps, workspace: { perHour: 1, perDay: 1 } }, used: new Map() };
  const people = Array.from({ length: 5 }, (_, n) => person(n, "acme.example"));
  const decisions = plan(world(people, [account("a")], limits), start);
  expect(decisions.filter(isSend)).toHaveLength(1);
  for (const decision of decisions)
    if (decision.do === "wait") expect(decision.until - start).toBeLessThanOrEqual(DAY_MS);
});
