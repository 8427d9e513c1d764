import type { EmailRefusal } from "./fill.ts";
import { knownNear } from "./known-variables.ts";
import type { TemplateFault } from "./liquid/index.ts";

/** Why something cannot be written for one person, in words for whoever mends it. */
export function sayRefusal(refusal: EmailRefusal | TemplateFault): string {
  switch (refusal.code) {
    case "missing_variable":
      return `${refusal.variable} is empty for this person and has no fallback. ${meant(refusal.variable)}Fill it in, or write {{ ${refusal.variable} | default: "…" }}.`;
    case "link_not_web":
      return `A link leads to "${refusal.target}", which is not a web address.`;
    case "empty_subject":
      return "The subject is empty for this person.";
    case "template_limit":
      return `The template takes too long or grows too large: ${refusal.detail}`;
    case "template_error":
      return refusal.detail;
    case "template_syntax":
      return `It cannot be read at line ${refusal.line}, column ${refusal.column}: ${refusal.detail}`;
  }
}

/** A slip of the keyboard is the commonest reason why a variable is empty for everybody. */
function meant(variable: string): string {
  const near = knownNear(variable);
  return near === null ? "" : `Did you mean ${near}? `;
}
