import { hookOutcomes, hookServices } from "@haste/contract/nouns/provider-hooks";
import { expect, test } from "vitest";
import { isRefusal, makeSecret, outcomeWords, stepsAt } from "./hook-words.ts";

test("whatever may come of a notice has words, and a refusal begins by saying that nothing happened", () => {
  for (const outcome of hookOutcomes) {
    expect(/^(?:Refused|Changed nothing): /.test(outcomeWords[outcome])).toBe(isRefusal(outcome));
  }
});

test("every service says what to do there, and a made secret is one that the API takes", () => {
  for (const service of hookServices) expect(stepsAt(service)).toMatch(/address/);
  expect(makeSecret()).toMatch(/^[\w-]{32}$/);
});
