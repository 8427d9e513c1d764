import { expect, test } from "vitest";
import { manualClock, systemClock, workspaceTime } from "./clock.ts";

const noon = new Date("2026-11-22T12:00:00Z");

test("a sandbox that was moved a week ahead lives a week ahead of its machine", () => {
  const weekMs = 7 * 24 * 3_600_000;
  expect(workspaceTime(noon, { clockOffsetMs: weekMs })).toEqual(new Date("2026-11-29T12:00:00Z"));
  expect(workspaceTime(noon, { clockOffsetMs: 0 })).toEqual(noon);
});

test("a manual clock moves only when told, and never back", () => {
  const clock = manualClock(noon);
  expect(clock.machineNow()).toEqual(noon);
  clock.advance(1_500);
  expect(clock.machineNow()).toEqual(new Date("2026-11-22T12:00:01.500Z"));
  expect(() => clock.advance(-1)).toThrow(/only moves forward/);
  expect(() => manualClock(new Date(Number.NaN))).toThrow(/valid start/);
});

test("the system clock reads the machine's time", () => {
  const before = Date.now();
  const read = systemClock.machineNow().getTime();
  expect(read).toBeGreaterThanOrEqual(before);
  expect(read).toBeLessThanOrEqual(Date.now());
});
