import { describe, expect, it } from "vitest";
import { rankSlots, smoothHours } from "./index.ts";

const slot = (hour: number, sent: number, replied: number) => ({ weekday: "mon" as const, hour, sent, replied });

describe("the rate an hour is expected to keep", () => {
  const week = (answered: (day: number, hour: number) => number, sent = 40) =>
    (["mon", "tue", "wed", "thu", "fri"] as const).flatMap((weekday, day) =>
      [8, 9, 10, 11].map((hour) => ({ weekday, hour, sent, replied: answered(day, hour) })),
    );

  it("is that of its neighbors where it has few mails of its own", () => {
    const slots = week((_, hour) => (hour === 9 ? 12 : 2));
    const few = slots.map((slot) => (slot.weekday === "wed" ? { ...slot, sent: 1, replied: 0 } : slot));
    const at = (hour: number) =>
      smoothHours(few).find((slot) => slot.weekday === "wed" && slot.hour === hour)?.expected;
    expect(at(9)).toBeGreaterThan(3 * (at(10) ?? 0));
  });

  it("is its own where it has many, and the mean where all are alike", () => {
    const own = smoothHours(week((day, hour) => (day === 1 && hour === 8 ? 4_000 : 400), 40_000));
    expect(own.find(({ weekday, hour }) => weekday === "tue" && hour === 8)?.expected).toBeCloseTo(0.1, 3);
    for (const { expected } of smoothHours(week(() => 4))) expect(expected).toBeCloseTo(0.1, 10);
  });

  it("lies between 0 and 1, and is 0 everywhere where nobody answered", () => {
    const all = smoothHours(week((day, hour) => (day === 0 || hour === 8 ? 40 : 0)));
    expect(all.every(({ expected }) => expected >= 0 && expected <= 1)).toBe(true);
    expect(smoothHours(week(() => 0)).every(({ expected }) => expected === 0)).toBe(true);
    expect(smoothHours([])).toEqual([]);
  });
});

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
