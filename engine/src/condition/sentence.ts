import type { Condition, Test } from "./condition.ts";
import { type ConditionField, findField } from "./fields.ts";
import { comparisonOf, conditionOps, isOp } from "./ops.ts";
import { isScalar } from "./scalars.ts";

/** What ids are called where the sentence is read. */
export interface Names {
  /** Of a step, as it stands in a sentence: `step 1`. */
  stepName(id: string): string;
  /** Of a value that is an id (an owner); null where it speaks for itself. */
  valueName?(field: string, value: unknown): string | null;
}

/** A condition in plain language: `replied to step 1 and (title contains "VP" or company industry is Logistics)`. */
export function sentenceOf(condition: Condition, names: Names): string {
  if ("field" in condition) return sentenceOfTest(condition, names);
  if ("not" in condition) {
    const inner = sentenceOf(condition.not, names);
    return inner === "always" ? "never" : `not (${inner})`;
  }
  const [inner, word] = "all" in condition ? [condition.all, " and "] : [condition.any, " or "];
  if (inner.length === 0) return "always";
  const isOnly = inner.length === 1;
  return inner
    .map((one) => (isOnly || !isGroup(one) ? sentenceOf(one, names) : `(${sentenceOf(one, names)})`))
    .join(word);
}

/** Whether it needs brackets between others. */
function isGroup(condition: Condition): boolean {
  if ("all" in condition || "any" in condition) {
    const inner = "all" in condition ? condition.all : condition.any;
    const only = inner.length === 1 ? inner[0] : undefined;
    return only === undefined ? inner.length > 1 : isGroup(only);
  }
  return false;
}

function sentenceOfTest(test: Test, names: Names): string {
  const field = findField(test.field);
  // A draft may ask for what does not exist (yet): it is still shown, as it was written.
  if (field === null || !isOp(test.op)) return [test.field, test.op, printed(test, test.value, names)].join(" ").trim();
  const step = test.step === undefined ? null : names.stepName(test.step);
  if (field.says !== undefined && typeof test.value === "boolean") {
    const isYes = test.value !== comparisonOf(test.op).isTurned;
    return `${isYes ? field.says.yes : field.says.no} ${step ?? (isYes ? "an earlier email" : "any earlier email")}`;
  }
  const subject = field.step === "optional" && step !== null ? `${field.label} of ${step}` : field.label;
  return [subject, conditionOps[test.op].says, objectOf(test, field, names)].join(" ").trim();
}

function objectOf(test: Test, field: ConditionField, names: Names): string {
  const { value } = test;
  const wants = isOp(test.op) ? conditionOps[test.op].wants : "one";
  if (wants === "nothing") return "";
  if (wants === "days") return value === 1 ? "1 day" : `${printed(test, value, names)} days`;
  if (field.name === "split" && typeof value === "number") return `${Math.round(value * 1000) / 10}%`;
  if (wants !== "list" || !Array.isArray(value)) return wants === "text" ? quoted(value) : printed(test, value, names);
  return listed(value.map((one) => printed(test, one, names)));
}

function listed(values: readonly string[]): string {
  return values.length < 2 ? values.join() : `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}

function printed(test: Test, value: unknown, names: Names): string {
  if (value === undefined || value === null) return "";
  const name = names.valueName?.(test.field, value) ?? null;
  if (name !== null) return name;
  if (typeof value === "string" && findField(test.field)?.type === "enum") return value.replaceAll("_", " ");
  // What reads as one name goes without quotes.
  return typeof value === "string" && /^[\p{L}\p{N}@._:-]+$/u.test(value) ? value : quoted(value);
}

function quoted(value: unknown): string {
  if (typeof value === "string") return `"${value}"`;
  return isScalar(value) ? String(value) : "…";
}
