import { expect, test } from "vitest";
import { actionWords, fieldWords, summaryOf, valueWords } from "./audit-words.ts";

test("an action, a field and a value are read as words", () => {
  expect(actionWords("sequence.account_changed")).toBe("Sequence account changed");
  expect(actionWords("gdpr-request.created")).toBe("GDPR request created");
  expect(actionWords("ab-test.started")).toBe("A/B test started");
  expect(fieldWords("maxEmailsPerDay")).toBe("Max emails per day");
  expect([null, "", [], true, ["a", "b"], 3, { a: 1 }].map(valueWords)).toEqual([
    ...["–", "–", "–", "yes", "a, b", "3", '{"a":1}'],
  ]);
});

test("a row says in one line what changed and why, or that it went with somebody", () => {
  const change = { before: 1, after: 2 };
  const row = {
    ...{ id: "", at: "", action: "", detail: {}, requestId: null },
    actor: { kind: "user" as const, id: null, name: "Ada" },
    subject: { kind: "contact", id: null, name: null },
  };
  const changes = { title: change, firstName: change, tags: change, timezone: change };
  expect(summaryOf({ ...row, changes, reason: "Asked for it", isErased: false })).toBe(
    "Title, First name, Tags and 1 more · “Asked for it”",
  );
  expect(summaryOf({ ...row, changes: {}, reason: null, isErased: true })).toBe("Details erased with the person");
  const made = { id: { before: null, after: "1" }, name: { before: null, after: "Founders" } };
  expect(summaryOf({ ...row, changes: made, reason: null, isErased: false })).toBe("Founders");
  const removed = { id: { before: "1", after: null }, email: { before: "ada@acme.example", after: null } };
  expect(summaryOf({ ...row, changes: removed, reason: null, isErased: false })).toBe("ada@acme.example");
  const detail = { version: 2, overridden: [], name: "Founders", stepId: "01a22259-d0ec-7f17-8127-f3cd939190b7" };
  expect(summaryOf({ ...row, changes: {}, detail, reason: null, isErased: false })).toBe("Version 2");
});
