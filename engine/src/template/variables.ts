import { type TemplateVariable, variablesOf as variablesOfEmail } from "../render/index.ts";
import type { WrittenEmail } from "./content.ts";
import { blankTags } from "./tags.ts";

/** The variables a template asks for itself; those of its snippets are theirs. */
export function variablesOf({ subject, htmlContent, textContent }: WrittenEmail): TemplateVariable[] {
  const own = (part: string | null) => (part === null ? null : blankTags(part));
  return variablesOfEmail({ subject: own(subject), htmlContent: own(htmlContent), textContent: own(textContent) });
}
