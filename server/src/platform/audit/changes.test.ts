import fc from "fast-check";
import { expect, test } from "vitest";
import { changesBetween } from "./changes.ts";

test("a change names the fields that differ, and what stood there before and after", () => {
  const before = { id: "1", title: "VP", tags: ["a"], version: 1, updatedAt: "x" };
  const after = { id: "1", title: null, tags: ["a", "b"], version: 2, updatedAt: "y" };
  expect(changesBetween(before, after)).toEqual({
    title: { before: "VP", after: null },
    tags: { before: ["a"], after: ["a", "b"] },
  });
});

test("something made or removed is told with all its fields", () => {
  expect(changesBetween(null, { name: "Acme" })).toEqual({ name: { before: null, after: "Acme" } });
  expect(changesBetween({ name: "Acme" }, null)).toEqual({ name: { before: "Acme", after: null } });
});

test("a long text is cut in the log, and still told as changed", () => {
  const { html } = changesBetween({ html: "a".repeat(5_000) }, { html: `${"a".repeat(5_000)}b` });
  expect(String(html?.before).length).toBeLessThan(2_010);
  expect(html).toBeDefined();
});

test("what did not change is never told as changed, whatever it is", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (thing) => {
      expect(changesBetween(thing, structuredClone(thing))).toEqual({});
    }),
  );
});
