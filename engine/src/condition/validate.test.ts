import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyCondition, anyFacts } from "../../../tests/support/condition-arbitraries.ts";
import { asInstant } from "../base/index.ts";
import { type Condition, holds, type KnownHere, validateCondition } from "./index.ts";

const inSequence: KnownHere = { steps: { s1: "earlier", s2: "earlier", s9: "later" } };
const inFilter: KnownHere = { steps: null };
const around = { now: asInstant(Date.UTC(2026, 10, 5)), seed: "contact-1" };

const codes = (condition: unknown, known = inSequence) =>
  validateCondition(condition, known).map(({ pointer, code }) => `${pointer} ${code}`);
const title = { field: "contact.title", op: "eq", value: "CEO" };
const nested = (levels: number): unknown => {
  let condition: unknown = title;
  for (let level = 1; level < levels; level += 1) condition = level % 2 ? { not: condition } : { all: [condition] };
  return condition;
};

describe("a condition as it is written", () => {
  test("passes where it is sound", () => {
    expect(
      codes({ all: [title, { any: [] }, { not: { field: "email.replied", op: "eq", value: true, step: "s1" } }] }),
    ).toEqual([]);
    expect(codes({ field: "custom.renewal date", op: "within", value: 30 })).toEqual([]);
    expect(codes({ field: "split", op: "lt", value: 0.3, step: "b1" })).toEqual([]);
  });

  test.each([null, 3, "x", [], {}, { all: title }, { any: [], all: [] }, { none: [] }, { not: [] }])(
    "is refused where %j stands for it",
    (condition) => {
      const [fault] = validateCondition(condition, inSequence);
      expect(fault?.code).toBe("not-a-condition");
      expect(fault?.detail).toContain('{"all":[…]}');
    },
  );

  test("tells the place of each fault and how to mend it", () => {
    const faults = validateCondition(
      {
        all: [
          title,
          {
            any: [
              { field: "contact.shoeSize", op: "eq", value: 44 },
              { ...title, op: "gt" },
              { ...title, value: 3 },
            ],
          },
        ],
      },
      inSequence,
    );
    expect(faults).toEqual([
      {
        pointer: "/all/1/any/0/field",
        code: "unknown-field",
        detail:
          'There is no field "contact.shoeSize". Use one such as contact.title or email.replied, or custom.<name>.',
      },
      {
        pointer: "/all/1/any/1/op",
        code: "wrong-op",
        detail:
          "The title can be asked by eq, ne, in, notIn, contains, notContains, startsWith, endsWith, isSet, isNotSet. Choose one of them.",
      },
      {
        pointer: "/all/1/any/2/value",
        code: "wrong-value",
        detail: 'The title "is" takes a text of 1 to 1000 characters.',
      },
    ]);
  });

  test.each([
    ["contact.title", "contains", " "],
    ["contact.title", "in", []],
    ["contact.title", "isSet", true],
    ["contact.title", "eq", "x".repeat(1_001)],
    ["deal.amount", "gt", "5"],
    ["deal.amount", "eq", Number.NaN],
    ["contact.createdAt", "before", "yesterday"],
    ["contact.createdAt", "within", 0],
    ["contact.createdAt", "within", 1e9],
    ["email.replied", "eq", "yes"],
    ["reply.class", "in", ["interested", "angry"]],
    ["custom.seats", "gt", "many"],
    ["custom.seats", "eq", {}],
  ])("does not compare %s by %s with %j", (field, op, value) => {
    expect(codes({ field, op, value })).toEqual(["/value wrong-value"]);
  });

  test("speaks of earlier steps only", () => {
    const replied = { field: "email.replied", op: "eq", value: true };
    expect(codes({ ...replied, step: "s9" })).toEqual(["/step step-later"]);
    expect(codes({ ...replied, step: "gone" })).toEqual(["/step step-unknown"]);
    expect(codes({ ...replied, step: "toString" })).toEqual(["/step step-unknown"]);
    expect(codes({ ...title, step: "s1" })).toEqual(["/step step-unwanted"]);
    expect(codes({ field: "split", op: "lt", value: 0.5 })).toEqual(["/step step-missing"]);
  });

  test("asks for no email of a sequence where there is none, as in a filter of contacts", () => {
    expect(codes(title, inFilter)).toEqual([]);
    expect(codes({ field: "email.replied", op: "eq", value: true }, inFilter)).toEqual(["/field unknown-field"]);
  });

  test("holds custom fields to their type once they are declared", () => {
    const known: KnownHere = { steps: null, customFields: { seats: "number", since: "date" } };
    expect(codes({ field: "custom.seats", op: "gt", value: 3 }, known)).toEqual([]);
    expect(codes({ field: "custom.seats", op: "contains", value: "3" }, known)).toEqual(["/op wrong-op"]);
    expect(codes({ field: "custom.since", op: "within", value: 3 }, known)).toEqual([]);
    expect(codes({ field: "custom.color", op: "eq", value: "red" }, known)).toEqual(["/field unknown-field"]);
  });

  test("does not let a misspelled member pass unseen", () => {
    expect(codes({ ...title, steps: "s1" })).toEqual([" unknown-member"]);
  });
});

describe("the size of a condition", () => {
  test("ends at fifty levels", () => {
    expect(codes(nested(50))).toEqual([]);
    expect(codes(nested(51)).join()).toMatch(/^(?:\/all\/0|\/not)+ too-deep$/);
  });

  test("may be wildly too deep without doing harm", () => {
    for (const levels of [1_000, 200_000]) {
      const faults = validateCondition(nested(levels), inSequence);
      expect(faults.map(({ code }) => code)).toEqual(["too-deep"]);
      expect(faults[0]?.detail).toBe("Conditions nest at most 50 deep. Put tests side by side instead.");
    }
  });

  test("ends at five hundred tests, and a million are told so in one sentence", () => {
    expect(codes({ all: Array.from({ length: 500 }, () => title) })).toEqual([]);
    expect(codes({ all: Array.from({ length: 501 }, () => title) })).toEqual([" too-many"]);
    expect(codes({ any: Array.from({ length: 1_000_000 }, () => title) })).toEqual([" too-many"]);
    expect(codes({ any: Array.from({ length: 1_000_000 }, () => ({ all: [] })) })).toEqual([" too-many"]);
  });
});

test("what is found sound can be judged for anybody", () => {
  fc.assert(
    fc.property(anyCondition, anyFacts, (condition, facts) => {
      expect(validateCondition(condition, inSequence)).toEqual([]);
      expect(typeof holds(condition, facts, around)).toBe("boolean");
    }),
  );
});

test("whatever is sent instead of a condition is refused or can be judged, and neither breaks", () => {
  const almost = fc.oneof(
    fc.jsonValue(),
    fc.record({
      field: fc.constantFrom("contact.title", "custom.x", "split", "email.sent"),
      op: fc.string(),
      value: fc.jsonValue(),
    }),
    fc.record({
      field: fc.constant("custom.x"),
      op: fc.constantFrom("eq", "in", "gt", "within"),
      value: fc.jsonValue(),
    }),
  );
  fc.assert(
    fc.property(fc.oneof(almost, fc.record({ all: fc.array(almost) })), fc.jsonValue(), (condition, fact) => {
      const faults = validateCondition(condition, inSequence);
      for (const { pointer, detail } of faults)
        expect([pointer, detail]).toEqual([expect.any(String), expect.stringMatching(/\.$/)]);
      if (faults.length === 0) holds(condition as Condition, { valueOf: () => fact }, around);
    }),
  );
});
