import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addMs, asInstant, DAY_MS, type Instant, instantFromIso, isoFromInstant, must } from "../base/index.ts";
import { type Intake, openToAll } from "../sequence/index.ts";
import { defaultSettings, normalize } from "../sequence/normalize.ts";
import { intakeKey, type Newcomer } from "./intake.ts";
import { type PlanPerson, plan, planKey } from "./plan.ts";
import type { PlanAccount } from "./round.ts";

const at = (iso: string): Instant => must(instantFromIso(iso), iso);
/** A Thursday, before the window of 09:00–17:00 in Berlin opens. */
const thursday = at("2026-11-26T07:00:00Z");

const account: PlanAccount = {
  id: "a",
  isActive: true,
  zone: "UTC",
  dailyLimit: 1_000,
  hourlyLimit: 1_000,
  minGapMs: 0,
  gapJitter: 0,
  used: new Map(),
  leavesAt: [],
  workday: null,
};

function definitionWith(intake: Partial<Intake>) {
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
  return normalize({ sequenceId: "s", name: "Founders", settings, steps: [step] }, 1, "Europe/Berlin");
}

function person(id: string, newcomer: Newcomer | null, over: Partial<PlanPerson> = {}): PlanPerson {
  return {
    enrollmentId: id,
    contactId: id,
    sequenceId: "s",
    sequenceVersion: 1,
    status: "active",
    stepId: "one",
    stepDueAt: thursday,
    resumeAt: null,
    isFollowUp: newcomer === null,
    contactZone: null,
    accountId: null,
    barred: null,
    facts: null,
    newcomer,
    ...over,
  };
}

const from = (companyId: string | null): Newcomer => ({ sequenceId: "s", companyId });

function planned(
  intake: Partial<Intake>,
  people: readonly PlanPerson[],
  begun: ReadonlyMap<string, number> = new Map(),
) {
  const definition = definitionWith(intake);
  const sequences = new Map([[planKey("s", 1), { definition, isPaused: false }]]);
  return plan({ seed: "w", people, sequences, accounts: [account], intake: begun }, thursday);
}

/** When each is planned or looked at again. */
function instants(...[intake, people, begun]: Parameters<typeof planned>): string[] {
  return planned(intake, people, begun).map((decision) => {
    if (decision.do === "send") return `sends ${isoFromInstant(decision.at)}`;
    return decision.do === "wait" ? `waits ${isoFromInstant(decision.until)}` : decision.do;
  });
}

describe("a sequence that takes in so many people a day", () => {
  test("spreads a crowd over its days, in order and over weekends", () => {
    const people = ["a", "b", "c", "d", "e"].map((id) => person(id, from(null)));
    expect(instants({ perDay: 2 }, people)).toEqual([
      "sends 2026-11-26T08:00:00.000Z",
      "sends 2026-11-26T08:00:00.000Z",
      "waits 2026-11-27T08:00:00.000Z",
      "waits 2026-11-27T08:00:00.000Z",
      "waits 2026-11-30T08:00:00.000Z",
    ]);
  });

  test("explains a wait by the intake, and by nothing that comes after it", () => {
    const [, second] = planned({ perDay: 1 }, [person("a", from(null)), person("b", from(null))]);
    expect(second?.constraints.at(-1)).toEqual({
      code: "intake",
      freesAt: at("2026-11-27T08:00:00Z"),
      subject: "perDay",
    });
    expect(second?.intakeDay).toBe(at("2026-11-26T23:00:00Z"));
  });

  test("counts those who were planned before", () => {
    const begun = new Map([[intakeKey(from(null), at("2026-11-25T23:00:00Z")), 2]]);
    expect(instants({ perDay: 2 }, [person("a", from(null))], begun)).toEqual(["waits 2026-11-27T08:00:00.000Z"]);
  });

  test("lets follow-ups pass: they are nobody new", () => {
    const people = [person("new", from(null)), person("again", null), person("once more", null)];
    expect(instants({ perDay: 1 }, people)).toEqual([
      "sends 2026-11-26T08:00:00.000Z",
      "sends 2026-11-26T08:00:00.000Z",
      "sends 2026-11-26T08:00:00.000Z",
    ]);
  });

  test("never begins with more on any day, whatever the crowd, its zones and its companies", () => {
    const zones = ["Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati", null];
    const one = fc.record({ zone: fc.constantFrom(...zones), company: fc.constantFrom(null, "x", "y", "z") });
    fc.assert(
      fc.property(
        fc.array(one, { maxLength: 40 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 3 }),
        (crowd, perDay, perCompanyPerDay) => {
          const people = crowd.map(({ zone, company }, n) => person(`p${n}`, from(company), { contactZone: zone }));
          const inAll = new Map<string, number>();
          for (const [n, { intakeDay }] of planned({ perDay, perCompanyPerDay }, people).entries()) {
            expect(intakeDay).not.toBeNull();
            const company = crowd[n]?.company ?? null;
            for (const key of company === null ? [`${intakeDay}`] : [`${intakeDay}`, `${intakeDay} ${company}`])
              inAll.set(key, (inAll.get(key) ?? 0) + 1);
          }
          for (const [key, begun] of inAll)
            expect(begun).toBeLessThanOrEqual(key.includes(" ") ? perCompanyPerDay : perDay);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("lets a flood wait for the last day it can look ahead to", () => {
    const full = Array.from({ length: 4_000 }, (_, day) => addMs(at("2026-11-25T23:00:00Z"), day * DAY_MS));
    // Summer days begin an hour earlier in Berlin: both midnights are full.
    const begun = new Map(
      full.flatMap((day) => [0, 3_600_000].map((ms) => [intakeKey(from(null), asInstant(day - ms)), 1])),
    );
    const [decision] = planned({ perDay: 1 }, [person("a", from(null))], begun);
    expect(decision?.do).toBe("wait");
  });
});

describe("a sequence that takes in so many people of one company a day", () => {
  test("staggers colleagues and lets everybody else begin", () => {
    const people = [
      person("ann", from("acme")),
      person("bob", from("acme")),
      person("cy", from("acme")),
      person("dan", from("other")),
      person("eve", from(null)),
      person("fay", from(null)),
    ];
    expect(instants({ perCompanyPerDay: 1 }, people)).toEqual([
      "sends 2026-11-26T08:00:00.000Z",
      "waits 2026-11-27T08:00:00.000Z",
      "waits 2026-11-30T08:00:00.000Z",
      "sends 2026-11-26T08:00:00.000Z",
      "sends 2026-11-26T08:00:00.000Z",
      "sends 2026-11-26T08:00:00.000Z",
    ]);
  });
});
