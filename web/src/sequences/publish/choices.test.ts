import type { PublishGroup } from "@haste/contract/nouns/publishing";
import { expect, test } from "vitest";
import { allOf, migrationsOf, publishedWords } from "./choices.ts";

const group = (stepId: string, version: number, people: number, action: PublishGroup["action"]): PublishGroup => ({
  ...{ stepId, version, people, action, paused: 0, title: "Step 1", sentence: "" },
  places: { move: null, skip: null, reenter: stepId },
  nextMailAt: { keep: null, move: null, skip: null, reenter: null },
});
const impact = (groups: PublishGroup[]) => ({
  ...{ version: 5, groups, diff: { sentence: "", changes: [] } },
  people: groups.reduce((sum, each) => sum + each.people, 0),
});

test("publishing asks only for what is not the usual, and names step and version of each group", () => {
  const groups = [group("a", 4, 38, "keep"), group("a", 3, 2, "keep")];
  expect(migrationsOf(new Map([...allOf(groups, "keep"), ["a 3", "skip" as const]]))).toEqual([
    { atStepId: "a", atVersion: 3, action: "skip" },
  ]);
  expect(migrationsOf(allOf(groups, "move")).map(({ atVersion }) => atVersion)).toEqual([4, 3]);
});

test("afterwards it is told how many go on in the new version and how many keep to the old path", () => {
  expect(publishedWords(impact([group("a", 4, 38, "move"), group("b", 4, 1, "keep")]))).toBe(
    "Version 5 is published; 38 people go on in it, 1 person keeps to the old path.",
  );
  expect(publishedWords(impact([]))).toBe("Version 5 is published.");
  expect(publishedWords(impact([group("a", 4, 38, "move"), group("b", 4, 1, "keep")]), false)).toBe(
    "38 people go on in version 5.",
  );
});
