import { expect, test } from "vitest";
import { type VerdictFacts, verdictOf } from "./verdict.ts";

const clean: VerdictFacts = { own: { points: 0.5, spamFrom: 5 }, filter: null, listings: [], domainIssues: [] };
const listed = (weight: "wide" | "narrow", state: "listed" | "unknown" = "listed") => ({
  listings: [{ weight, state }],
});

test.each<[string, Partial<VerdictFacts>, string]>([
  ["nothing", {}, "good"],
  ["half of what is spam", { own: { points: 2.5, spamFrom: 5 } }, "fair"],
  ["all of what is spam", { own: { points: 5, spamFrom: 5 } }, "bad"],
  ["a filter that calls it spam", { filter: { points: 15, spamFrom: 15 } }, "bad"],
  ["a filter that is content", { filter: { points: -1, spamFrom: 5 } }, "good"],
  ["a list that large receivers ask", listed("wide"), "bad"],
  ["a list that few ask", listed("narrow"), "fair"],
  ["a list that did not answer", listed("wide", "unknown"), "good"],
  ["a domain that cannot be proven", { domainIssues: [{ kind: "dkim", state: "failed" }] }, "bad"],
  ["a domain that takes no replies", { domainIssues: [{ kind: "mx", state: "failed" }] }, "fair"],
])("a mail with %s against it gets its verdict", (_, facts, verdict) => {
  expect(verdictOf({ ...clean, ...facts })).toBe(verdict);
});
