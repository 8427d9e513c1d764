import { expect, test } from "vitest";
import { dueOf } from "./request-words.ts";

const now = new Date("2026-11-28T12:00:00Z");
const due = (dueAt: string, settledAt: string | null = null) => dueOf({ dueAt, settledAt }, now);

test.each([
  ["2026-12-28T12:00:00Z", "30 days left", false],
  ["2026-12-04T12:00:00Z", "6 days left", true],
  ["2026-11-29T13:00:00Z", "1 day left", true],
  ["2026-11-28T18:00:00Z", "due today", true],
  ["2026-11-28T11:00:00Z", "overdue", true],
  ["2026-11-20T12:00:00Z", "8 days overdue", true],
])("a request that is due at %s is told as %s", (dueAt, words, isPressing) => {
  expect(due(dueAt)).toEqual({ words, isPressing });
});

test("a settled request is not due any more", () => {
  expect(due("2026-11-20T12:00:00Z", "2026-11-19T12:00:00Z")).toBeNull();
});
