import { expect, test } from "vitest";
import { tagsOfCell, tagsToAdd } from "./tags.ts";

test.each([
  ["VIP", ["VIP"]],
  ["a, b ,, a", ["a", "b"]],
  ["Berlin, Mitte; VIP", ["Berlin, Mitte", "VIP"]],
  ["one|two\r\nthree", ["one", "two", "three"]],
  [" ; ,| ", [","]],
  ["Straße;STRASSE;vip;VIP", ["Straße", "STRASSE", "vip"]],
])("the tags in the cell %j are found", (cell, tags) => {
  expect(tagsOfCell(cell)).toEqual(tags);
});

test("a tag somebody has in another case is not added again", () => {
  expect(tagsToAdd(["vip", "New"], ["VIP", "Old"])).toEqual(["New"]);
});
