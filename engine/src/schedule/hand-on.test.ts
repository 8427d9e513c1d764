import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addMs, HOUR_MS, type Instant, instantFromIso, must } from "../base/index.ts";
import { type Intake, openToAll } from "../sequence/index.ts";
import { defaultSettings, normalize } from "../sequence/normalize.ts";
import { handOn, type InLine } from "./hand-on.ts";
import { intakeKey } from "./intake.ts";
import { type PlanPerson, plan, planKey } from "./plan.ts";
import type { PlanAccount } from "./round.ts";

const at = (iso: string): Instant => must(instantFromIso(iso), iso);
/** A Thursday, before the window of 09:00–17:00 in Berlin opens. */
const thursday = at("2026-11-26T07:00:00Z");

const account: PlanAccount = {
  ...{ id: "a", isActive: true, zone: "UTC", dailyLimit: 1_000, hourlyLimit: 1_000 },
  ...{ minGapMs: 0, gapJitter: 0, used: new Map(), leavesAt: [], workday: null },
};

interface Somebody {
  readonly id: string;
  readonly company: string | null;
  readonly zone: string | null;
}

/** A capped sequence as the ledger keeps it: each person's place, and those who have left. */
class Queue {
  readonly days = new Map<string, Instant>();
  readonly #crowd: readonly Somebody[];
  readonly #definition;
  #now: Instant = thursday;

  constructor(intake: Partial<Intake>, crowd: readonly Somebody[]) {
    const step = {
      id: "one",
      type: "email",
      parentId: null,
      delay: { value: 0, unit: "hours" },
      conditions: [],
      content: { subject: "Hi" },
      tracking: null,
      templateId: null,
      template: null,
    } as const;
    const settings = { ...defaultSettings, intake: { ...openToAll.intake, ...intake } };
    this.#definition = normalize({ sequenceId: "s", name: "S", settings, steps: [step] }, 1, "Europe/Berlin");
    this.#crowd = crowd;
    this.#plan(crowd);
  }

  /** These leave at once; returns who was called. */
  leave(ids: readonly string[], now: Instant = thursday): string[] {
    this.#now = now;
    const given = ids.map((id) => this.days.get(id) as Instant);
    for (const id of ids) this.days.delete(id);
    const line = this.#crowd.flatMap((one): InLine[] => {
      const day = this.days.get(one.id);
      // Whoever begins today has a mail that waits for its minute.
      if (day === undefined || day <= now) return [];
      const newcomer = { sequenceId: "s", companyId: one.company };
      const waits = { enrollmentId: one.id, newcomer, day, stepDueAt: thursday, contactZone: one.zone };
      return [{ ...waits, definition: this.#definition }];
    });
    const called = handOn(given, line, { counts: this.#counts([]), now });
    this.#plan(this.#crowd.filter(({ id }) => called.includes(id)));
    return called;
  }

  /** How many begin on each day, in order. */
  get perDay(): number[] {
    const days = [...this.days.values()];
    return [...new Set(days)].toSorted((a, b) => a - b).map((day) => days.filter((one) => one === day).length);
  }

  #counts(without: readonly Somebody[]): Map<string, number> {
    const counts = new Map<string, number>();
    for (const one of this.#crowd) {
      const day = this.days.get(one.id);
      if (day === undefined || without.includes(one)) continue;
      for (const companyId of one.company === null ? [null] : [null, one.company]) {
        const key = intakeKey({ sequenceId: "s", companyId }, day);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    return counts;
  }

  #plan(people: readonly Somebody[]): void {
    const asPlanned = people.map(
      ({ id, company, zone }): PlanPerson => ({
        ...{ enrollmentId: id, contactId: id, sequenceId: "s", sequenceVersion: 1, status: "active", stepId: "one" },
        ...{ stepDueAt: thursday, resumeAt: null, isFollowUp: false, contactZone: zone, accountId: null, barred: null },
        ...{ facts: null, newcomer: { sequenceId: "s", companyId: company } },
      }),
    );
    const sequences = new Map([[planKey("s", 1), { definition: this.#definition, isPaused: false }]]);
    const intake = this.#counts(people);
    const snapshot = { seed: "w", people: asPlanned, sequences, accounts: [account], intake };
    for (const { enrollmentId, intakeDay } of plan(snapshot, this.#now)) {
      if (intakeDay !== null) this.days.set(enrollmentId, intakeDay);
    }
  }
}

const crowd = (count: number, over: Partial<Somebody> = {}): Somebody[] =>
  Array.from({ length: count }, (_, n) => ({
    id: `p${String(n).padStart(2, "0")}`,
    company: null,
    zone: null,
    ...over,
  }));

describe("a place that is given up before the first mail", () => {
  test("goes to whoever is next in line, whose own goes to whoever comes after them", () => {
    const queue = new Queue({ perDay: 2 }, crowd(7));
    expect(queue.leave(["p01"])).toEqual(["p02", "p04", "p06"]);
    expect(queue.perDay).toEqual([2, 2, 2]);
    expect(queue.days.get("p02")).toBe(queue.days.get("p00"));
  });

  test("goes to the first who may take it, past colleagues of somebody who begins that day", () => {
    const people = crowd(5).map((one, n) => ({ ...one, company: n === 1 || n === 4 ? null : "acme" }));
    const queue = new Queue({ perDay: 2, perCompanyPerDay: 1 }, people);
    // p00 (acme) and p01 begin on Thursday; p02 and p03 of acme each wait for a day of their own.
    const thursdays = queue.days.get("p00");
    expect(queue.leave(["p01"])).toContain("p04");
    expect(queue.days.get("p04")).toBe(thursdays);
    expect(queue.days.get("p02")).not.toBe(thursdays);
  });

  test("is nobody's where the day is over for everybody in line", () => {
    const queue = new Queue({ perDay: 1 }, crowd(3));
    const evening = addMs(thursday, 12 * HOUR_MS);
    expect(queue.leave(["p00"], evening)).toEqual([]);
    expect(queue.leave(["p01"], evening)).toEqual(["p02"]);
  });

  test("leaves no room before anybody who waits, whoever leaves, and keeps everybody's turn", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.array(fc.nat(39), { minLength: 1, maxLength: 6 }), { maxLength: 4 }),
        (count, perDay, rounds) => {
          const people = crowd(count);
          const queue = new Queue({ perDay }, people);
          for (const round of rounds) {
            const leavers = [...new Set(round.map((n) => `p${String(n).padStart(2, "0")}`))];
            queue.leave(leavers.filter((id) => queue.days.has(id)));
          }
          const { perDay: begun } = queue;
          expect(begun.slice(0, -1)).toEqual(begun.slice(0, -1).map(() => perDay));
          expect(begun.at(-1) ?? 0).toBeLessThanOrEqual(perDay);
          const turns = people.flatMap(({ id }) => queue.days.get(id) ?? []);
          expect(turns).toEqual(turns.toSorted((a, b) => a - b));
        },
      ),
      { numRuns: 300 },
    );
  });

  test("never begins with more on any day, and makes nobody wait longer, whatever their zones and companies", () => {
    const zones = ["Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati", null];
    const one = fc.record({ zone: fc.constantFrom(...zones), company: fc.constantFrom(null, "x", "y") });
    fc.assert(
      fc.property(
        fc.array(one, { maxLength: 30 }),
        fc.record({ perDay: fc.integer({ min: 1, max: 4 }), perCompanyPerDay: fc.integer({ min: 1, max: 2 }) }),
        fc.array(fc.nat(29), { maxLength: 6 }),
        fc.nat(3 * 24),
        (some, caps, leaving, hours) => {
          const people = some.map((each, n) => ({ ...each, id: `p${String(n).padStart(2, "0")}` }));
          const queue = new Queue(caps, people);
          const before = new Map(queue.days);
          const leavers = [...new Set(leaving)].flatMap((n) => people[n]?.id ?? []);
          queue.leave(leavers, addMs(thursday, hours * HOUR_MS));
          const inAll = new Map<string, number>();
          for (const { id, company } of people) {
            const day = queue.days.get(id);
            if (day === undefined) continue;
            expect(day).toBeLessThanOrEqual(before.get(id) as Instant);
            for (const key of company === null ? [`${day}`] : [`${day}`, `${day} ${company}`])
              inAll.set(key, (inAll.get(key) ?? 0) + 1);
          }
          for (const [key, begun] of inAll)
            expect(begun).toBeLessThanOrEqual(key.includes(" ") ? caps.perCompanyPerDay : caps.perDay);
        },
      ),
      { numRuns: 300 },
    );
  });
});
