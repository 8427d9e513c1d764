import { type TemplateVariable, variablesOf as variablesOfEmail } from "../render/index.ts";
import { contentParts, type WrittenEmail } from "./content.ts";
import { blankTags } from "./tags.ts";

/** The variables a template asks for itself; those of its snippets are theirs. */
export function variablesOf(content: WrittenEmail): TemplateVariable[] {
  const own = contentParts.map((part) => [part, content[part] ? blankTags(content[part] as string) : null]);
  return variablesOfEmail({ ...content, ...Object.fromEntries(own) });
}
