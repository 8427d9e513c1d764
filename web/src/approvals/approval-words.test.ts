import { expect, test } from "vitest";
import { releasedBy, releaseWords } from "./approval-words.ts";

const step = { sequence: { id: "s", name: "The dock queue" }, number: 1, waiting: 40, untilRelease: 3 };

test("whoever approves the last email that was asked for is told before how many others leave with it", () => {
  expect(releaseWords(step, 1)).toBe("After 3 more the others leave by themselves.");
  expect(releaseWords({ ...step, untilRelease: 1 }, 1)).toBe("With this one 39 others of the step leave, too.");
  expect(releaseWords({ ...step, untilRelease: 1, waiting: 2 }, 1)).toBe(
    "With this one 1 other of the step leaves, too.",
  );
  expect(releaseWords(step, 5)).toBe("With these 35 others of the step leave, too.");
});

test("where every email is approved by itself, or none is left, nothing else leaves", () => {
  expect(releaseWords({ ...step, untilRelease: null }, 40)).toBeNull();
  expect(releaseWords({ ...step, waiting: 1 }, 1)).toBeNull();
  expect(releasedBy({ waiting: 2, untilRelease: 2 }, 2)).toBe(0);
});
