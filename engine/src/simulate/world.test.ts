import { describe, expect, test } from "vitest";
import { asInstant, HOUR_MS, UTC } from "../base/index.ts";
import type { EnrollmentState } from "../react/index.ts";
import type { PlanAccount } from "../schedule/index.ts";
import type { Definition, StepDefinition } from "../sequence/index.ts";
import { assume, type Changes, type Premises } from "./assume.ts";
import type { Behavior } from "./behavior.ts";
import type { Underway } from "./beside.ts";
import { assumedRates, samplePeople } from "./sample-people.ts";
import { summarize } from "./summary.ts";
import { SimulatedWorld } from "./world.ts";

/** A Monday. */
const from = asInstant(Date.parse("2026-11-23T00:00:00.000Z"));
const quiet: Behavior = { afterEmail: () => [], afterTask: () => null };
const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

function emails(count: number, delay: StepDefinition["delay"] = { value: 1, unit: "hours" }): StepDefinition[] {
  return Array.from({ length: count }, (_, order) => ({
    ...{ id: `s${order}`, kind: "email" as const, order, parentId: null, conditions: [], tracking: null },
    delay: order === 0 ? { value: 0, unit: "minutes" as const } : delay,
    content: { subject: "Hi", htmlContent: '<a href="https://a.example/">a</a>', textContent: null },
    templateId: null,
  }));
}

function definition(steps: StepDefinition[], settings: Partial<Definition["settings"]> = {}): Definition {
  return {
    ...{ sequenceId: "q", version: 1, name: "Founders", steps },
    settings: {
      ...{ timezone: "UTC", timezoneMode: "contact", replyHandling: "stop", bounceHandling: "stop" },
      windows: [{ days, start: "09:00", end: "11:00" }],
      tracking: { opens: true, clicks: true },
      ...{ reEntry: "never", cooldownDays: 0, intake: { perDay: null, perCompanyPerDay: null } },
      ...settings,
    },
  };
}

function account(over: Partial<PlanAccount> = {}): PlanAccount {
  return {
    ...{ id: "a", isActive: true, zone: "UTC", dailyLimit: 100, hourlyLimit: 100, minGapMs: 0, gapJitter: 0 },
    ...{ used: new Map(), leavesAt: [], workday: null },
    ...over,
  };
}

const people = (...zones: string[]) =>
  zones.map((contactZone, n) => {
    const id = String(n).padStart(3, "0");
    return {
      enrollmentId: `n${id}`,
      contactId: `c${id}`,
      contactZone,
      companyId: null,
      domain: null,
      values: { person: {}, custom: [] },
      accountId: null,
    };
  });

describe("a simulated world", () => {
  test("finds follow-ups that waited more than a day for room on their account", () => {
    const full = ["2026-11-24", "2026-11-25"].map((day) => [`day:${Date.parse(`${day}T00:00:00Z`)}`, 1] as const);
    const world = new SimulatedWorld({
      ...{ seed: "w", definition: definition(emails(2, { value: 1, unit: "days" })), behavior: quiet, from },
      people: people("UTC"),
      accounts: [account({ dailyLimit: 1, used: new Map(full) })],
    }).run();
    const at = (iso: string) => asInstant(Date.parse(iso));
    expect(summarize(world, UTC).starving).toEqual([
      {
        ...{ contactId: "c000", stepId: "s1", accountId: "a" },
        readyAt: at("2026-11-24T09:00:00Z"),
        sentAt: at("2026-11-26T09:00:00Z"),
      },
    ]);
  });

  test("ends although somebody waits for what never comes, and says so", () => {
    const wait: StepDefinition = {
      ...{ id: "w", kind: "wait", order: 0, parentId: null, conditions: [], tracking: null, templateId: null },
      delay: { value: 0, unit: "minutes" },
      content: { for: { field: "contact.title", op: "isSet" }, upTo: null },
    };
    const steps = [wait, ...emails(1).map((step) => ({ ...step, order: 1 }))];
    const world = new SimulatedWorld({
      ...{ seed: "w", definition: definition(steps), behavior: quiet, from, people: people("UTC") },
      accounts: [account()],
    }).run();
    expect(world.log.map((line) => line.decision)).toEqual(["hold: waiting_for"]);
    expect(summarize(world, UTC)).toMatchObject({
      finishAt: null,
      missed: [{ contactId: "c000", code: "waits_for_somebody" }],
    });
  });

  test("counts sends by day of the zone asked for", () => {
    const world = new SimulatedWorld({
      ...{ seed: "w", definition: definition(emails(2)), behavior: quiet, from, people: people("UTC", "UTC") },
      accounts: [account()],
    }).run();
    const byDay = [{ date: "2026-11-23", accountId: "a", sends: 4 }];
    expect(summarize(world, UTC)).toMatchObject({ sends: 4, perDay: byDay, finishAt: from + 10 * HOUR_MS });
  });
});

describe("what holds mails back", () => {
  const heldIn = (input: Partial<ConstructorParameters<typeof SimulatedWorld>[0]>) => {
    const world = new SimulatedWorld({
      ...{ seed: "w", definition: definition(emails(1)), behavior: quiet, from, people: people("UTC", "UTC") },
      accounts: [account()],
      ...input,
    }).run();
    const { total, perAccount } = summarize(world, UTC).held;
    const inHours = (holds: typeof total) => holds.map(({ code, mails, ms }) => [code, mails, ms / HOUR_MS]);
    return { total: inHours(total), perAccount: perAccount.map((one) => [one.accountId, inHours(one.holds)]) };
  };

  test("is the window until it opens, for each mail", () => {
    const total = [["window", 2, 18]];
    expect(heldIn({})).toEqual({ total, perAccount: [["a", total]] });
  });

  test("is the cap from the moment a mail was ready, with the night it then waits for, and it ranks first", () => {
    expect(heldIn({ accounts: [account({ dailyLimit: 1 })] }).total).toEqual([
      ["daily_limit", 1, 24],
      ["window", 2, 18],
    ]);
    expect(heldIn({ accounts: [account({ hourlyLimit: 1 })] }).total).toEqual([
      ["window", 2, 18],
      ["hourly_limit", 1, 1],
    ]);
  });

  test("is told of each account alone, and tells the intake of a company from that of all", () => {
    const both = people("UTC", "UTC").map((person) => ({ ...person, companyId: "acme" }));
    const capped = (intake: Definition["settings"]["intake"]) => definition(emails(1), { intake });
    const perDay = heldIn({ definition: capped({ perDay: 1, perCompanyPerDay: null }), people: both });
    expect(perDay.total).toContainEqual(["intake", 1, 24]);
    const perCompany = heldIn({ definition: capped({ perDay: null, perCompanyPerDay: 1 }), people: both });
    expect(perCompany.total).toContainEqual(["company_intake", 1, 24]);
    const slow = account({ id: "b", dailyLimit: 1 });
    const two = heldIn({ accounts: [account({ dailyLimit: 1 }), slow], people: people("UTC", "UTC", "UTC") });
    expect(two.perAccount.map(([id]) => id)).toEqual(["a", "b"]);
  });

  test("is a wait no longer than until what was waited for came, and the delay of a step is none", () => {
    const wait: StepDefinition = {
      ...{ id: "w", kind: "wait", order: 1, parentId: null, conditions: [], tracking: null, templateId: null },
      delay: { value: 0, unit: "minutes" },
      content: { for: { field: "email.opened", op: "eq", value: true }, upTo: { value: 5, unit: "days" } },
    };
    const [first, second] = emails(2) as [StepDefinition, StepDefinition];
    const opened = { kind: "opened" as const, link: null, meta: {} };
    const behavior = {
      ...quiet,
      afterEmail: ({ at }: { at: number }) => [{ ...opened, at: asInstant(at + 2 * HOUR_MS) }],
    };
    const steps = [first, wait, { ...second, order: 2 }];
    const always = [{ days, start: "00:00", end: "24:00" }];
    const held = heldIn({ definition: definition(steps, { windows: always }), behavior, people: people("UTC") });
    expect(held.total).toEqual([["waiting_for", 1, 2]]);
  });
});

describe("another set of assumptions", () => {
  const premises: Premises = {
    ...{ definition: definition(emails(1)), accounts: [account({ dailyLimit: 1 })] },
    ...{ rates: assumedRates, taskMs: 0, from },
  };
  const lastOf = (changes: Changes, count = 4) => {
    const { rates: _, ...under } = assume(premises, changes);
    const all = people(...Array.from({ length: count }, () => "UTC"));
    const world = new SimulatedWorld({ ...under, seed: "w", behavior: quiet, people: all }).run();
    return new Date(summarize(world, UTC).finishAt ?? 0).toISOString().slice(0, 10);
  };

  test("changes nothing where nothing is changed", () => {
    expect(assume(premises, {})).toEqual(premises);
    expect(lastOf({})).toBe("2026-11-26");
  });

  test("a further account, a higher cap, other days and another start each have their effect", () => {
    expect(lastOf({ furtherAccounts: [{ id: "b", dailyLimit: 1 }] })).toBe("2026-11-24");
    expect(lastOf({ limits: [{ dailyLimit: 10 }] })).toBe("2026-11-23");
    expect(lastOf({ limits: [{ dailyLimit: 10 }, { accountId: "a", dailyLimit: 2 }] })).toBe("2026-11-24");
    expect(lastOf({ windows: [{ days: ["mon"], start: "09:00", end: "11:00" }] })).toBe("2026-12-14");
    expect(lastOf({ from: asInstant(from + 7 * 24 * HOUR_MS) })).toBe("2026-12-03");
    expect(lastOf({ intake: { perDay: 1, perCompanyPerDay: null }, limits: [{ dailyLimit: 10 }] })).toBe("2026-11-26");
    expect(assume(premises, { rates: { reply: 1 } }).rates).toEqual({ ...assumedRates, reply: 1 });
  });
});

describe("others on the same accounts", () => {
  test("take their room, are not told of, and are let go once nobody is left who was asked about", () => {
    const [other] = people("UTC") as [ReturnType<typeof people>[number]];
    const steps = emails(9, { value: 1, unit: "days" });
    const theirs = { ...definition(steps), sequenceId: "other" };
    const state: EnrollmentState = {
      ...{ id: "o", contactId: "other", sequenceId: "other", sequenceVersion: 1, status: "active" },
      ...{ currentStepId: "s1", stepDueAt: from, dueAt: from, pauseReason: null, resumeAt: null, repliedAt: null },
      ...{ completedAt: null, stoppedAt: null, stopReason: null },
    };
    const underway: Underway = {
      ...{ person: { ...other, contactId: "other" }, definition: theirs, state, order: 1, isHeld: false },
      ...{ intakeDay: null, mailed: ["s0"], tasks: new Map(), waiting: null, enrolledAt: "", context: {} },
      ...{ emails: [], outcomes: [] },
    };
    const world = new SimulatedWorld({
      ...{ seed: "w", definition: definition(emails(1)), behavior: quiet, from, people: people("UTC", "UTC") },
      accounts: [account({ dailyLimit: 2 })],
      beside: { people: [underway], open: new Map(), earlier: new Map() },
    }).run();
    const summary = summarize(world, UTC);
    expect(summary.perDay).toEqual([
      { date: "2026-11-23", accountId: "a", sends: 1 },
      { date: "2026-11-24", accountId: "a", sends: 1 },
    ]);
    expect(summary.beside).toMatchObject({ people: 1, entered: 0 });
    expect(summary.beside.sends).toBeLessThanOrEqual(2);
    expect(world.log.map((line) => line.contactId)).not.toContain("other");
  });
});

describe("sampled people", () => {
  test("do as often what the rates say, and the same when asked again", () => {
    const rates = { open: 0.5, click: 0.2, reply: 0.1, bounce: 0.05, unsubscribe: 0.02 };
    const behavior = samplePeople({ seed: "s", rates, taskMs: 0 });
    const counts: Record<string, number> = {};
    const asked = 20_000;
    for (let n = 0; n < asked; n += 1) {
      const email = { contactId: `c${n}`, stepId: "s", at: from, links: 2 };
      const happenings = behavior.afterEmail(email);
      if (n % 100 === 0) expect(behavior.afterEmail(email)).toEqual(happenings);
      for (const { kind, at } of happenings) {
        expect(at).toBeGreaterThan(from);
        counts[kind] = (counts[kind] ?? 0) + 1;
      }
    }
    const share = (kind: string) => (counts[kind] ?? 0) / asked;
    expect(share("bounced")).toBeCloseTo(rates.bounce, 2);
    // Only what did not bounce is read.
    for (const [kind, rate] of [
      ["opened", rates.open],
      ["clicked", rates.click],
      ["replied", rates.reply],
      ["unsubscribed", rates.unsubscribe],
    ] as const) {
      expect([kind, Math.abs(share(kind) - rate * (1 - rates.bounce)) < 0.01]).toEqual([kind, true]);
    }
  });

  test("of another seed are other people, with the same rates", () => {
    const tell = (seed: string) =>
      Array.from({ length: 200 }, (_, n) =>
        samplePeople({ seed, rates: assumedRates, taskMs: 0 }).afterEmail({
          ...{ contactId: `c${n}`, stepId: "s", at: from, links: 0 },
        }),
      );
    expect(tell("a")).not.toEqual(tell("b"));
  });
});
