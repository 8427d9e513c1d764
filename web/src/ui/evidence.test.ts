import { expect, test } from "vitest";
import { basisOf, rateWords, scaleOf } from "./evidence.ts";

const few = { n: 7, of: 27, low: 0.132, high: 0.447 };
const enough = { n: 9, of: 300, low: 0.016, high: 0.056 };

test("a rate of few mails is told as how many of how many, and of none as nothing", () => {
  expect(rateWords(7 / 27, few)).toBe("7 of 27");
  expect(rateWords(0.03, enough)).toBe("3.0 %");
  expect(rateWords(null, { n: 0, of: 0, low: null, high: null })).toBe("–");
  expect(basisOf(few)).toBe("7 of 27 (13.2–44.7 %)");
});

test("the range of few mails, which is wide, does not make the others small", () => {
  expect(scaleOf([few, enough])).toBe(0.056);
  expect(scaleOf([undefined, few])).toBe(0.05);
});
