import { expect, test } from "vitest";
import { addMs, asInstant, HOUR_MS, MINUTE_MS, SECOND_MS } from "../base/index.ts";
import { nextLook, settledBy } from "./index.ts";

const since = asInstant(Date.UTC(2026, 10, 24, 9));
const after = (ms: number) => ({ since, now: addMs(since, ms), keepsAll: true });

test("an uncertain email counts as sent as soon as its copy is found", () => {
  expect(settledBy("found", after(5 * SECOND_MS))).toBe("sent");
  expect(settledBy("found", { ...after(0), keepsAll: false })).toBe("sent");
});

test("an uncertain email counts as never sent only after its server had time, and where it keeps all it sends", () => {
  expect(settledBy("absent", after(14 * MINUTE_MS))).toBeNull();
  expect(settledBy("absent", after(15 * MINUTE_MS))).toBe("absent");
  expect(settledBy("absent", { ...after(HOUR_MS), keepsAll: false })).toBeNull();
  expect(settledBy("unknown", after(HOUR_MS))).toBeNull();
});

test("looks for an uncertain email come further and further apart", () => {
  const pauses = [0, 10, 300, 500, 900, 3_600, 86_400].map((seconds) => {
    const now = addMs(since, seconds * SECOND_MS);
    return (nextLook(since, now) - now) / SECOND_MS;
  });
  expect(pauses).toEqual([5, 10, 300, 400, 900, 3_600, 21_600]);
});
