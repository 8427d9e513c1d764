import { expect, test } from "vitest";
import { rateOf } from "../report/index.ts";
import { type RequirementFacts, requirementsOf } from "./requirements.ts";

const good = { spf: true, dkim: true, dmarc: true, isEncrypted: true };
const fine: RequirementFacts = {
  accounts: [good, good],
  complaints: rateOf(1, 9_000),
  busiestDay: 400,
  aligned: rateOf(990, 1_000),
  showsUnsubscribe: true,
  listings: 0,
};
const states = (facts: Partial<RequirementFacts>) =>
  Object.fromEntries(requirementsOf({ ...fine, ...facts }).requirements.map(({ code, state }) => [code, state]));

test("a sender who does everything passes every requirement of the large receivers", () => {
  expect(new Set(Object.values(states({})))).toEqual(new Set(["passed"]));
  expect(requirementsOf(fine).requirements.every(({ nextStep }) => nextStep === null)).toBe(true);
});

test("what nobody could tell is said to be unknown, and never passed", () => {
  const nothing = { accounts: [{ spf: null, dkim: null, dmarc: null, isEncrypted: null }], complaints: rateOf(0, 0) };
  expect(states({ ...nothing, aligned: rateOf(3, 3), listings: null })).toEqual({
    ...{ spf: "unknown", dkim: "unknown", dmarc: "unknown", aligned: "unknown", complaints: "unknown" },
    ...{ tls: "unknown", blocklists: "unknown", "one-click": "passed" },
  });
});

test("the next step that saves most mail stands first", () => {
  const { requirements, volume } = requirementsOf({
    ...fine,
    accounts: [good, { ...good, dkim: false, isEncrypted: false }],
    complaints: rateOf(40, 10_000),
    busiestDay: 6_000,
  });
  expect(requirements.slice(0, 3).map(({ code, state }) => `${code} ${state}`)).toEqual([
    "dkim failed",
    "complaints failed",
    "tls failed",
  ]);
  expect(volume).toEqual({ class: "bulk", busiestDay: 6_000, bulkFrom: 5_000 });
});
