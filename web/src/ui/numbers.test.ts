import { expect, test } from "vitest";
import { count, percent, plural } from "./numbers.ts";

test("what is missing is a dash and what is nothing is a zero", () => {
  expect(count(null)).toBe("–");
  expect(count(0)).toBe("0");
  expect(percent(null)).toBe("–");
  expect(percent(0)).toBe("0 %");
});

test("a rate keeps one digit, and two where one would hide a complaint", () => {
  expect(percent(0.029)).toBe("2.9 %");
  expect(percent(0.05)).toBe("5.0 %");
  expect(percent(0.0002)).toBe("0.02 %");
  expect(percent(1)).toBe("100 %");
  // One of ten thousand did not, and the screen must not say that all did.
  expect(percent(0.9999)).toBe("99.9 %");
});

test("one person is not called one people", () => {
  expect(plural(1, "person", "people")).toBe("1 person");
  expect(plural(1284, "person", "people")).toBe("1,284 people");
});
