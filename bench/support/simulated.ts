import { addMs, DAY_MS, epochDayFromIso, type Instant, must } from "../../engine/src/base/index.ts";
import { compileWorkday, type PlanAccount, resolveCalendar } from "../../engine/src/schedule/index.ts";
import type { Definition, StepDefinition } from "../../engine/src/sequence/index.ts";
import type { Beside, SimulatedPerson } from "../../engine/src/simulate/index.ts";

/** Eight zones of three continents and more, as a list of prospects mixes them. */
const zones = [
  "America/New_York",
  "America/Los_Angeles",
  "America/Sao_Paulo",
  "Europe/Berlin",
  "Europe/London",
  "Asia/Kolkata",
  "Asia/Tokyo",
  "Australia/Sydney",
];
const weekdays = ["mon", "tue", "wed", "thu", "fri"] as const;

const idOf = (kind: string, n: number) => `${kind}0000000-0000-7000-8000-${String(n).padStart(12, "0")}`;

/** Emails two days apart in office hours of each person's own zone, past the public holidays of their country. */
export function outreach(steps: number): Definition {
  const holidays = {
    id: "c",
    regions: ["US", "DE"] as const,
    byContactRegion: true,
    days: [must(epochDayFromIso("2026-12-24"), "")],
  };
  return {
    ...{ sequenceId: idOf("a", 1), version: 1, name: "Founders" },
    settings: {
      ...{ timezone: "Europe/Berlin", timezoneMode: "contact", replyHandling: "stop", bounceHandling: "stop" },
      windows: [{ days: weekdays, start: "09:00", end: "17:00" }],
      tracking: { opens: true, clicks: true },
      ...{ reEntry: "never", cooldownDays: 0, intake: { perDay: null, perCompanyPerDay: null } },
      holidays: resolveCalendar(holidays),
    },
    steps: Array.from({ length: steps }, (_, order): StepDefinition => {
      const delay = order === 0 ? { value: 0, unit: "minutes" as const } : { value: 2, unit: "businessDays" as const };
      const content = { subject: "Hello", htmlContent: '<a href="https://a.example/">a</a>', textContent: null };
      return {
        ...{ id: idOf("b", order), kind: "email", order, parentId: null, delay, conditions: [], content },
        ...{ tracking: null, templateId: null },
      };
    }),
  };
}

export function prospects(count: number): SimulatedPerson[] {
  return Array.from({ length: count }, (_, n) => ({
    ...{ enrollmentId: idOf("c", n), contactId: idOf("d", n), contactZone: zones[n % zones.length] ?? null },
    ...{ values: { person: {}, custom: [] }, companyId: null, domain: null, accountId: null },
  }));
}

/** Accounts with caps per day and hour and the default gap of live ones; every third keeps its person's workday. */
export function cappedAccounts(count: number, dailyLimit: number): PlanAccount[] {
  return Array.from({ length: count }, (_, n) => {
    const hours = { days: weekdays, start: "07:00", end: "19:00", timezone: null };
    const zone = zones[n % zones.length] ?? "UTC";
    return {
      ...{ id: idOf("e", n), isActive: true, zone, dailyLimit, hourlyLimit: Math.ceil(dailyLimit / 4) },
      ...{ minGapMs: 20_000, gapJitter: 0.5, used: new Map(), leavesAt: [] },
      workday: compileWorkday({ zone, workday: n % 3 === 0 ? hours : null }),
    };
  });
}

/** People of another such sequence with the first of its six emails behind them, due over the first week. */
export function crowd(count: number, from: Instant): Beside {
  const definition = { ...outreach(6), sequenceId: idOf("f", 1) };
  const [first, second] = definition.steps;
  if (first === undefined || second === undefined) throw new Error("the sequence has no second step");
  const people = prospects(count).map((person, n) => {
    const dueAt = addMs(from, Math.floor((n / count) * 7 * DAY_MS));
    const id = idOf("9", n);
    return {
      ...{ definition, order: 1, isHeld: false, intakeDay: null, waiting: null, context: {}, emails: [], outcomes: [] },
      ...{ mailed: [first.id], tasks: new Map(), enrolledAt: "2026-11-20T09:00:00.000Z" },
      person: { ...person, enrollmentId: id, contactId: idOf("8", n) },
      state: {
        ...{ id, contactId: idOf("8", n), sequenceId: definition.sequenceId, sequenceVersion: 1 },
        ...{ status: "active" as const, currentStepId: second.id, stepDueAt: dueAt, dueAt, pauseReason: null },
        ...{ resumeAt: null, repliedAt: null, completedAt: null, stoppedAt: null, stopReason: null },
      },
    };
  });
  return { people, open: new Map(), earlier: new Map() };
}
