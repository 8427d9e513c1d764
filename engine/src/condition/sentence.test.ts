import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyCondition } from "../../../tests/support/condition-arbitraries.ts";
import { type Condition, fieldsOf, findField, sentenceOf, type Test } from "./index.ts";

const names = { stepName: (id: string) => `step ${id.slice(1)}` };
const says = (condition: Condition) => sentenceOf(condition, names);
const title: Test = { field: "contact.title", op: "contains", value: "VP" };
const industry: Test = { field: "company.industry", op: "eq", value: "Logistics" };

describe("a condition in words", () => {
  test("reads like a sentence, with brackets where they matter", () => {
    const replied: Test = { field: "email.replied", op: "eq", value: true, step: "s1" };
    expect(says({ all: [replied, { any: [title, industry] }] })).toBe(
      'replied to step 1 and (title contains "VP" or company industry is Logistics)',
    );
    expect(says({ all: [{ any: [title] }, { all: [{ not: industry }] }] })).toBe(
      'title contains "VP" and not (company industry is Logistics)',
    );
  });

  test.each([
    [{ field: "email.replied", op: "eq", value: false }, "did not reply to any earlier email"],
    [{ field: "email.opened", op: "ne", value: false, step: "s2" }, "opened step 2"],
    [{ field: "email.clicked", op: "eq", value: true }, "clicked a link in an earlier email"],
    [
      { field: "email.clickedLink", op: "contains", value: "/pricing", step: "s1" },
      'clicked link of step 1 contains "/pricing"',
    ],
    [{ field: "reply.class", op: "in", value: ["not_now", "referral"] }, "reply is one of not now or referral"],
    [{ field: "custom.seats", op: "gte", value: 50 }, "seats is at least 50"],
    [{ field: "custom.renewal", op: "within", value: 30 }, "renewal is within the last 30 days"],
    [{ field: "contact.createdAt", op: "olderThan", value: 1 }, "creation date is longer ago than 1 day"],
    [{ field: "contact.timezone", op: "isNotSet" }, "time zone is not known"],
    [{ field: "company.name", op: "eq", value: "Blue Sky Ltd" }, 'company name is "Blue Sky Ltd"'],
    [{ field: "split", op: "lt", value: 0.3, step: "b1" }, "random share is less than 30%"],
    [{ all: [] }, "always"],
    [{ not: { all: [] } }, "never"],
  ] satisfies [Condition, string][])("%j is: %s", (condition, sentence) => {
    expect(says(condition)).toBe(sentence);
  });

  test("calls people by name where it is told the names", () => {
    const owner: Test = { field: "contact.owner", op: "in", value: ["u1", "u2"] };
    const valueName = (field: string, value: unknown) => (field === "contact.owner" && value === "u1" ? "Ada" : null);
    expect(sentenceOf(owner, { ...names, valueName })).toBe("owner is one of Ada or u2");
  });

  test("is spoken for every condition, and leaves no field out", () => {
    fc.assert(
      fc.property(anyCondition, (condition) => {
        const sentence = says(condition);
        for (const { field } of fieldsOf(condition)) {
          const { label, says: happening } = findField(field) as NonNullable<ReturnType<typeof findField>>;
          const spoken = happening === undefined ? [label] : [happening.yes, happening.no];
          expect(spoken.some((words) => sentence.includes(words))).toBe(true);
        }
      }),
    );
  });

  test("is spoken for a draft too, however unfinished", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.jsonValue(), (field, op, value) => {
        expect(says({ field, op, value } as Test)).toContain(field.trim());
      }),
    );
    expect(says({ field: "contact.title", op: "eq" })).toBe("title is");
  });
});
