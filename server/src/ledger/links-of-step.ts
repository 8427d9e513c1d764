import { type Definition, type StepDefinition, stepAs } from "@haste/engine/sequence";
import { linksOfStep as linksOfEmail } from "@haste/engine/template";

/** Where the counted links of a step's emails lead, by number, as its variant says it. */
export function linksOfStep(
  definition: Definition,
  step: StepDefinition | null,
  variantId: string | null,
): readonly string[] {
  if (step?.kind !== "email") return [];
  return linksOfEmail(stepAs(step, variantId).content, definition.snippetGroups ?? {});
}
