import { expect, test } from "vitest";
import { paragraphsOf, partsOf } from "./variables.ts";

test("a preview tells a variable from the words around it, and what stands in for it", () => {
  expect(partsOf("Hi {{ contact.firstName | default: 'there' }}, at {{ custom.site }}")).toEqual([
    { words: "Hi " },
    { variable: "first name", fallback: "there" },
    { words: ", at " },
    { variable: "custom.site", fallback: null },
  ]);
  expect(partsOf("{{ sender.firstName | default: sender.name }}")).toEqual([
    { variable: "your first name", fallback: null },
  ]);
  expect(partsOf("no variable")).toEqual([{ words: "no variable" }]);
});

test("a mail's body is read as paragraphs and lines", () => {
  expect(paragraphsOf("<p>One</p>\n<p>Two<br>three</p>")).toEqual(["One", "Two\nthree"]);
});
