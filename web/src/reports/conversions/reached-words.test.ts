import { describe, expect, it } from "vitest";
import { reachedWords } from "./reached-words.ts";

const point = (day: string, conversions: number, mailed = 0) => ({ day, conversions, mailed });

describe("what is said of when a goal was reached", () => {
  it("names the span in which it was reached most, unless several were alike or there was no other", () => {
    const [first, second] = ["2026-11-02", "2026-11-09"];
    expect(reachedWords([point(first, 2, 1), point(second, 7, 4)], "week")).toBe(
      "Reached 9 times, 5 of them after mails, most in the week from Nov 9: 7.",
    );
    expect(reachedWords([point(first, 2, 1), point(second, 7, 4)], "month")).toContain("most in November: 7.");
    expect(reachedWords([point(first, 3), point(second, 3)], "day")).toBe("Reached 6 times, none after mails.");
    expect(reachedWords([point(first, 0), point(second, 1, 1)], "day")).toBe("Reached 1 time, this after mails.");
  });
});
