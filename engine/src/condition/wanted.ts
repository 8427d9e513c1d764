import type { ConditionField } from "./fields.ts";
import { conditionOps, type Op } from "./ops.ts";
import { isBlank, isScalar, numberOf, spanOf } from "./scalars.ts";

const MOST_CHARACTERS = 1_000;
const MOST_LISTED = 1_000;
const MOST_DAYS = 36_500;

/** What an operation needs where the value it was given does not do: the rest of a sentence; null where it does. */
export function whatIsWanted(op: Op, field: ConditionField, value: unknown): string | null {
  switch (conditionOps[op].wants) {
    case "nothing":
      return value === undefined || value === null ? null : "takes no value. Leave it out.";
    case "one":
      return isOne(field, value) ? null : `takes ${oneOf(field)}.`;
    case "list":
      return isList(field, value) ? null : `takes a list of 1 to ${MOST_LISTED} values, each ${oneOf(field)}.`;
    case "text":
      return isText(value) ? null : `takes a text of 1 to ${MOST_CHARACTERS} characters.`;
    case "number":
      return isNumber(field, value) ? null : "takes a number.";
    case "date":
      return spanOf(value) !== null
        ? null
        : 'takes a date such as "2026-11-05" or an instant such as "2026-11-05T09:00:00Z".';
    case "days":
      return typeof value === "number" && value > 0 && value <= MOST_DAYS
        ? null
        : `takes a number of days, more than 0 and at most ${MOST_DAYS}.`;
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string" && !isBlank(value) && value.length <= MOST_CHARACTERS;
}

/** A custom field may hold numbers as texts, and so may what it is compared with. */
function isNumber(field: ConditionField, value: unknown): boolean {
  return field.type === "any" ? numberOf(value) !== null : typeof value === "number" && Number.isFinite(value);
}

function isList(field: ConditionField, value: unknown): boolean {
  const isSmall = Array.isArray(value) && value.length > 0 && value.length <= MOST_LISTED;
  return isSmall && value.every((one) => isOne(field, one));
}

function isOne(field: ConditionField, value: unknown): boolean {
  switch (field.type) {
    case "boolean":
      return typeof value === "boolean";
    case "number":
      return isNumber(field, value);
    case "enum":
      return typeof value === "string" && (field.values ?? []).includes(value);
    case "any":
      return typeof value === "string" ? isText(value) : isScalar(value);
    default:
      return isText(value);
  }
}

function oneOf(field: ConditionField): string {
  switch (field.type) {
    case "boolean":
      return "true or false";
    case "number":
      return "a number";
    case "enum":
      return `one of ${(field.values ?? []).join(", ")}`;
    case "any":
      return "a text, a number, true or false";
    default:
      return `a text of 1 to ${MOST_CHARACTERS} characters`;
  }
}
