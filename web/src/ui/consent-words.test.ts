import { expect, test } from "vitest";
import { dayWords, type Ground, groundOf, groundWords, hasEnded, partsOf } from "./consent-words.ts";

test("what somebody chooses on the form of consent is what the card names afterwards", () => {
  for (const ground of Object.keys(groundWords) as Ground[]) {
    const { basis, kind = null } = partsOf(ground);
    expect(groundOf({ basis, kind: kind ?? null })).toBe(ground);
  }
});

test("the day on which an implied consent ends is the first one on which it is shown as ended", () => {
  const at = (day: string) => new Date(`${day}T23:59:00Z`);
  expect([hasEnded("2026-11-24", at("2026-11-23")), hasEnded("2026-11-24", at("2026-11-24"))]).toEqual([false, true]);
  expect(dayWords("2026-11-24", at("2026-11-23"))).toBe("24 Nov");
});
