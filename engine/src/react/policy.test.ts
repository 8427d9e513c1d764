import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type StopRule, stopActions, stopCauses, stopScopes } from "../sequence/index.ts";
import { actionAt, causeOf, colleagueScopes, saidOfOthers } from "./index.ts";

const presets = { replyHandling: "stop", bounceHandling: "stop" } as const;
const rules = (...stopRules: StopRule[]) => ({ ...presets, stopRules });
const rowOf = (settings: Parameters<typeof actionAt>[0], cause: (typeof stopCauses)[number]) =>
  stopScopes.map((scope) => actionAt(settings, cause, scope));

const anyRule = fc.record({
  on: fc.constantFrom(...stopCauses),
  scope: fc.constantFrom(...stopScopes),
  action: fc.constantFrom(...stopActions),
});
const anySettings = fc.record({
  replyHandling: fc.constantFrom("stop", "pause", "continue"),
  bounceHandling: fc.constantFrom("stop", "pause"),
  stopRules: fc.option(fc.array(anyRule, { maxLength: 6 })),
} as const);

describe("the matrix of stop rules", () => {
  it("is filled by the two presets, which reach the contact and never colleagues", () => {
    const written = { replyHandling: "pause", bounceHandling: "stop" } as const;
    for (const cause of ["interested", "objection", "not_now", "referral", "question", "other"] as const)
      expect(rowOf(written, cause)).toEqual(["pause", "pause", "continue", "continue"]);
    expect(rowOf(written, "bounce")).toEqual(["stop", "stop", "continue", "continue"]);
    expect(rowOf(written, "out_of_office")).toEqual(["pause", "pause", "continue", "continue"]);
    expect(rowOf(written, "meeting")).toEqual(["stop", "stop", "continue", "continue"]);
    // Nobody is there any more to whom the sequence could go on, whatever is said of replies.
    for (const cause of ["left_company", "wrong_person"] as const)
      expect(rowOf(written, cause)).toEqual(["stop", "stop", "continue", "continue"]);
    expect(rowOf(written, "automatic")).toEqual(["continue", "continue", "continue", "continue"]);
    expect(rowOf(written, "challenge")).toEqual(["pause", "pause", "continue", "continue"]);
  });

  it("lets a rule speak for its scope and every narrower one, and the narrowest of several for its own", () => {
    expect(rowOf(rules({ on: "interested", scope: "company", action: "stop" }), "interested")).toEqual([
      "stop",
      "stop",
      "stop",
      "continue",
    ]);
    const both = rules(
      { on: "other", scope: "domain", action: "pause" },
      { on: "other", scope: "contact", action: "stop" },
    );
    expect(rowOf(both, "other")).toEqual(["stop", "stop", "continue", "pause"]);
    expect(rowOf(both, "question"), "another class keeps its preset").toEqual(["stop", "stop", "continue", "continue"]);
    expect(rowOf(rules({ on: "other", scope: "enrollment", action: "stop" }), "other")[1]).toBe("continue");
  });

  it("says something of every class and scope, whatever was written", () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        for (const cause of stopCauses)
          for (const scope of stopScopes) expect(stopActions).toContain(actionAt(settings, cause, scope));
      }),
    );
  });

  it("never keeps somebody in who asked to be left alone", () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        expect(rowOf(settings, "unsubscribe").slice(0, 2)).toEqual(["stop", "stop"]);
      }),
    );
  });

  it("reaches colleagues only where a rule was written for them", () => {
    fc.assert(
      fc.property(anySettings, fc.constantFrom(...stopCauses), (settings, cause) => {
        const written = settings.stopRules?.some(({ on, scope }) => on === cause && /company|domain/.test(scope));
        if (!written) expect(colleagueScopes(settings, cause)).toEqual([]);
      }),
    );
  });

  it("speaks for the contact's other sequences only by a written rule", () => {
    expect(saidOfOthers(presets, "other")).toBeNull();
    expect(saidOfOthers(rules({ on: "other", scope: "contact", action: "pause" }), "other")).toBe("pause");
    expect(saidOfOthers(rules({ on: "other", scope: "enrollment", action: "stop" }), "other")).toBe("continue");
  });

  it("takes an answer nobody sorted, or sorted into something unknown, for any other", () => {
    expect(causeOf({ kind: "replied", meta: {} })).toBe("other");
    expect(causeOf({ kind: "replied", meta: { replyClass: "gibberish" } })).toBe("other");
    expect(causeOf({ kind: "replied", meta: { replyClass: "referral" } })).toBe("referral");
    expect(causeOf({ kind: "bounced", meta: { bounceType: "soft" } })).toBeNull();
    expect(causeOf({ kind: "auto_replied", meta: {} })).toBe("out_of_office");
    expect(causeOf({ kind: "auto_replied", meta: { replyClass: "interested" } })).toBe("out_of_office");
    expect(causeOf({ kind: "auto_replied", meta: { replyClass: "left_company" } })).toBe("left_company");
    expect(causeOf({ kind: "opened", meta: {} })).toBeNull();
  });
});
