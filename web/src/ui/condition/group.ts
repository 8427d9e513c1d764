/** A condition as a form shows it: groups that say how many of their tests must hold. Pure, so that it can be tried. */
import { type Condition, type ConditionField, conditionOps, type Op, type Test } from "@haste/engine/condition";

/** `none` is "not any", `notAll` is "not all": nobody thinks in a group with `not` around it. */
export type Mode = "all" | "any" | "none" | "notAll";

export interface Group {
  readonly mode: Mode;
  readonly inner: readonly Condition[];
  /** Where the inner ones stand, from the condition: `/not/any`, `""` for a single one that stands by itself. */
  readonly pointerOf: (at: number) => string;
}

/** Every condition as a group; a test by itself is a group of one. */
export function readGroup(condition: Condition): Group {
  if ("all" in condition) return group("all", condition.all, "/all");
  if ("any" in condition) return group("any", condition.any, "/any");
  if (!("not" in condition)) return { mode: "all", inner: [condition], pointerOf: () => "" };
  const { not } = condition;
  if ("any" in not) return group("none", not.any, "/not/any");
  if ("all" in not) return group("notAll", not.all, "/not/all");
  return { mode: "none", inner: [not], pointerOf: () => "/not" };
}

function group(mode: Mode, inner: readonly Condition[], pointer: string): Group {
  return { mode, inner, pointerOf: (at) => `${pointer}/${at}` };
}

export function writeGroup({ mode, inner }: Pick<Group, "mode" | "inner">): Condition {
  switch (mode) {
    case "all":
      return { all: inner };
    case "any":
      return { any: inner };
    case "none":
      return { not: { any: inner } };
    case "notAll":
      return { not: { all: inner } };
  }
}

export function isTest(condition: Condition): condition is Test {
  return "field" in condition;
}

/** What a test begins with when its field is chosen: the likeliest question, already sound where it can be. */
export function newTest(field: ConditionField, draw: string | undefined): Test {
  const op: Op = field.ops.includes("eq") ? "eq" : (field.ops[0] ?? "eq");
  const at = field.step === "salt" && draw !== undefined ? { step: draw } : {};
  if (field.step === "salt") return { field: field.name, op: "lt", value: 0.5, ...at };
  return { field: field.name, op, ...startValue(field, op) };
}

/** The same test asked otherwise: its value stays where the new operation can take it. */
export function withOp(test: Test, op: Op, field: ConditionField): Test {
  const { value, ...rest } = test;
  const [was, is] = [conditionOps[test.op]?.wants, conditionOps[op].wants];
  if (is === "nothing") return { ...rest, op };
  if (was === is && value !== undefined) return { ...rest, op, value };
  if (is === "list" && isText(value)) return { ...rest, op, value: [value] };
  if (was === "list" && Array.isArray(value) && isText(value[0])) return { ...rest, op, value: value[0] };
  const isPlain = (wants: string | undefined) => wants === "one" || wants === "text";
  if (isPlain(was) && isPlain(is) && value !== undefined) return { ...rest, op, value };
  return { ...rest, op, ...startValue(field, op) };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function startValue(field: ConditionField, op: Op): { value?: unknown } {
  const { wants } = conditionOps[op];
  if (wants === "nothing") return {};
  if (field.type === "boolean") return { value: true };
  if (wants === "days") return { value: 7 };
  if (field.type === "enum") return { value: wants === "list" ? field.values?.slice(0, 1) : field.values?.[0] };
  return {};
}
