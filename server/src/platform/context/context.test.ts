import { expect, test } from "vitest";
import { newIdAt } from "./context.ts";

test("ids of one millisecond ascend in the order they were made, however many there are", () => {
  const at = new Date("2026-11-23T09:00:00.000Z");
  const ids = Array.from({ length: 50_000 }, () => newIdAt(at));
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(
    true,
  );
});

test("an id of a later millisecond is later, and tells nothing of the one before", () => {
  const [first, second] = [1, 2].map((ms) => newIdAt(new Date(1_700_000_000_000 + ms))) as [string, string];
  expect(second > first).toBe(true);
  expect(second.slice(-12)).not.toBe(first.slice(-12));
});
