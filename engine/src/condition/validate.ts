import { MOST_LEVELS, MOST_TESTS, type Test } from "./condition.ts";
import { type ConditionField, customNameOf, type FieldType, findField, opsOfType } from "./fields.ts";
import { conditionOps, isOp, type Op } from "./ops.ts";
import { whatIsWanted } from "./wanted.ts";

export type ConditionFaultCode =
  | "not-a-condition"
  | "unknown-member"
  | "unknown-field"
  | "wrong-op"
  | "wrong-value"
  | "step-missing"
  | "step-unknown"
  | "step-later"
  | "step-unwanted"
  | "too-deep"
  | "too-many";

/** What is wrong with a condition. */
export interface ConditionFault {
  /** JSON pointer into the condition; `""` is the whole. */
  readonly pointer: string;
  readonly code: ConditionFaultCode;
  /** For a person: what is wrong and how to mend it. */
  readonly detail: string;
}

/** Whether something has the shape and keeps the limits of a condition, whatever it speaks of. */
export function checkShape(condition: unknown): ConditionFault[] {
  return collect((report) => {
    for (const { pointer, test } of findTests(condition, report)) judgeMembers(test, at(pointer, report));
  });
}

/** What a condition may speak of at the place where it stands. */
export interface KnownHere {
  /** By id, seen from the step that asks; null outside of a sequence (contact filters, segments). */
  readonly steps: Readonly<Record<string, "earlier" | "later">> | null;
  /** By name without `custom.`; left out where any name may come, as the context of an enrollment is free. */
  readonly customFields?: Readonly<Record<string, FieldType>>;
}

type Report = (pointer: string, code: ConditionFaultCode, detail: string) => void;

/**
 * Everything wrong with what should be a condition; nothing means that `holds` can judge it. Walks with a stack of its
 * own and never deeper or wider than the limits, so that no input, however deep or long, brings it down.
 */
export function validateCondition(condition: unknown, known: KnownHere): ConditionFault[] {
  return collect((report) => {
    for (const { pointer, test } of findTests(condition, report)) {
      if (judgeMembers(test, at(pointer, report))) judgeTest(test, known, at(pointer, report));
    }
  });
}

function collect(judge: (report: Report) => void): ConditionFault[] {
  const faults: ConditionFault[] = [];
  judge((pointer, code, detail) => faults.push({ pointer, code, detail }));
  return faults;
}

function at(place: string, report: Report): Report {
  return (pointer, code, detail) => report(place + pointer, code, detail);
}

type Members = Readonly<Record<string, unknown>>;

interface Place {
  readonly node: unknown;
  readonly pointer: string;
  readonly level: number;
}

interface FoundTest {
  readonly pointer: string;
  readonly test: Members;
}

const tooMany = `A condition has at most ${MOST_TESTS} tests. Use one "in" with a list instead of many "eq".`;

/** The tests of a tree that keeps the limits, none of one that does not. */
function findTests(condition: unknown, report: Report): FoundTest[] {
  const tests: FoundTest[] = [];
  const waiting: Place[] = [{ node: condition, pointer: "", level: 1 }];
  // Groups count too, more generously: a million empty ones are no condition either.
  let nodes = 0;
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    nodes += 1;
    if (place.level > MOST_LEVELS) {
      report(place.pointer, "too-deep", `Conditions nest at most ${MOST_LEVELS} deep. Put tests side by side instead.`);
      return [];
    }
    const { node, pointer } = place;
    if (isTest(node)) tests.push({ pointer, test: node });
    const inner = isTest(node) ? [] : innerOf(place, report);
    if (tests.length > MOST_TESTS || nodes + waiting.length + inner.length > 2 * MOST_TESTS) {
      report("", "too-many", tooMany);
      return [];
    }
    for (const next of inner.toReversed()) waiting.push(next);
  }
  return tests;
}

function isMembers(node: unknown): node is Members {
  return typeof node === "object" && node !== null && !Array.isArray(node);
}

function isTest(node: unknown): node is Members {
  return isMembers(node) && Object.hasOwn(node, "field");
}

const shapes = 'A condition is {"all":[…]}, {"any":[…]}, {"not":…} or {"field":…,"op":…,"value":…}, one of them.';

/** What stands inside of a group. */
function innerOf({ node, pointer, level }: Place, report: Report): Place[] {
  const [key, ...others] = isMembers(node) ? Object.keys(node) : [];
  if (!isMembers(node) || key === undefined || others.length > 0) {
    report(pointer, "not-a-condition", shapes);
    return [];
  }
  const value = node[key];
  const inside = `${pointer}/${key}`;
  if (key === "not") return [{ node: value, pointer: inside, level: level + 1 }];
  if ((key !== "all" && key !== "any") || !Array.isArray(value)) {
    report(pointer, "not-a-condition", shapes);
    return [];
  }
  // One more than may be: enough to be refused for it, without a copy of a list that may be endless.
  const looked = value.slice(0, 2 * MOST_TESTS + 1);
  return looked.map((inner, at) => ({ node: inner, pointer: `${inside}/${at}`, level: level + 1 }));
}

const members: readonly string[] = ["field", "op", "value", "step"];

/** What is wrong with a test wherever it stands; whether the rest of it can be looked at. */
function judgeMembers(test: Members, report: Report): test is Members & Test {
  const { field, op, step } = test;
  for (const member of Object.keys(test)) {
    if (members.includes(member)) continue;
    report("", "unknown-member", `A test has no "${shorten(member)}", only field, op, value and step. Leave it out.`);
  }
  if (typeof field !== "string") report("/field", "unknown-field", "A field is named by a text such as contact.title.");
  if (!isOp(op)) {
    const all = Object.keys(conditionOps).join(", ");
    report("/op", "wrong-op", `There is no operation "${shorten(printed(op))}". Use one of ${all}.`);
  }
  if ("step" in test && typeof step !== "string") {
    report("/step", "step-unknown", "A step is named by its id, a text. Give that, or leave it out.");
  }
  return typeof field === "string" && isOp(op) && (step === undefined || typeof step === "string");
}

function judgeTest(test: Test, known: KnownHere, report: Report): void {
  const field = fieldHere(test.field, known);
  if (typeof field === "string") {
    report("/field", "unknown-field", field);
    return;
  }
  judgeStep(test.step, field, { known, report });
  const { op, value } = test;
  if (!field.ops.includes(op)) {
    report("/op", "wrong-op", `The ${field.label} can be asked by ${field.ops.join(", ")}. Choose one of them.`);
    return;
  }
  const wanted = whatIsWanted(op, field, value);
  if (wanted !== null) report("/value", "wrong-value", `The ${field.label} "${conditionOps[op].says}" ${wanted}`);
}

/** The field with what may be asked of it here, or why there is none. */
function fieldHere(name: string, known: KnownHere): ConditionField | string {
  const field = findField(name);
  if (field === null) {
    return `There is no field "${shorten(name)}". Use one such as contact.title or email.replied, or custom.<name>.`;
  }
  if (field.about === "enrollment" && known.steps === null) {
    return `The ${field.label} is known within a sequence only. Ask for a field of the contact, company or deal here.`;
  }
  const custom = customNameOf(field.name);
  if (custom === null || known.customFields === undefined) return field;
  if (!Object.hasOwn(known.customFields, custom)) {
    return `There is no custom field "${shorten(custom)}". Create it first, or choose another.`;
  }
  const type = known.customFields[custom] as FieldType;
  return { ...field, type, ops: opsOfType[type] satisfies readonly Op[] };
}

function judgeStep(
  step: string | undefined,
  field: ConditionField,
  { known, report }: { known: KnownHere; report: Report },
): void {
  const says = (code: ConditionFaultCode, detail: string) => report("/step", code, detail);
  if (field.step === undefined) {
    if (step !== undefined)
      says("step-unwanted", `The ${field.label} is not the matter of a step. Leave the step out.`);
  } else if (field.step === "salt") {
    if (step === undefined || step === "" || step.length > 200)
      says("step-missing", "A random share needs to know which draw it is part of. Give the id of its branch as step.");
  } else if (step !== undefined) {
    const place = Object.hasOwn(known.steps ?? {}, step) ? known.steps?.[step] : undefined;
    if (place === undefined) says("step-unknown", "This step is not part of the sequence. Choose an earlier one.");
    else if (place === "later")
      says("step-later", "This step comes later, so nothing is known of it. Choose an earlier one.");
  }
}

function printed(value: unknown): string {
  return typeof value === "string" ? value : typeof value;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
