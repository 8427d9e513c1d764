import { describe, expect, it } from "vitest";
import { dealVariant, type ExperimentFacts, sharesOf, takesPart, type VariantCounts, verdictOf } from "./index.ts";

type Numbers = Partial<Omit<VariantCounts, "variantId">>;

/** A test of variants A, B, … dealt evenly, with these numbers. */
function facts(numbers: readonly Numbers[], more: Partial<ExperimentFacts> = {}): ExperimentFacts {
  const variantIds = numbers.map((_, at) => String.fromCharCode(65 + at));
  const none = { sent: 0, successes: 0, unsubscribed: 0, complained: 0, bounced: 0 };
  return {
    variantIds,
    periods: [
      {
        shares: variantIds.map((variantId) => ({ variantId, share: 1 / variantIds.length })),
        counts: numbers.map((one, at) => ({ ...none, variantId: variantIds[at] ?? "", ...one })),
      },
    ],
    level: 0.95,
    minSampleSize: 100,
    emailsPerDay: 60,
    ...more,
  };
}

describe("what is said of a test", () => {
  it("is nothing before every variant has its least number of emails, and says how many are missing", () => {
    const early = facts([
      { sent: 90, successes: 2 },
      { sent: 80, successes: 9 },
    ]);
    expect(verdictOf(early)).toEqual({ kind: "too_early", leaderId: "B", moreEmails: 30, days: 1 });
    expect(verdictOf(facts([{}, {}]))).toMatchObject({ kind: "too_early", leaderId: null, moreEmails: 200 });
  });

  it("is a winner once the bounds leave no room, and none before", () => {
    const even = { sent: 1_000, successes: 30 };
    expect(verdictOf(facts([even, { sent: 1_000, successes: 75 }]))).toMatchObject({ kind: "winner", variantId: "B" });
    expect(verdictOf(facts([even, { sent: 1_000, successes: 45 }]))).toMatchObject({
      kind: "undecided",
      leaderId: "B",
    });
    expect(verdictOf(facts([{ sent: 1_000, successes: 75 }, even]))).toMatchObject({ kind: "winner", variantId: "A" });
  });

  it("asks of a winner among three that it beats both others", () => {
    const strong = { sent: 1_000, successes: 90 };
    const weak = { sent: 1_000, successes: 30 };
    expect(verdictOf(facts([weak, strong, strong]))).toMatchObject({ kind: "undecided", leaderId: null });
    expect(verdictOf(facts([weak, strong, weak]))).toMatchObject({ kind: "winner", variantId: "B" });
  });

  it("tells how many emails and days are to go, or that nobody can say", () => {
    const verdict = verdictOf(
      facts([
        { sent: 400, successes: 12 },
        { sent: 400, successes: 20 },
      ]),
    );
    expect(verdict).toMatchObject({ kind: "undecided", leaderId: "B", moreEmails: expect.any(Number) });
    const { moreEmails, days } = verdict as { moreEmails: number; days: number };
    expect(moreEmails).toBeGreaterThan(500);
    expect(days).toBe(Math.ceil(moreEmails / 60));
    const stopped = facts(
      [
        { sent: 400, successes: 12 },
        { sent: 400, successes: 12 },
      ],
      { emailsPerDay: null },
    );
    expect(verdictOf(stopped)).toEqual({ kind: "undecided", leaderId: null, moreEmails: null, days: null });
  });

  it("calls variants alike only where a difference worth having is ruled out", () => {
    const many = { sent: 40_000, successes: 2_000 };
    expect(verdictOf(facts([many, many]))).toEqual({ kind: "alike", within: 1.25 });
  });

  it("stops a variant that drives people away, whatever it wins", () => {
    const control = { sent: 1_000, successes: 20, unsubscribed: 4 };
    expect(verdictOf(facts([control, { sent: 1_000, successes: 80, unsubscribed: 30 }]))).toMatchObject({
      kind: "harmful",
      variantId: "B",
      guard: "unsubscribed",
    });
  });

  it("trusts no test whose people were not dealt as intended", () => {
    expect(
      verdictOf(
        facts([
          { sent: 1_000, successes: 10 },
          { sent: 500, successes: 50 },
        ]),
      ),
    ).toMatchObject({
      kind: "unbalanced",
    });
  });
});

describe("dealing", () => {
  it("gives a person the same variant for ever, in the shares asked for, and differently in another test", () => {
    const shares = sharesOf([
      { id: "A", weight: 70 },
      { id: "B", weight: 30 },
    ]);
    const people = Array.from({ length: 4_000 }, (_, index) => `person ${index}`);
    const dealt = people.map((person) => dealVariant("test 1", person, shares));
    expect(people.map((person) => dealVariant("test 1", person, shares))).toEqual(dealt);
    const inB = dealt.filter((id) => id === "B").length / people.length;
    expect(inB).toBeGreaterThan(0.28);
    expect(inB).toBeLessThan(0.32);
    const again = people.map((person) => dealVariant("test 2", person, shares));
    const both = again.filter((id, at) => id === "B" && dealt[at] === "B").length / people.length;
    expect(both).toBeGreaterThan(0.07);
    expect(both).toBeLessThan(0.11);
    const sampled = people.filter((person) => takesPart("test 1", person, 20)).length / people.length;
    expect(sampled).toBeGreaterThan(0.18);
    expect(sampled).toBeLessThan(0.22);
  });

  it("refuses weights that add up to nothing", () => {
    expect(() => sharesOf([{ id: "A", weight: 0 }])).toThrow(RangeError);
    expect(() => dealVariant("test", "person", [])).toThrow(RangeError);
  });
});
