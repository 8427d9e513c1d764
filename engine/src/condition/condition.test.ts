import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyCondition, anyFacts } from "../../../tests/support/condition-arbitraries.ts";
import { asInstant, DAY_MS, isoFromInstant } from "../base/index.ts";
import { type Condition, conditionFields, type Facts, fieldsOf, holds, type Op, type Test } from "./index.ts";

const now = asInstant(Date.UTC(2026, 10, 5, 9, 30));
const around = { now, seed: "contact-1" };
const nobody: Facts = { valueOf: () => null };
const ago = (days: number) => isoFromInstant(asInstant(now - days * DAY_MS));

/** Whether one test holds for somebody of whom only its field is known. */
function holdsFor(fact: unknown, op: Op, value?: unknown, field = "custom.it"): boolean {
  return holds({ field, op, value }, { valueOf: () => fact }, around);
}

describe("comparing", () => {
  test("a title is found by any of its words, in capitals or not", () => {
    expect(holdsFor("VP of Sales", "contains", "vp", "contact.title")).toBe(true);
    expect(holdsFor("VP of Sales", "startsWith", "Vp", "contact.title")).toBe(true);
    expect(holdsFor("VP of Sales", "endsWith", "sales", "contact.title")).toBe(true);
    expect(holdsFor("VP of Sales", "contains", "marketing", "contact.title")).toBe(false);
    expect(holdsFor("ÉCLAIR", "eq", "éclair", "company.name")).toBe(true);
  });

  test("a number out of a file compares with a number by size", () => {
    expect(holdsFor("9", "lt", 10)).toBe(true);
    expect(holdsFor("250", "gte", "50")).toBe(true);
    expect(holdsFor("12.0", "eq", 12)).toBe(true);
    expect(holdsFor("many", "gt", 1)).toBe(false);
  });

  test("a postal code that begins with a zero is a text, not a number", () => {
    expect(holdsFor("01234", "eq", "1234")).toBe(false);
    expect(holdsFor("01234", "eq", "01234")).toBe(true);
    expect(holdsFor("1e3", "eq", 1000)).toBe(false);
  });

  test("a date is before or after a whole day, and neither of both on that day", () => {
    expect(holdsFor("2026-11-05T23:59:59Z", "after", "2026-11-05")).toBe(false);
    expect(holdsFor("2026-11-05T00:00:00Z", "before", "2026-11-05")).toBe(false);
    expect(holdsFor("2026-11-06", "after", "2026-11-05")).toBe(true);
    expect(holdsFor("2026-11-05T01:00:00+02:00", "before", "2026-11-05")).toBe(true);
    expect(holdsFor("2026-11-05T09:00:00Z", "after", "2026-11-05T08:59:59.999Z")).toBe(true);
    expect(holdsFor("next week", "after", "2026-11-05")).toBe(false);
  });

  test("something of the last seven days is not older than seven, and what is still to come is neither", () => {
    expect(holdsFor(ago(7), "within", 7)).toBe(true);
    expect(holdsFor(ago(7), "olderThan", 7)).toBe(false);
    expect(holdsFor(ago(7.5), "within", 7)).toBe(false);
    expect(holdsFor(ago(7.5), "olderThan", 7)).toBe(true);
    expect(holdsFor(ago(-1), "within", 7)).toBe(false);
    expect(holdsFor(ago(-1), "olderThan", 7)).toBe(false);
  });

  test("a tag is had as a whole: art is not part of smart", () => {
    expect(holdsFor(["smart", "VIP"], "contains", "art", "contact.tags")).toBe(false);
    expect(holdsFor(["smart", "VIP"], "contains", "vip", "contact.tags")).toBe(true);
    expect(holdsFor(["smart", "VIP"], "in", ["new", "vip"], "contact.tags")).toBe(true);
    expect(holdsFor(["Gold"], "contains", "old")).toBe(false);
  });

  test("of several links clicked, one on the pricing page is enough", () => {
    const clicked = ["https://example.com/about", "https://example.com/pricing?x=1"];
    expect(holdsFor(clicked, "contains", "/pricing", "email.clickedLink")).toBe(true);
    expect(holdsFor(clicked, "notContains", "/pricing", "email.clickedLink")).toBe(false);
    expect(holdsFor([], "contains", "/pricing", "email.clickedLink")).toBe(false);
  });
});

describe("what is not known", () => {
  const values: Partial<Record<Op, unknown>> = {
    in: ["a"],
    notIn: ["a"],
    within: 7,
    olderThan: 7,
    gt: -1,
    gte: 0,
    lt: 1,
  };
  const positive = "eq in contains startsWith endsWith gt gte lt lte before after within olderThan isSet".split(" ");
  const negative = ["ne", "notIn", "notContains", "isNotSet"];

  test.each([[null], [undefined], [""], [" \t"], [[]], [[null, ""]], [{}]])(
    "of somebody with %j no comparison holds, and each negative one does",
    (fact) => {
      for (const op of positive as Op[]) expect([op, holdsFor(fact, op, values[op] ?? "")]).toEqual([op, false]);
      for (const op of negative as Op[]) expect([op, holdsFor(fact, op, values[op] ?? "")]).toEqual([op, true]);
    },
  );

  test("an email of which nothing was recorded was not replied to", () => {
    expect(holdsFor(null, "eq", false, "email.replied")).toBe(true);
    expect(holdsFor(null, "ne", true, "email.replied")).toBe(true);
    expect(holdsFor(null, "eq", true, "email.replied")).toBe(false);
    expect(holdsFor(true, "eq", true, "email.replied")).toBe(true);
  });

  test("a field or an operation that nobody knows holds for nobody", () => {
    expect(holds({ field: "contact.shoeSize", op: "isNotSet" }, nobody, around)).toBe(false);
    expect(holds({ field: "contact.title", op: "constructor" as Op }, nobody, around)).toBe(false);
  });
});

describe("groups", () => {
  test("a condition that asks nothing holds for everybody", () => {
    expect(holds({ all: [] }, nobody, around)).toBe(true);
    expect(holds({ any: [] }, nobody, around)).toBe(true);
  });

  test("turning a group round turns its tests and its word (De Morgan)", () => {
    const lists = fc.array(anyCondition, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(lists, anyFacts, (inner, facts) => {
        const turned = inner.map((one): Condition => ({ not: one }));
        expect(holds({ not: { all: inner } }, facts, around)).toBe(holds({ any: turned }, facts, around));
        expect(holds({ not: { any: inner } }, facts, around)).toBe(holds({ all: turned }, facts, around));
      }),
    );
  });

  test("not not is nothing at all", () => {
    fc.assert(
      fc.property(anyCondition, anyFacts, (condition, facts) => {
        expect(holds({ not: { not: condition } }, facts, around)).toBe(holds(condition, facts, around));
      }),
    );
  });

  test("one of a list is the same as one after the other, asked in turn", () => {
    const values = fc.array(fc.oneof(fc.string({ maxLength: 2 }), fc.integer({ min: 0, max: 3 })), { minLength: 1 });
    fc.assert(
      fc.property(values, fc.jsonValue(), (value, fact) => {
        const one = { field: "custom.it", op: "in", value } as const;
        const inTurn = { any: value.map((each) => ({ field: "custom.it", op: "eq", value: each }) as const) };
        const facts: Facts = { valueOf: () => fact };
        expect(holds(one, facts, around)).toBe(holds(inTurn, facts, around));
      }),
    );
  });

  test.each([
    ["eq", "ne"],
    ["in", "notIn"],
    ["contains", "notContains"],
    ["isSet", "isNotSet"],
  ] as const)("%s and %s never agree about anybody", (op, opposite) => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (fact, value) => {
        expect(holdsFor(fact, op, value)).toBe(!holdsFor(fact, opposite, value));
      }),
    );
  });
});

describe("a random split", () => {
  const below = (value: number, step = "branch-1"): Test => ({ field: "split", op: "lt", value, step });

  test("each person stays on the side they fell on, and each share has its size", () => {
    const seeds = Array.from({ length: 4_000 }, (_, at) => `contact-${at}`);
    const sides = (condition: Condition) => seeds.map((seed) => holds(condition, nobody, { now, seed }));
    const first = sides(below(0.3));
    expect(sides(below(0.3))).toEqual(first);
    const share = first.filter(Boolean).length / seeds.length;
    // Five standard deviations of a binomial share.
    expect(Math.abs(share - 0.3)).toBeLessThan(5 * Math.sqrt((0.3 * 0.7) / seeds.length));
    // A wider share keeps everybody of the narrower one.
    const wider = sides(below(0.6));
    expect(first.every((isIn, at) => !isIn || wider[at])).toBe(true);
  });

  test("the draws of two splits know nothing of each other", () => {
    const seeds = Array.from({ length: 4_000 }, (_, at) => `contact-${at}`);
    const both = seeds.filter(
      (seed) => holds(below(0.5), nobody, { now, seed }) && holds(below(0.5, "branch-2"), nobody, { now, seed }),
    );
    expect(Math.abs(both.length / seeds.length - 0.25)).toBeLessThan(5 * Math.sqrt((0.25 * 0.75) / seeds.length));
  });
});

test("what has to be loaded is each field once, per step that is asked for", () => {
  const condition: Condition = {
    all: [
      { field: "email.replied", op: "eq", value: true, step: "s1" },
      { any: [{ field: "email.replied", op: "eq", value: false }, { not: { field: "contact.title", op: "isSet" } }] },
      { field: "email.replied", op: "ne", value: true, step: "s1" },
    ],
  };
  expect(fieldsOf(condition)).toEqual([
    { field: "email.replied", step: "s1" },
    { field: "email.replied" },
    { field: "contact.title" },
  ]);
});

test("a condition looks at nothing but the fields it says it needs", () => {
  fc.assert(
    fc.property(anyCondition, anyFacts, (condition, facts) => {
      const needed = new Set(fieldsOf(condition).map(({ field, step }) => `${field} ${step}`));
      const watched: Facts = {
        valueOf: (field, step) => {
          expect(needed).toContain(`${field} ${step}`);
          return facts.valueOf(field, step);
        },
      };
      holds(condition, watched, around);
    }),
  );
});

test("each field has a name and a label of its own", () => {
  const all = conditionFields.map(({ name }) => name);
  const labels = conditionFields.map(({ label }) => label);
  expect(new Set(all).size).toBe(all.length);
  expect(new Set(labels).size).toBe(labels.length);
});
