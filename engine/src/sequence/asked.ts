import { type Condition, fieldsOf } from "../condition/index.ts";
import type { Definition, StepDefinition } from "./definition.ts";

/** A condition of a step, with its place in it. */
export interface JudgedCondition {
  readonly condition: Condition;
  /** From the step: `/content/branches/0/if`. */
  readonly pointer: string;
}

/** Every condition of a step: those of its entry, what it waits for, the ways of a branch. */
export function conditionsOf(step: StepDefinition): JudgedCondition[] {
  const judged: JudgedCondition[] = step.conditions.map((entry, place) => {
    return { condition: entry.if, pointer: `/conditions/${place}/if` };
  });
  if (step.kind === "wait" && step.content.for !== null)
    judged.push({ condition: step.content.for, pointer: "/content/for" });
  if (step.kind === "branch") {
    for (const [place, lane] of step.content.branches.entries())
      judged.push({ condition: lane.if, pointer: `/content/branches/${place}/if` });
  }
  return judged;
}

const asked = new WeakMap<Definition, ReadonlySet<string>>();

/** What the conditions of a version ask about people: only that has to be known of those who run by it. */
export function askedFields(definition: Definition): ReadonlySet<string> {
  const known = asked.get(definition);
  if (known !== undefined) return known;
  const fields = new Set(
    definition.steps.flatMap((step) =>
      conditionsOf(step).flatMap(({ condition }) => fieldsOf(condition).map(({ field }) => field)),
    ),
  );
  asked.set(definition, fields);
  return fields;
}
