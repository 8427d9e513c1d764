import { expect, it } from "vitest";
import { readAmount, writeAmount } from "./amount.ts";

it("reads an amount as it is typed, in the currency’s own minor units", () => {
  expect([readAmount("12.50", "EUR"), readAmount("12,5", "EUR"), readAmount(" 1200 ", "EUR")]).toEqual([
    1_250, 1_250, 120_000,
  ]);
  expect(readAmount("1200", "JPY")).toBe(1_200);
  expect([
    readAmount("12.5", "JPY"),
    readAmount("12.505", "EUR"),
    readAmount("", "EUR"),
    readAmount("-1", "EUR"),
  ]).toEqual([null, null, null, null]);
  expect([writeAmount(1_250, "EUR"), writeAmount(120_000, "EUR"), writeAmount(1_200, "JPY")]).toEqual([
    "12.50",
    "1200",
    "1200",
  ]);
});
