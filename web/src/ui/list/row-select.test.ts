import { expect, test } from "vitest";
import { between } from "./row-select.ts";

test("a range of rows runs from the row touched last to this one, upwards and downwards", () => {
  const order = ["a", "b", "c", "d"];
  expect(between(order, "b", "d")).toEqual(["b", "c", "d"]);
  expect(between(order, "c", "a")).toEqual(["a", "b", "c"]);
  expect(between(order, null, "c")).toEqual(["c"]);
  expect(between(order, "gone", "c")).toEqual(["c"]);
});
