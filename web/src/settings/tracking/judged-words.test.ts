import { expect, test } from "vitest";
import { judgedWords } from "./judged-words.ts";

const done = { status: "done", counts: {}, error: null } as const;

test("judging stored opens and clicks again tells how many it read and how many verdicts it changed", () => {
  expect(judgedWords({ ...done, counts: { visits: 1_200, changed: 1 } })).toBe(
    "1,200 visits judged again, 1 verdict changed.",
  );
  expect(judgedWords(done)).toBe("Nothing was left of older rules.");
});

test("a judging that was stopped or broke says so with what it had done", () => {
  expect(judgedWords({ ...done, status: "canceled", counts: { visits: 5, changed: 0 } })).toBe(
    "Canceled: 5 visits judged again, 0 verdicts changed.",
  );
  expect(judgedWords({ ...done, status: "failed", error: "The disk is full." })).toBe(
    "Judging again failed: The disk is full.",
  );
});
