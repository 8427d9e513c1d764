import { holidayRegions } from "@haste/engine/schedule";
import { expect, test } from "vitest";
import { regionName } from "./region-words.ts";

test("every region with public holidays has a name that a person knows", () => {
  expect(regionName("DE")).toBe("Germany");
  expect(regionName("GB-SCT")).toBe("United Kingdom, Scotland");
  const names = holidayRegions.map(regionName);
  expect(new Set(names).size).toBe(holidayRegions.length);
  for (const name of names) expect(name).toMatch(/\p{Ll}/u);
});
