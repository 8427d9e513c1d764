import { expect, test } from "vitest";
import type { Rule } from "./own-rules-queries.ts";
import { ruleSentence } from "./rule-words.ts";

const rule: Rule = {
  id: "1",
  name: "Ask legal",
  condition: { all: [] },
  sequenceIds: [],
  effect: { do: "block" },
  isOn: true,
  createdAt: "2026-01-01T00:00:00Z",
  updatedAt: "2026-01-01T00:00:00Z",
};

test("a compliance rule reads as one sentence: whose mail, what becomes of it, and for whom", () => {
  const names = new Map([["a", "Spring"]]);
  const germans = { field: "custom.country", op: "eq", value: "DE" } as const;
  expect(ruleSentence(rule, names)).toBe("Mail does not leave, whoever gets it.");
  expect(ruleSentence({ ...rule, condition: germans, sequenceIds: ["a"], effect: { do: "approve" } }, names)).toMatch(
    /^Mail of Spring waits for approval if .*DE.*\.$/,
  );
  const words = { do: "require", text: "Ad" } as const;
  expect(ruleSentence({ ...rule, sequenceIds: ["a", "b"], effect: words }, names)).toBe(
    "Mail of 2 sequences must say “Ad”, whoever gets it.",
  );
});
