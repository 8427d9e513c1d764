import type { Sequence } from "@haste/contract/nouns/sequences";
import { expect, test } from "vitest";
import { cooldownWords, perCompanyWords, perDayWords, readNumber } from "./newcomer-words.ts";

const settings = (perDay: number | null, perCompanyPerDay: number | null, cooldownDays = 0) =>
  ({ intake: { perDay, perCompanyPerDay }, cooldownDays }) as Sequence["settings"];

test("a cap on newcomers says over how many days a hundred people begin", () => {
  expect(perDayWords(settings(null, null))).toBe("Everybody begins as soon as an account has room.");
  expect(perDayWords(settings(30, null))).toMatch(/^100 people enrolled at once begin over 4 days\./);
  expect(perDayWords(settings(100, null))).toMatch(/begin on one day\./);
});

test("a cap on colleagues says so where the cap on everybody makes it idle", () => {
  expect(perCompanyWords(settings(null, 2))).toBe("5 colleagues enrolled at once begin over 3 days.");
  expect(perCompanyWords(settings(1, 2))).toBe("Changes nothing: only 1 person begins a day in all.");
});

test("a cooldown names the first day that counts", () => {
  expect(cooldownWords(settings(null, null, 30), "28 Oct")).toContain("since 28 Oct is set aside");
  expect(cooldownWords(settings(null, null), "28 Oct")).not.toContain("28 Oct");
});

test("a number that cannot be meant is told at its field, with what may stand there", () => {
  const cap = { min: 1, max: 100_000, empty: "no limit" };
  expect(readNumber(" 20 ", cap)).toBe(20);
  expect(readNumber("", cap)).toBeNull();
  for (const text of ["0", "-3", "2.5", "many", "100001"])
    expect(readNumber(text, cap)).toEqual({
      fault: "Write a whole number from 1 to 100,000. Leave it empty for no limit.",
    });
  expect(readNumber("", { min: 0, max: 365, empty: null })).toEqual({
    fault: "Write a whole number from 0 to 365.",
  });
});
