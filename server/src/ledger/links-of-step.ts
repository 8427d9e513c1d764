import { linksOf } from "@haste/engine/render";
import { type Definition, type StepDefinition, stepAs } from "@haste/engine/sequence";
import { asksForGroups } from "@haste/engine/template";

/**
 * Where the counted links of a step's email lead, by number. None where its snippets differ from person to person: the
 * numbers do, too, and a wrong address is worse than none.
 */
export function linksOfStep(definition: Definition, step: StepDefinition | null, variantId: string | null): string[] {
  if (step?.kind !== "email") return [];
  const { content } = stepAs(step, variantId);
  return asksForGroups(content, definition.snippetGroups ?? {}) ? [] : linksOf(content);
}
