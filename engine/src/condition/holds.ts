import { nextFloat, randomFrom, seedFrom } from "../base/index.ts";
import type { Around, Condition, Facts, Test } from "./condition.ts";
import { type FieldType, findField } from "./fields.ts";
import { compare, comparisonOf, isOp } from "./ops.ts";
import { isBlank, isScalar, type Scalar } from "./scalars.ts";

/**
 * Whether a condition holds for a person now.
 *
 * Where a value is not known, no comparison holds, and the negative ones (`ne`, `notIn`, `notContains`, `isNotSet`), each
 * the exact opposite of its comparison, do: somebody without a title is not a VP. What an email did is always known: what
 * was not recorded did not happen. Of several values one is enough. Never throws over a condition that
 * `validateCondition` lets pass; a test nobody knows does not hold.
 */
export function holds(condition: Condition, facts: Facts, around: Around): boolean {
  if ("all" in condition) return condition.all.every((inner) => holds(inner, facts, around));
  if ("any" in condition) {
    return condition.any.length === 0 || condition.any.some((inner) => holds(inner, facts, around));
  }
  if ("not" in condition) return !holds(condition.not, facts, around);
  return passes(condition, facts, around);
}

function passes(test: Test, facts: Facts, around: Around): boolean {
  const field = findField(test.field);
  if (field === null || !isOp(test.op)) return false;
  const fact = field.name === "split" ? drawOf(test.step, around.seed) : facts.valueOf(test.field, test.step);
  const { name, isTurned } = comparisonOf(test.op);
  // A tag, or one choice of several, is contained as a whole: "art" is not in ["smart"].
  const asked = name === "contains" && holdsMembers(field.type, fact) ? "eq" : name;
  return knownValues(fact, field.type).some((value) => compare(asked, value, test.value, around.now)) !== isTurned;
}

function holdsMembers(type: FieldType, fact: unknown): boolean {
  return type === "tags" || (type === "any" && Array.isArray(fact));
}

/** What can be compared of a fact: nothing, one value, or the values of a list. */
function knownValues(fact: unknown, type: FieldType): readonly Scalar[] {
  if (type === "boolean" && isBlank(fact)) return [false];
  const values: readonly unknown[] = Array.isArray(fact) ? fact : [fact];
  return values.filter((value): value is Scalar => isScalar(value) && !isBlank(value));
}

/**
 * The same draw for the same person and salt, whenever it is asked: branches of one split share the salt and cut the
 * numbers from 0 to 1 into shares.
 */
function drawOf(salt: string | undefined, seed: string): number {
  return nextFloat(randomFrom(seedFrom("split", seed, salt ?? "")));
}
