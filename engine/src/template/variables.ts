import { contentParts, type WrittenEmail } from "./content.ts";

/** A value a template asks for. */
export interface TemplateVariable {
  /** As it is written: `contact.firstName`. */
  readonly name: string;
  /** Absent where it is printed without one: whoever lacks the value has their email held. */
  readonly fallback?: string;
  readonly source: "contact" | "company" | "deal" | "custom";
  readonly field: string;
}

const output = /\{\{-?([\s\S]*?)-?\}\}/g;
const logic = /\{%-?([\s\S]*?)-?%\}/g;
const path = /(?<![\w.])(contact|company|deal|custom)\.(\w+)/g;
const fallback = /\|\s*default\s*:\s*(?:"([^"]*)"|'([^']*)'|([\w.]+))/;

/**
 * The variables of a template, each once, in their order; where one stands with a fallback and without, it is listed
 * without: that is what holds a mail. Words in quotes are no variables.
 */
export function variablesOf(content: WrittenEmail): TemplateVariable[] {
  const found = new Map<string, TemplateVariable>();
  const note = (expression: string, said: string | undefined) => {
    for (const [name, source, field] of expression.replace(/"[^"]*"|'[^']*'/g, "''").matchAll(path)) {
      const known = found.get(name);
      if (known !== undefined && (known.fallback === undefined || said !== undefined)) continue;
      const variable = { name, source: source as TemplateVariable["source"], field: field as string };
      found.set(name, said === undefined ? variable : { ...variable, fallback: said });
    }
  };
  for (const part of contentParts) {
    const source = content[part] ?? "";
    for (const [, inner = ""] of source.matchAll(output)) {
      const match = fallback.exec(inner);
      note(inner, match === null ? undefined : (match[1] ?? match[2] ?? match[3]));
    }
    // Asked in a condition or a loop, it may be missing: nothing is printed then.
    for (const [, inner = ""] of source.matchAll(logic)) note(inner, "");
  }
  return [...found.values()];
}
