import { describe, expect, it } from "vitest";
import { rankSlots } from "./index.ts";

const slot = (hour: number, sent: number, replied: number) => ({ weekday: "mon" as const, hour, sent, replied });

describe("the best hours to send", () => {
  it("are not those with one lucky answer", () => {
    const ranked = rankSlots([slot(8, 2, 1), slot(9, 600, 60), slot(10, 600, 6)], 5);
    expect(ranked.map(({ slot: { hour } }) => hour)).toEqual([9, 8, 10]);
    expect(ranked.map(({ isSupported }) => isSupported)).toEqual([true, false, false]);
  });

  it("stand out only where chance hardly explains it with so many hours to choose from", () => {
    const even = Array.from({ length: 40 }, (_, at) => slot(at % 24, 100, at === 7 ? 9 : 4));
    expect(rankSlots(even, 1)).toMatchObject([{ slot: { hour: 7 }, isSupported: false }]);
    const clear = Array.from({ length: 40 }, (_, at) => slot(at % 24, 100, at === 7 ? 16 : 4));
    expect(rankSlots(clear, 1)).toMatchObject([{ slot: { hour: 7 }, isSupported: true }]);
    // 2 or more of 4 at one half: 11/16, so neither of two such slots stands out.
    expect(rankSlots([slot(1, 4, 2), slot(2, 4, 2)], 2).every(({ isSupported }) => !isSupported)).toBe(true);
  });

  it("do not exist where nobody answered, nor where nothing was sent", () => {
    expect(rankSlots([slot(8, 100, 0)], 5)).toEqual([]);
    expect(rankSlots([slot(8, 10, 1), slot(9, 0, 0)], 5)).toHaveLength(1);
  });
});
