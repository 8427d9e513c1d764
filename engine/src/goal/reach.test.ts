import { describe, expect, it } from "vitest";
import { type Goal, reach } from "./index.ts";

const goal = (more: Partial<Goal>): Goal => ({
  ...{ id: "g", kind: "custom_event", match: "Purchase", counts: "every", windowDays: 30 },
  value: { from: "signal" },
  ...more,
});
const event = (name: string, properties: Record<string, unknown> = {}) => ({
  ...{ kind: "custom_event" as const, contactId: "ada" },
  meta: { name, properties },
});
const moved = (stage: string, dealId?: string) => ({
  ...{ kind: "deal_stage" as const, contactId: "ada" },
  meta: { stage, ...(dealId === undefined ? {} : { dealId }) },
});
const nothing = { deal: null, wonStages: new Set<string>() };
const won = { deal: { isWon: true, worth: { amount: 4_000, currency: "EUR" } }, wonStages: new Set<string>() };

describe("a goal", () => {
  it("is reached by its event in any case, with the amount that came with it", () => {
    const reached = reach(goal({}), event("purchase", { amount: 1_250, currency: "eur" }), nothing);
    expect(reached).toEqual({ occurrence: null, worth: { amount: 1_250, currency: "EUR" } });
    expect(reach(goal({}), event("sign-up"), nothing)).toBeNull();
    expect(reach(goal({}), moved("Purchase"), nothing)).toBeNull();
  });

  it.each([{}, { amount: 12.5, currency: "EUR" }, { amount: -1, currency: "EUR" }, { amount: 1, currency: "euro" }])(
    "takes no amount from %j",
    (properties) => {
      expect(reach(goal({}), event("purchase", properties), nothing)).toMatchObject({ worth: null });
    },
  );

  it("that counts once is one conversion for each person", () => {
    expect(reach(goal({ counts: "once" }), event("purchase"), nothing)?.occurrence).toBe("person ada");
  });

  it("of won deals is reached in whatever stage a deal is won, once a deal, with what the deal is worth", () => {
    const deals = goal({ kind: "deal_stage", match: null });
    expect(reach(deals, moved("Signed", "d"), won)).toEqual({
      occurrence: "deal d",
      worth: { amount: 4_000, currency: "EUR" },
    });
    expect(reach(deals, moved("Proposal", "d"), { ...won, deal: { isWon: false, worth: null } })).toBeNull();
    // A deal of another system is known by the name of its stage alone.
    expect(reach(deals, moved("Won"), { deal: null, wonStages: new Set(["won"]) })).toEqual({
      occurrence: null,
      worth: null,
    });
    expect(reach(deals, moved("Proposal"), nothing)).toBeNull();
  });

  it("of one stage is reached by that stage alone, and is worth what was fixed", () => {
    const proposals = goal({
      kind: "deal_stage",
      match: "Proposal",
      value: { from: "fixed", amount: 500, currency: "USD" },
    });
    expect(reach(proposals, moved(" proposal", "d"), won)?.worth).toEqual({ amount: 500, currency: "USD" });
    expect(reach(proposals, moved("Won", "d"), won)).toBeNull();
  });
});
