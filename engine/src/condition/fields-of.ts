import type { Condition, Test } from "./condition.ts";

export interface AskedField {
  readonly field: string;
  readonly step?: string;
}

/** What has to be known to judge a condition, each once: load these for a whole batch of people, then judge. */
export function fieldsOf(condition: Condition): AskedField[] {
  const asked = new Map<string, AskedField>();
  for (const { field, step } of testsOf(condition)) {
    asked.set(JSON.stringify([field, step]), step === undefined ? { field } : { field, step });
  }
  return [...asked.values()];
}

function testsOf(condition: Condition): Test[] {
  if ("all" in condition) return condition.all.flatMap(testsOf);
  if ("any" in condition) return condition.any.flatMap(testsOf);
  return "not" in condition ? testsOf(condition.not) : [condition];
}
