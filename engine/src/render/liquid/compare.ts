/** Liquid's comparisons. Where the standard refuses (a word against a number), the email is refused and says so. */

import { isNumeric, quantityOf } from "./numbers.ts";
import { stop } from "./stop.ts";
import { EMPTY, Float, isMapping, isTrue, known, Literal, Markup, Range, sizeOf, textOf } from "./values.ts";

export const operators = ["==", "!=", "<>", "<=", ">=", "<", ">", "contains"] as const;
export type Operator = (typeof operators)[number];

export function isOperator(word: string): word is Operator {
  return (operators as readonly string[]).includes(word);
}

/** Counts what a comparison reads, so that long values cannot be compared for ever. */
type Spend = (characters: number) => void;
const free: Spend = () => {};

export function compare(left: unknown, operator: Operator, right: unknown, spend: Spend): boolean {
  switch (operator) {
    case "==":
      return isSame(left, right, spend);
    case "!=":
    case "<>":
      return !isSame(left, right, spend);
    case "contains":
      return contains(left, right, spend);
    default:
      return isOrdered(left, operator, right);
  }
}

export function isSame(left: unknown, right: unknown, spend: Spend = free): boolean {
  const a = plain(left);
  const b = plain(right);
  if (a instanceof Literal) return b instanceof Literal ? a === b : isLike(b, a);
  if (b instanceof Literal) return isLike(a, b);
  if (Array.isArray(a)) {
    spend(a.length);
    return Array.isArray(b) && a.length === b.length && a.every((item, at) => isSame(item, b[at], spend));
  }
  if (a instanceof Range) return b instanceof Range && a.first === b.first && a.last === b.last;
  if (isMapping(a) && isMapping(b)) {
    const names = Object.keys(a);
    spend(names.length);
    return (
      names.length === Object.keys(b).length &&
      names.every((name) => Object.hasOwn(b, name) && isSame(a[name], b[name], spend))
    );
  }
  return a === b;
}

function plain(value: unknown): unknown {
  const it = known(value);
  if (it instanceof Float) return it.value;
  return it instanceof Markup ? it.html : it;
}

function isLike(value: unknown, literal: Literal): boolean {
  if (literal === EMPTY) {
    return (typeof value === "string" || Array.isArray(value) || isMapping(value)) && sizeOf(value) === 0;
  }
  if (!isTrue(value)) return true;
  return typeof value === "string"
    ? value.trim() === ""
    : (Array.isArray(value) || isMapping(value)) && sizeOf(value) === 0;
}

function contains(left: unknown, right: unknown, spend: Spend): boolean {
  const whole = plain(left);
  const part = plain(right);
  if (whole === null || part === null) return false;
  if (typeof whole === "string" || Array.isArray(whole)) spend(whole.length);
  if (typeof whole === "string") return whole.includes(textOf(part));
  if (Array.isArray(whole)) return whole.some((item) => isSame(item, part, spend));
  if (whole instanceof Range) return typeof part === "number" && part >= whole.first && part <= whole.last;
  return isMapping(whole) && Object.hasOwn(whole, textOf(part));
}

/** A number written as text (out of a file) compares with a number by size, where the standard only refuses. */
function isOrdered(left: unknown, operator: Operator, right: unknown): boolean {
  const a = plain(left);
  const b = plain(right);
  if (!hasOrder(a) || !hasOrder(b)) return false;
  if (typeof a === "string" && typeof b === "string") return inOrder(a < b ? -1 : Number(a > b), operator);
  const [x, y] = [sizeOfText(a), sizeOfText(b)];
  if (x === null || y === null) {
    const [one, other] = [String(a).slice(0, 40), String(b).slice(0, 40)];
    throw stop({
      code: "template_error",
      detail: `"${one}" and "${other}" have no order, so ${operator} cannot compare them.`,
    });
  }
  return inOrder(x - y, operator);
}

/** Whatever else is compared is neither more nor less. */
function hasOrder(value: unknown): value is string | number {
  return typeof value === "string" || typeof value === "number";
}

function sizeOfText(value: string | number): number | null {
  return typeof value === "number" || isNumeric(value) ? quantityOf(value).value : null;
}

function inOrder(difference: number, operator: Operator): boolean {
  if (operator === "<") return difference < 0;
  if (operator === ">") return difference > 0;
  return operator === "<=" ? difference <= 0 : difference >= 0;
}
