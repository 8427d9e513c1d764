import { describe, expect, test } from "vitest";
import { asInstant, HOUR_MS, UTC } from "../base/index.ts";
import type { PlanAccount } from "../schedule/index.ts";
import type { Definition, StepDefinition } from "../sequence/index.ts";
import type { Behavior } from "./behavior.ts";
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
