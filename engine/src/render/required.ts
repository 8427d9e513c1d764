import { type CompiledEmail, usesOf } from "./compile.ts";
import { type PersonalizationContext, visible } from "./context.ts";

/** What is looked up of a person; the sender, the footer and the like are known whoever it is for. */
const personal = new Set(["contact", "company", "deal", "custom"]);

/**
 * The variables that an email prints whatever happens and without a fallback (`contact.firstName`), in their order. One
 * inside `if`, `for` or another tag may not be asked for at all, so it is left out: whoever lacks it is told when the
 * mail is written, as for everything else (B26).
 */
export function requiredVariables(email: CompiledEmail): string[] {
  const required = usesOf(email).flatMap(({ path, fallback, isWritten, isConditional }) => {
    const [root = "", name] = path;
    const isRequired = isWritten && !isConditional && fallback === null && personal.has(root);
    return isRequired && name !== undefined && path.length === 2 ? [`${root}.${name}`] : [];
  });
  return [...new Set(required)];
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
