import { expect, test } from "vitest";
import { periodChoices, periodWords, unitWords } from "./period-words.ts";

test("how long something is kept offers nothing shorter than allowed, and what was set elsewhere", () => {
  expect(periodChoices(60, 45 + 60).map(({ label }) => label)).toEqual([
    ...["For ever", "60 days", "90 days", "105 days", "6 months", "1 year", "2 years", "3 years", "6 years"],
  ]);
  expect(periodChoices(2190, null).map(({ value }) => value)).toEqual(["null", "2190"]);
});

test("what goes by age is said in words a person counts in", () => {
  expect([periodWords(null), periodWords(365), periodWords(45)]).toEqual(["For ever", "1 year", "45 days"]);
  expect([unitWords(1, "copies"), unitWords(1, "emails"), unitWords(4127, "visits")]).toEqual([
    ...["1 copy", "1 email", "4,127 visits"],
  ]);
});
