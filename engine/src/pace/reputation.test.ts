import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reputationOf } from "./index.ts";

const clean = { sent: 1_000, refused: 0, bounced: 5, complained: 0, replied: 60, holding: 0 };

describe("a reputation", () => {
  it("is full for an account whose mail is answered and hardly bounces", () => {
    expect(reputationOf(clean)).toMatchObject({ score: 100, reason: null });
  });

  it("is not invented from a handful of mails", () => {
    expect(reputationOf({ ...clean, sent: 49, bounced: 0, replied: 0 })).toMatchObject({
      score: null,
      reason: expect.stringContaining("49 of the 50"),
    });
  });

  it("falls with complaints, bounces and providers that hold the account back", () => {
    const score = (over: Partial<typeof clean>) => reputationOf({ ...clean, ...over }).score;
    expect(score({ complained: 3 })).toBe(60);
    expect(score({ bounced: 100 })).toBe(70);
    expect(score({ holding: 3 })).toBe(80);
    expect(score({ replied: 0 })).toBe(90);
  });

  it("says what each of its parts gives, and from how many mails", () => {
    expect(reputationOf({ ...clean, bounced: 60, holding: 1 }).parts).toEqual([
      { part: "complaints", points: 40, most: 40, n: 0, of: 1_000 },
      { part: "bounces", points: 15, most: 30, n: 60, of: 1_000 },
      { part: "blocks", points: 13, most: 20, n: 1, of: null },
      { part: "replies", points: 10, most: 10, n: 60, of: 1_000 },
    ]);
  });

  it("lies between its bounds, which close in as mail is sent", () => {
    const counts = fc.record({
      ...{ sent: fc.integer({ min: 50, max: 5_000 }), refused: fc.nat(50) },
      shares: fc.tuple(fc.float({ min: 0, max: 1, noNaN: true }), fc.float({ min: 0, max: 1, noNaN: true })),
    });
    fc.assert(
      fc.property(counts, ({ shares: [bad, good], ...facts }) => {
        const of = (factor: number) => {
          const sent = facts.sent * factor;
          const bounced = Math.floor(bad * 0.1 * facts.sent) * factor;
          const replied = Math.floor(good * 0.1 * facts.sent) * factor;
          return reputationOf({ ...facts, sent, bounced, replied, complained: 0, holding: 0 });
        };
        const [few, many] = [of(1), of(20)];
        if (few.score === null || many.score === null) throw new Error("too few");
        expect(few.low).toBeLessThanOrEqual(few.score);
        expect(few.high).toBeGreaterThanOrEqual(few.score);
        expect(many.high - many.low).toBeLessThanOrEqual(few.high - few.low + 1);
      }),
    );
  });
});
