import fc from "fast-check";
import { expect, test } from "vitest";
import { diffWords } from "./word-diff.ts";

test("a changed text shows the words that went and those that came", () => {
  expect(diffWords("Shall I close the file?", "Shall I close your file?")).toEqual([
    { kind: "same", text: "Shall I close " },
    { kind: "gone", text: "the " },
    { kind: "new", text: "your " },
    { kind: "same", text: "file?" },
  ]);
  expect(diffWords("", "Hello")).toEqual([{ kind: "new", text: "Hello" }]);
  expect(diffWords("Hello", "Hello")).toEqual([{ kind: "same", text: "Hello" }]);
});

test("a word added at the end leaves the one before it alone", () => {
  expect(diffWords("Hello", "Hello again")).toEqual([
    { kind: "same", text: "Hello " },
    { kind: "new", text: "again" },
  ]);
});

test("a text written anew is told as a whole, not by the words that happen to be in both", () => {
  expect(diffWords("One thing I left out: a form", "Please call a colleague")).toEqual([
    { kind: "gone", text: "One thing I left out: a form" },
    { kind: "new", text: "Please call a colleague" },
  ]);
});

test("without what came a text reads as before, without what went as after", () => {
  const read = (words: string) => words.replaceAll(" ", "");
  const text = fc.array(fc.constantFrom("a", "b", "c ", "\n"), { maxLength: 12 }).map((words) => words.join(" "));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const told = diffWords(before, after);
      const without = (kind: string) =>
        told
          .filter((each) => each.kind !== kind)
          .map((each) => each.text)
          .join("");
      expect(read(without("new"))).toBe(read(before));
      expect(read(without("gone"))).toBe(read(after));
    }),
  );
});
