/** Random conditions and people for property tests: few different words and numbers, so that they meet often. */
import fc from "fast-check";
import {
  type Condition,
  type ConditionField,
  conditionFields,
  conditionOps,
  type Facts,
  findField,
  type Op,
  type Test,
} from "../../engine/src/condition/index.ts";

const customNames = ["plan", "seats", "renewal", "a b"] as const;

/** Every field there is, and a few custom ones. */
export const askableFields: readonly ConditionField[] = [
  ...conditionFields,
  ...customNames.map((name) => findField(`custom.${name}`) as ConditionField),
];

const word = fc.constantFrom(
  "VP Sales",
  "vp",
  "sales",
  "Logistics",
  "Ærø",
  "İstanbul",
  "ΟΔΟΣ",
  "a%b_c\\",
  "example.com",
);
const number = fc.oneof(fc.integer({ min: -2, max: 12 }), fc.constantFrom(0.5, 1e9, -0.25));
const numberText = fc.constantFrom("5", "12", "-0.25", "007", "1e3", "12.0");
const date = fc.constantFrom(
  "2026-11-05",
  "2026-11-04T23:59:59.999Z",
  "2026-11-05T02:00:00+02:00",
  "2026-10-01",
  "2027-01-01",
  "2026-02-28T12:00:00.123456Z",
);
const notQuiteDate = fc.constantFrom(
  "2026-02-30",
  "2026-11-05T09:00",
  "0001-01-01",
  "infinity",
  "now",
  "2026-11-05 09:00Z",
);
const anyText = fc.oneof(word, numberText, date, notQuiteDate);
const scalar = fc.oneof(word, number, numberText, date, fc.boolean());

/** What a field of a person may hold, fitting or not. */
export const anyFact: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 2, arbitrary: fc.constantFrom(null, undefined, "", "  ", [], {}, [null], [[1]]) },
  { weight: 1, arbitrary: notQuiteDate },
);

/** A person, the same whenever asked. */
export const anyFacts: fc.Arbitrary<Facts> = fc.array(anyFact, { minLength: 1, maxLength: 40 }).map((facts) => ({
  valueOf(field, step) {
    const at = [...`${field} ${step}`].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9_973, 7);
    return facts[at % facts.length];
  },
}));

/** Steps that the tests of `anyCondition` name. */
const earlierSteps = ["s1", "s2"] as const;

function oneValue(field: ConditionField): fc.Arbitrary<unknown> {
  if (field.type === "boolean") return fc.boolean();
  if (field.type === "number") return number;
  if (field.type === "enum") return fc.constantFrom(...(field.values ?? []));
  return field.type === "any" ? scalar : anyText;
}

function valueFor(field: ConditionField, op: Op): fc.Arbitrary<unknown> {
  const values = {
    nothing: fc.constant(undefined),
    one: oneValue(field),
    list: fc.array(oneValue(field), { minLength: 1, maxLength: 4 }),
    text: anyText,
    number: field.type === "any" ? fc.oneof(number, fc.constantFrom("5", "12.0")) : number,
    date,
    days: fc.integer({ min: 1, max: 400 }),
  };
  return values[conditionOps[op].wants];
}

function testOf(field: ConditionField): fc.Arbitrary<Test> {
  const step = field.step === undefined ? fc.constant(undefined) : fc.constantFrom(...earlierSteps);
  const may = field.step === "optional" ? fc.option(step, { nil: undefined }) : step;
  return fc
    .constantFrom(...field.ops)
    .chain((op) => fc.tuple(fc.constant(op), valueFor(field, op), may))
    .map(([op, value, named]) => ({
      field: field.name,
      op,
      ...(value === undefined ? {} : { value }),
      ...(named === undefined ? {} : { step: named }),
    }));
}

/** One sound test of one of these fields. */
export function anyTestOf(fields: readonly ConditionField[]): fc.Arbitrary<Test> {
  return fc.constantFrom(...fields).chain(testOf);
}

/** Sound conditions about these fields. */
export function anyConditionOf(fields: readonly ConditionField[]): fc.Arbitrary<Condition> {
  const one = anyTestOf(fields);
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => {
    const inner = fc.array(tie("condition"), { maxLength: 3 });
    return {
      condition: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        one,
        inner.map((all) => ({ all })),
        inner.map((any) => ({ any })),
        tie("condition").map((not) => ({ not })),
      ),
    };
  });
  return condition;
}

export const anyCondition: fc.Arbitrary<Condition> = anyConditionOf(askableFields);
