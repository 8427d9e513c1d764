import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asInstant, DAY_MS, HOUR_MS, type Instant, WEEK_MS } from "../base/index.ts";
import {
  type Attention,
  type AttentionLimits,
  type AttentionMail,
  type AttentionOf,
  attentionKeys,
  nextAttention,
} from "./attention.ts";

const start = 1_764_000_000_000;
const limits = fc.record({
  perDay: fc.option(fc.integer({ min: 1, max: 3 })),
  perWeek: fc.option(fc.integer({ min: 1, max: 5 })),
  cooldownMs: fc.constantFrom(0, 5 * HOUR_MS, 3 * DAY_MS, 10 * DAY_MS),
});

/** The rules once more, written as they are said: counted anew from each mail. */
function isKept(mails: readonly Instant[], { perDay, perWeek, cooldownMs }: AttentionLimits): boolean {
  const most = (from: Instant, ms: number) => mails.filter((mail) => mail >= from && mail < from + ms).length;
  return mails.every(
    (mail) =>
      (perDay === null || most(mail, DAY_MS) <= perDay) &&
      (perWeek === null || most(mail, WEEK_MS) <= perWeek) &&
      (cooldownMs === 0 || most(mail, cooldownMs) <= 1),
  );
}

/** The first free instant from `at` on, as the planner looks for it. */
function place(attention: Attention, at: Instant): Instant {
  let free = at;
  for (let round = 0; round < 1_000; round += 1) {
    const next = nextAttention({ attention, rank: 0, contactId: "c" }, free);
    if (next === null) return free;
    expect(next.at).toBeGreaterThan(free);
    free = next.at;
  }
  throw new Error("It never frees");
}

describe("how much mail one person gets", () => {
  it("keeps every rule in whatever order mails are planned, and lets pass what breaks none", () => {
    const wishes = fc.array(
      fc.integer({ min: 0, max: 14 * 24 }).map((hours) => asInstant(start + hours * HOUR_MS)),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(limits, wishes, (rules, wanted) => {
        const mails: Instant[] = [];
        for (const wish of wanted) {
          const fits = isKept([...mails, wish], rules);
          const at = place({ limits: rules, mails: new Map([["c", mails.map((mail) => ({ at: mail }))]]) }, wish);
          expect(at === wish).toBe(fits);
          mails.push(at);
          expect(isKept(mails, rules)).toBe(true);
        }
      }),
    );
  });

  it("is nobody else's business", () => {
    const at = asInstant(start);
    const mails = new Map([["somebody", [{ at }]]]);
    const attention = { limits: { perDay: 1, perWeek: 1, cooldownMs: DAY_MS }, mails };
    expect(nextAttention({ attention, rank: 0, contactId: "c" }, at)).toBeNull();
  });

  it("counts a company and a domain together over their people, never the domain of a mail provider", () => {
    const person = fc.record({
      contactId: fc.constantFrom("a", "b", "c", "d"),
      companyId: fc.constantFrom("acme", "wren", null),
      domain: fc.constantFrom("acme.example", "wren.example", "gmail.com", null),
    });
    const budget = fc.record({
      perDay: fc.option(fc.integer({ min: 1, max: 3 })),
      perWeek: fc.option(fc.integer({ min: 1, max: 5 })),
    });
    const wish = fc.tuple(person, fc.integer({ min: 0, max: 10 * 24 }));
    fc.assert(
      fc.property(budget, budget, fc.array(wish, { minLength: 1, maxLength: 12 }), (company, domain, wishes) => {
        const rules = { perDay: null, perWeek: null, cooldownMs: 0, company, domain };
        const mails = new Map<string, AttentionMail[]>();
        const sent: (AttentionOf & { readonly at: Instant })[] = [];
        for (const [of, hours] of wishes) {
          let at = asInstant(start + hours * HOUR_MS);
          for (let round = 0; round < 500; round += 1) {
            const next = nextAttention({ attention: { limits: rules, mails }, rank: 0, ...of }, at);
            if (next === null) break;
            expect(next.at).toBeGreaterThan(at);
            at = next.at;
          }
          for (const key of attentionKeys(of)) mails.set(key, [...(mails.get(key) ?? []), { at }]);
          sent.push({ ...of, at });
        }
        const kept = (some: typeof sent, limits: typeof company) =>
          isKept(
            some.map((one) => one.at),
            { ...limits, cooldownMs: 0 },
          );
        for (const id of ["acme", "wren"])
          expect(
            kept(
              sent.filter((one) => one.companyId === id),
              company,
            ),
          ).toBe(true);
        for (const name of ["acme.example", "wren.example"])
          expect(
            kept(
              sent.filter((one) => one.domain === name),
              domain,
            ),
          ).toBe(true);
        expect(attentionKeys({ contactId: "a", domain: "gmail.com" })).toEqual(["a"]);
      }),
    );
  });
});
