import type { SequenceVersion } from "@haste/contract/nouns/sequences";
import { expect, test } from "vitest";
import { groupsOf, groupWords, versionWords } from "./standing-words.ts";

const at = (step: number, people: number, paused = 0) => ({
  stepId: `${step}`,
  title: `step ${step}, “Shall I, or not”`,
  people,
  paused,
});
const version = (number: number, people: ReturnType<typeof at>[]) => ({ version: number, people }) as SequenceVersion;

test("people on the way are told by version and by the step they stand before", () => {
  const groups = groupsOf([version(4, [at(1, 1)]), version(3, [at(2, 12, 3)])]);
  expect(groups.map(groupWords)).toEqual([
    "1 person on version 4, before step 1, “Shall I, or not”",
    "12 people on version 3, before step 2, “Shall I, or not”, 3 of them paused",
  ]);
});

test("a version sums up who is on the way by it", () => {
  expect(versionWords(version(3, [at(2, 12), at(3, 26)]))).toBe(
    "38 people on the way: 12 before step 2, 26 before step 3",
  );
  expect(versionWords(version(2, []))).toBe("Nobody is on the way by it");
});
