import type { Definition, StepDefinition } from "@haste/engine/sequence";
import { linksOfStep as linksOfEmail } from "@haste/engine/template";

/** Where the counted links of a step's emails lead, by number. */
export function linksOfStep(definition: Definition, step: StepDefinition | null): readonly string[] {
  return step?.kind === "email" ? linksOfEmail(step.content, definition.snippetGroups ?? {}) : [];
}
