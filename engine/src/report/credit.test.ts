import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asInstant, DAY_MS } from "../base/index.ts";
import { attributionModels, type Conversion, costOf, creditBy, returnOn } from "./index.ts";

const touch = (emailId: string, sequenceId: string, day: number) => ({
  ...{ emailId, contactId: "ada", sequenceId, stepId: emailId, templateId: null },
  sentAt: asInstant(day * DAY_MS),
});

const someConversions: fc.Arbitrary<Conversion[]> = fc.array(
  fc.record({
    id: fc.uuid(),
    goalId: fc.constant("goal"),
    at: fc.constant(asInstant(60 * DAY_MS)),
    worth: fc.option(fc.record({ amount: fc.nat(1_000_000), currency: fc.constantFrom("EUR", "USD") })),
    touches: fc
      .array(fc.tuple(fc.constantFrom("a", "b", "c"), fc.nat(60)), { minLength: 1, maxLength: 8 })
      .map((some) =>
        some.toSorted((one, other) => one[1] - other[1]).map(([id, day], at) => touch(`${id}${at}`, id, day)),
      ),
  }),
  { maxLength: 20 },
);

describe("what sequences get of conversions", () => {
  it("adds up to all conversions and all their money in each currency, whatever the model", () => {
    fc.assert(
      fc.property(someConversions, fc.constantFrom(...attributionModels), (conversions, model) => {
        const credits = [...creditBy(conversions, model, ({ sequenceId }) => sequenceId).values()];
        const parts = credits.reduce((sum, credit) => sum + credit.conversions, 0);
        expect(parts).toBeCloseTo(conversions.length, 4);
        for (const currency of ["EUR", "USD"]) {
          const earned = conversions.reduce(
            (sum, { worth }) => sum + (worth?.currency === currency ? worth.amount : 0),
            0,
          );
          const shared = credits.flatMap(({ revenue }) => revenue).filter((money) => money.currency === currency);
          expect(shared.reduce((sum, { amount }) => sum + amount, 0)).toBe(earned);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("leaves out the mails nobody asked about, but not their part", () => {
    const touches = [touch("one", "mine", 1), touch("two", "other", 2)];
    const worth = { amount: 1_001, currency: "EUR" };
    const conversion = { id: "c", goalId: "g", at: asInstant(3 * DAY_MS), worth, touches };
    const mine = creditBy([conversion], "linear", ({ sequenceId }) => (sequenceId === "mine" ? "mine" : null));
    expect([...mine]).toEqual([["mine", { conversions: 0.5, revenue: [{ amount: 501, currency: "EUR" }] }]]);
  });
});

describe("the return on what mailing costs", () => {
  const costs = { currency: "EUR", perThousandEmails: 150, perAccountMonth: 600 };

  it("counts mails and months of accounts, and only money of the same currency", () => {
    const cost = costOf(costs, { emails: 2_000, accountMonths: 1.5 });
    expect(cost).toEqual({ amount: 1_200, currency: "EUR" });
    const earned = [
      { amount: 6_000, currency: "EUR" },
      { amount: 99_000, currency: "USD" },
    ];
    expect(returnOn(cost, earned)).toBe(4);
    expect(returnOn(cost, [])).toBe(-1);
  });

  it("is not told where mailing costs nothing", () => {
    expect(returnOn({ amount: 0, currency: "EUR" }, [])).toBeNull();
  });
});
