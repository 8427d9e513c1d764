import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asInstant, DAY_MS, HOUR_MS, type Instant, MINUTE_MS, UTC, WEEK_MS } from "../base/index.ts";
import { type Definition, openToAll, type SequencePriority, sequencePriorities } from "../sequence/index.ts";
import type { AttentionLimits, AttentionMail } from "./attention.ts";
import {
  type AttentionBook,
  attentionKeys,
  type Constraint,
  type Decision,
  explain,
  forgetMail,
  noteMail,
  type PlanPerson,
  plan,
  planKey,
  rankOf,
  type Snapshot,
} from "./index.ts";

/** A Monday at noon. */
const noon = asInstant(Date.parse("2026-11-23T12:00:00.000Z"));
const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** Named by how much it matters. */
function sequence(priority: SequencePriority, windows: Definition["settings"]["windows"]): Definition {
  const content = { subject: "Hi", htmlContent: "<p>x</p>", textContent: null };
  const step = { id: "one", kind: "email", order: 0, parentId: null, delay: { value: 0, unit: "hours" } } as const;
  return {
    ...{ sequenceId: priority, version: 1, name: `The ${priority} one` },
    settings: {
      ...{ timezone: "UTC", timezoneMode: "sequence", replyHandling: "stop", bounceHandling: "stop", ...openToAll },
      ...{ windows, tracking: { opens: true, clicks: true }, priority },
    },
    steps: [{ ...step, conditions: [], content, tracking: null, templateId: null }],
  };
}

function person(priority: SequencePriority, id: string, over: Partial<PlanPerson> = {}): PlanPerson {
  return {
    ...{ enrollmentId: id, contactId: id, sequenceId: priority, sequenceVersion: 1, status: "active", stepId: "one" },
    ...{ stepDueAt: noon, resumeAt: null, isFollowUp: false, contactZone: null, accountId: null, barred: null },
    ...{ facts: null, newcomer: null, companyId: "acme", domain: null },
    ...over,
  };
}

const sequencesIn = (windows: Definition["settings"]["windows"]) =>
  new Map(
    sequencePriorities.map((priority) => [
      planKey(priority, 1),
      { definition: sequence(priority, windows), isPaused: false },
    ]),
  );
const always = sequencesIn([{ days, start: "00:00", end: "24:00" }]);
/** Most mails wait some hours for these. */
const twiceADay = sequencesIn([
  { days, start: "07:00", end: "08:00" },
  { days, start: "18:00", end: "20:00" },
]);

function decide(people: readonly PlanPerson[], attention: AttentionBook, now = noon, sequences = always): Decision[] {
  const account = { id: "a", isActive: true, zone: "UTC", dailyLimit: 1e6, hourlyLimit: 1e6, used: new Map() };
  const accounts = [{ ...account, minGapMs: 0, gapJitter: 0, leavesAt: [], workday: null }];
  const snapshot: Snapshot = { seed: "w", people, sequences, accounts, intake: new Map(), attention };
  return plan(snapshot, now);
}

const onePerDay: AttentionLimits = {
  ...{ perDay: null, perWeek: null, cooldownMs: 0 },
  company: { perDay: 1, perWeek: null },
};

function bookOf(limits: AttentionLimits, waiting: readonly (readonly [PlanPerson, Instant])[] = []): AttentionBook {
  const book = { limits, mails: new Map<string, readonly AttentionMail[]>() };
  for (const [one, at] of waiting) note(book, one, at);
  return book;
}

function note(book: AttentionBook, one: PlanPerson, at: Instant): void {
  const keys = attentionKeys(one);
  noteMail(book, keys, { at, waits: { enrollmentId: one.enrollmentId, rank: rankAs(one), keys } });
}

const rankAs = ({ sequenceId }: PlanPerson) => rankOf({ priority: sequenceId as SequencePriority });
const later = (hours: number) => asInstant(noon + hours * HOUR_MS);

describe("where a budget has room for some only", () => {
  it("the mail that matters more takes the place of one that waits, which is told to whom it gave way", () => {
    const low = person("low", "l");
    const [decision] = decide([person("high", "h")], bookOf(onePerDay, [[low, later(3)]]));
    const because: Constraint = { code: "gave_way", freesAt: noon, subject: "The high one" };
    expect(decision).toMatchObject({ do: "send", at: noon, displaces: [{ enrollmentId: "l", because }] });
    const [again] = decide([{ ...low, gaveWay: because }], bookOf(onePerDay, [[person("high", "h"), noon]]));
    expect(again).toMatchObject({ do: "wait", until: later(24) });
    const said = explain(again?.constraints ?? [], null, {
      zone: UTC,
      accountEmail: null,
      heldReason: null,
      task: null,
    });
    expect(said.constraints.map(({ code }) => code)).toEqual(["gave_way", "company_daily_limit"]);
    expect(said.binding).toBe("company_daily_limit");
    expect(said.constraints[0]).toMatchObject({ freesAt: null });
    expect(said.constraints[0]?.detail).toContain("Gave way to a mail of “The high one”");
  });

  it("nobody takes the place of what matters as much, or of what has left", () => {
    const book = bookOf(onePerDay, [[person("normal", "n"), later(3)]]);
    expect(decide([person("normal", "m")], book)).toMatchObject([{ do: "wait", until: later(27) }]);
    const sent = bookOf(onePerDay);
    noteMail(sent, ["company acme"], { at: later(-1) });
    expect(decide([person("high", "h")], sent)).toMatchObject([{ do: "wait", until: later(23) }]);
  });

  it("of those that wait, what matters least gives way, then what would leave last; the others stay", () => {
    const limits = { ...onePerDay, company: { perDay: 3, perWeek: null } };
    const waiting = [
      [person("normal", "n"), later(4)],
      [person("low", "early"), later(1)],
      [person("low", "late"), later(2)],
    ] as const;
    const [decision] = decide([person("high", "h")], bookOf(limits, waiting));
    expect(decision).toMatchObject({ displaces: [{ enrollmentId: "late" }] });
  });

  it("one plan decides alike: a follow-up that matters less gives way to a newcomer, and is planned anew at once", () => {
    const followUp = person("low", "f", { isFollowUp: true, contactId: "f" });
    const decisions = decide([followUp, person("high", "h")], bookOf(onePerDay));
    expect(decisions).toMatchObject([
      { do: "wait", until: noon, constraints: [{ code: "gave_way", subject: "The high one" }] },
      { do: "send", at: noon, displaces: [] },
    ]);
  });
});

const budget = fc.record({
  perDay: fc.option(fc.integer({ min: 1, max: 2 })),
  perWeek: fc.option(fc.integer({ min: 1, max: 5 })),
});
const budgets = fc.record({
  perDay: fc.option(fc.integer({ min: 1, max: 2 })),
  perWeek: fc.option(fc.integer({ min: 1, max: 4 })),
  cooldownMs: fc.constantFrom(0, 5 * HOUR_MS, 2 * DAY_MS),
  company: budget,
  domain: budget,
});
const arrivals = fc.array(
  fc.record({
    priority: fc.constantFrom(...sequencePriorities),
    contactId: fc.constantFrom("a", "b", "c", "d"),
    companyId: fc.constantFrom("acme", "acme", "wren", null),
    domain: fc.constantFrom("acme.example", "wren.example", "gmail.com"),
    isFollowUp: fc.boolean(),
    /** The minute at which somebody enrolls them, and how far ahead of its minute a worker claims their mail. */
    minute: fc.integer({ min: 0, max: 36 * 60 }),
    claimedAhead: fc.constantFrom(0, 0, 30, 600),
  }),
  { minLength: 6, maxLength: 16 },
);

interface Arrival {
  readonly one: PlanPerson;
  readonly claimedAheadMs: number;
  dueAt: Instant | null;
  waitsFor: Instant | null;
}

/** What the ledger does around the plan, in memory: whoever is due is planned, whoever is displaced is due again. */
class Ledger {
  readonly book: AttentionBook;
  readonly sent: { readonly one: PlanPerson; readonly at: Instant }[] = [];
  displaced = 0;
  readonly #all: Arrival[];

  constructor(limits: AttentionLimits, all: Arrival[]) {
    this.book = bookOf(limits);
    this.#all = all;
  }

  /** Lives through everything; checks after each plan that no budget is exceeded. */
  run(): void {
    for (let step = 0; step < 2_000; step += 1) {
      const instants = this.#all.flatMap(({ dueAt, waitsFor, claimedAheadMs }) => [
        ...(dueAt === null ? [] : [dueAt]),
        ...(waitsFor === null ? [] : [asInstant(waitsFor - claimedAheadMs)]),
      ]);
      if (instants.length === 0) return;
      this.#pass(asInstant(Math.max(noon, Math.min(...instants))));
    }
    throw new Error("It never ends");
  }

  #pass(now: Instant): void {
    // Each round plans only who was displaced by the one before, and matters less than whoever displaced them.
    for (let rounds = 0; this.#plan(now); rounds += 1) expect(rounds).toBeLessThan(sequencePriorities.length);
    for (const arrival of this.#all) {
      const { waitsFor: at, one, claimedAheadMs } = arrival;
      if (at === null || at - claimedAheadMs > now) continue;
      arrival.waitsFor = null;
      forgetMail(this.book, { enrollmentId: one.enrollmentId, keys: attentionKeys(one) });
      noteMail(this.book, attentionKeys(one), { at });
      this.sent.push({ one, at });
    }
  }

  #plan(now: Instant): boolean {
    const due = this.#all.filter(({ dueAt }) => dueAt !== null && dueAt <= now);
    const decisions = decide(
      due.map(({ one }) => one),
      this.book,
      now,
      twiceADay,
    );
    for (const [place, decision] of decisions.entries()) this.#follow(due[place] as Arrival, decision, now);
    this.#expectKept();
    return due.length > 0;
  }

  #follow(arrival: Arrival, decision: Decision, now: Instant): void {
    if (decision.do === "wait") {
      arrival.dueAt = decision.until;
      return;
    }
    if (decision.do !== "send") throw new Error(`Nothing else keeps anybody here: ${decision.do}`);
    for (const { enrollmentId } of decision.displaces ?? []) {
      const given = this.#all.find(({ one }) => one.enrollmentId === enrollmentId);
      if (given === undefined || given.waitsFor === null) throw new Error("What does not wait gave way");
      expect(rankAs(given.one)).toBeLessThan(rankAs(arrival.one));
      forgetMail(this.book, { enrollmentId, keys: attentionKeys(given.one) });
      given.waitsFor = null;
      given.dueAt = now;
      this.displaced += 1;
    }
    arrival.dueAt = null;
    arrival.waitsFor = decision.at;
    note(this.book, arrival.one, decision.at);
  }

  #expectKept(): void {
    const { perDay, perWeek, cooldownMs, company, domain } = this.book.limits;
    for (const [key, mails] of this.book.mails) {
      const most = (bound: number | null | undefined, ms: number) => {
        for (const { at } of bound == null ? [] : mails)
          expect(mails.filter((mail) => mail.at >= at && mail.at < at + ms).length).toBeLessThanOrEqual(bound ?? 0);
      };
      const shared = new Map([
        ["company", company],
        ["domain", domain],
      ]);
      const [whose = ""] = key.split(" ");
      const own = shared.get(whose) ?? { perDay, perWeek };
      most(own.perDay, DAY_MS);
      most(own.perWeek, WEEK_MS);
      if (!shared.has(whose) && cooldownMs > 0) most(1, cooldownMs);
    }
  }
}

describe("priorities under whatever comes when", () => {
  it("never exceed a budget, never move what was claimed, never swap for ever, and let everybody be mailed once", () => {
    let displaced = 0;
    fc.assert(
      fc.property(budgets, arrivals, (limits, all) => {
        const ledger = new Ledger(
          limits,
          all.map(({ priority, minute, claimedAhead, ...of }, n): Arrival => {
            const dueAt = asInstant(noon + minute * MINUTE_MS);
            const one = person(priority, `e${n}`, { ...of, stepDueAt: dueAt });
            return { one, dueAt, waitsFor: null, claimedAheadMs: claimedAhead * MINUTE_MS };
          }),
        );
        ledger.run();
        displaced += ledger.displaced;
        expect(ledger.sent.map(({ one }) => one.enrollmentId).sort()).toEqual(all.map((_, n) => `e${n}`).sort());
      }),
    );
    // Else nothing was tried.
    expect(displaced).toBeGreaterThan(5);
  });
});
