import { Output, TypeGuards } from "liquidjs";
import type { CompiledEmail } from "./compile.ts";
import { type PersonalizationContext, visible } from "./context.ts";
import type { Parsed } from "./language.ts";

/** What is looked up of a person; the sender, the footer and the like are known whoever it is for. */
const personal = new Set(["contact", "company", "deal", "custom"]);

/**
 * The variables that an email prints whatever happens and without a fallback (`contact.firstName`), in their order. One
 * inside `if`, `for` or another tag may not be asked for at all, so it is left out: whoever lacks it is told when the
 * mail is written, as for everything else (B26).
 */
export function requiredVariables({ subject, html, text, links }: CompiledEmail): string[] {
  const parts = [subject, html, text, ...links];
  return [...new Set(parts.flatMap((part) => (part === null ? [] : printed(part))))];
}

function printed({ templates }: Parsed): string[] {
  return templates.flatMap((template) => {
    if (!(template instanceof Output)) return [];
    const { initial, filters } = template.value;
    const [token] = initial.postfix;
    if (initial.postfix.length !== 1 || token === undefined || !TypeGuards.isPropertyAccessToken(token)) return [];
    if (filters.some((filter) => filter.name === "default")) return [];
    const [root, name, ...deeper] = token.getText().split(".");
    if (root === undefined || name === undefined || deeper.length > 0 || !personal.has(root)) return [];
    return /^\w+$/.test(name) ? [`${root}.${name}`] : [];
  });
}

/** Those of the variables that are empty for a person. */
export function missingVariables(required: readonly string[], context: PersonalizationContext): string[] {
  if (required.length === 0) return [];
  const scope = visible(context) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  return required.filter((variable) => {
    const [root = "", name = ""] = variable.split(".");
    return scope[root]?.[name] === undefined;
  });
}
