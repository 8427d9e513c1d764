import { expect, test } from "vitest";
import { laterChoices } from "./later.ts";

test("later means mornings of the workspace, and Monday the next one also on a Monday", () => {
  const choices = laterChoices(new Date("2026-11-23T21:30:00Z"), "Europe/Copenhagen");
  expect(choices.map(({ label, at }) => [label, at])).toEqual([
    ["In an hour", "2026-11-23T22:30:00.000Z"],
    ["In three hours", "2026-11-24T00:30:00.000Z"],
    ["Tomorrow morning", "2026-11-24T08:00:00.000Z"],
    ["Next Monday", "2026-11-30T08:00:00.000Z"],
    ["In two weeks", "2026-12-07T08:00:00.000Z"],
  ]);
});
