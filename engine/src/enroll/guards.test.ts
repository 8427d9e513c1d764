import { describe, expect, test } from "vitest";
import { DAY_MS, instantFromIso, must } from "../base/index.ts";
import { type EnrollFacts, type EnrollPolicy, guardsAgainst, mayReEnter, standing } from "./guards.ts";

const now = must(instantFromIso("2026-11-24T10:00:00Z"), "now");
const policy: EnrollPolicy = { reEntry: "never", cooldownDays: 0, now };
const welcome: EnrollFacts = {
  isActiveHere: false,
  earlierEpisode: null,
  activeElsewhere: [],
  suppressedBy: null,
  addressFault: null,
  isRoleAddress: false,
  isOwnDomain: false,
  deal: null,
  ownedBy: null,
  lastContact: null,
  missingVariables: [],
  hasCapacity: true,
};

function against(facts: Partial<EnrollFacts>, over: Partial<EnrollPolicy> = {}) {
  return guardsAgainst({ ...welcome, ...facts }, { ...policy, ...over });
}

const overridable = [
  "active_elsewhere",
  "recently_contacted",
  "own_domain",
  "customer",
  "owner_mismatch",
  "role_address",
];

describe("somebody who is to be enrolled", () => {
  test("and against whom nothing speaks is let in without a word", () => {
    expect(against({})).toEqual([]);
  });

  const hard: [string, Partial<EnrollFacts>, string][] = [
    ["is in the sequence already", { isActiveHere: true }, "already_active"],
    ["opted out", { suppressedBy: "unsubscribe" }, "suppressed"],
    ["complained", { suppressedBy: "complaint" }, "suppressed"],
    ["has a dead address", { suppressedBy: "hard_bounce" }, "bounced"],
    ["was erased", { suppressedBy: "erased" }, "erased"],
    ["has an address no mail reaches", { addressFault: "There is no @." }, "invalid_address"],
  ];
  test.each(hard)("and %s stays out whatever is overridden", (_, facts, code) => {
    const guards = against(facts);
    expect(guards.map((guard) => [guard.code, guard.overridable])).toEqual([[code, false]]);
    expect(standing(guards, [code, ...overridable])).toEqual(guards);
  });

  const soft: [string, Partial<EnrollFacts>, string, string][] = [
    ["is on the way elsewhere", { activeElsewhere: ["Ports"] }, "active_elsewhere", "“Ports”"],
    ["belongs to a won deal", { deal: "won" }, "customer", "won"],
    ["has an open deal", { deal: "open" }, "customer", "open"],
    ["belongs to a colleague", { ownedBy: "Priya" }, "owner_mismatch", "Priya"],
    ["has the address of a role", { isRoleAddress: true }, "role_address", "role"],
    ["works for us", { isOwnDomain: true }, "own_domain", "sends from"],
  ];
  test.each(soft)("and %s comes in only with that overridden", (_, facts, code, words) => {
    const guards = against(facts);
    expect(guards.map((guard) => [guard.code, guard.overridable])).toEqual([[code, true]]);
    expect(guards[0]?.detail).toContain(words);
    expect(standing(guards, [])).toEqual(guards);
    expect(standing(guards, [code])).toEqual([]);
  });

  test("and lacks a value or finds no account comes in with a warning", () => {
    const guards = against({ missingVariables: ["contact.title", "custom.fleet"], hasCapacity: false });
    expect(guards.map((guard) => guard.code)).toEqual(["missing_variables", "no_capacity"]);
    expect(guards[0]?.detail).toContain("contact.title, custom.fleet");
    expect(standing(guards, [])).toEqual([]);
  });

  test("hears the hardest reason first", () => {
    const guards = against({ deal: "won", suppressedBy: "unsubscribe", isActiveHere: true, hasCapacity: false });
    expect(guards.map((guard) => guard.code)).toEqual(["suppressed", "already_active", "customer", "no_capacity"]);
  });
});

describe("a cooldown", () => {
  const ago = (days: number) => ({ lastContact: { at: (now - days * DAY_MS) as typeof now, how: "a call" } });

  test("of days keeps out whoever was contacted within them, and says how long ago", () => {
    expect(against(ago(0.5), { cooldownDays: 5 })[0]?.detail).toBe("The last contact was a call, less than a day ago.");
    expect(against(ago(4.9), { cooldownDays: 5 })[0]).toMatchObject({
      code: "recently_contacted",
      overridable: true,
      detail: "The last contact was a call, 4 days ago.",
    });
    expect(against(ago(5), { cooldownDays: 5 })).toEqual([]);
  });

  test("of no days asks nobody", () => {
    expect(against(ago(0))).toEqual([]);
  });
});

describe("re-entry", () => {
  const completed = { status: "completed", stopReason: null } as const;
  const replied = { status: "stopped", stopReason: "replied" } as const;

  test("never, after finish or always decides who begins again", () => {
    const of = (reEntry: EnrollPolicy["reEntry"]) =>
      [null, completed, replied].map((earlierEpisode) => mayReEnter(earlierEpisode, reEntry));
    expect(of("never")).toEqual([true, false, false]);
    expect(of("afterFinish")).toEqual([true, true, false]);
    expect(of("always")).toEqual([true, true, true]);
  });

  test("that is not allowed is no override's matter, and says how the episode ended", () => {
    const [guard] = against({ earlierEpisode: replied }, { reEntry: "afterFinish" });
    expect(guard).toMatchObject({ code: "already_active", overridable: false });
    expect(guard?.detail).toContain("stopped: replied");
  });

  test("never lets somebody be in one sequence twice at once", () => {
    const guards = against({ isActiveHere: true, earlierEpisode: completed }, { reEntry: "always" });
    expect(guards.map((guard) => guard.code)).toEqual(["already_active"]);
  });
});
