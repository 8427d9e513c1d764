import type { TestResults } from "@haste/contract/nouns/ab-tests";
import { expect, test } from "vitest";
import { overlapWords, ratioWords, shareWords, toComeWords } from "./evidence-words.ts";

const nameOf = (id: string) => id.toUpperCase();
const arm = (variantId: string, low: number, high: number, isBest: number) =>
  ({ variantId, isBest, posterior: { a: 1, b: 1, low, high } }) as TestResults["arms"][number];

test("the caption of the curves says where two rates overlap, or that they have come apart", () => {
  expect(overlapWords([arm("a", 0.01, 0.034, 0.05), arm("b", 0.022, 0.05, 0.95)], nameOf)).toBe(
    "The two still overlap between 2.2 % and 3.4 %.",
  );
  expect(overlapWords([arm("a", 0.01, 0.02, 0), arm("b", 0.03, 0.05, 1)], nameOf)).toBe("B and A have come apart.");
});

test("the caption of the range says whether it still holds no difference", () => {
  const arms = [arm("a", 0, 1, 0.1), arm("b", 0, 1, 0.9)];
  const at = (low: number) =>
    ({ arms, history: [{ at: "", sent: 9, ratio: 2, low, high: 3 }] }) as unknown as TestResults;
  expect(ratioWords(at(0.8), nameOf)).toBe("The range of B against A still holds 1: no difference.");
  expect(ratioWords(at(1.2), nameOf)).toBe("B is better than A: the range has left 1.");
});

test("the caption of the shares says what is dealt now", () => {
  const period = (share: number) => ({
    startedAt: "",
    shares: [
      { variantId: "a", share },
      { variantId: "b", share: 1 - share },
    ],
  });
  expect(shareWords({ periods: [period(0.5)] } as TestResults, nameOf)).toBe(
    "Dealt alike since the start: A 50.0 %, B 50.0 %.",
  );
  expect(shareWords({ periods: [period(0.5), period(0.29)] } as TestResults, nameOf)).toBe("Now A 29.0 %, B 71.0 %.");
});

test("what may still come of young emails is said with its range and the rate it leads to", () => {
  expect(toComeWords({ lived: 80, rate: 0.05, stillToCome: 3.6, low: 1, high: 8 })).toBe("4 (1 to 8), then 5.0 %");
  expect(toComeWords({ lived: 80, rate: 0.05, stillToCome: 0, low: 0, high: 0 })).toBe("nothing");
});
