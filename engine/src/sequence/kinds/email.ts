import type { EmailContent, StepOf } from "../definition.ts";
import { stepAfter, stepsSurelyBefore } from "../outline.ts";
import type { References, StepFault, StepKind } from "./kind.ts";

const parts = ["subject", "preheader", "htmlContent", "textContent"] as const satisfies readonly (keyof EmailContent)[];

/** An email: needs words in its body and, when it opens the thread, a subject. */
export const email: StepKind<"email"> = {
  validate(step, definition, references) {
    const faults: StepFault[] = [];
    const isFirst = !stepsSurelyBefore(definition, step).some((other) => other.kind === "email");
    if (isFirst && step.content.subject === null) {
      faults.push({
        pointer: "/content/subject",
        detail: "The first email has no subject. Later ones may leave it out to reply in the thread.",
      });
    }
    if (!hasBody(step.content)) faults.push({ pointer: "/content/htmlContent", detail: "The email has no text yet." });
    return [...faults, ...templateFaults(step, references)];
  },
  next: (step, definition) => stepAfter(definition, step.id),
};

function templateFaults(step: StepOf<"email">, references: References): StepFault[] {
  return parts.flatMap((part) => {
    const source = step.content[part] ?? null;
    const fault = source === null ? null : references.checkTemplate(source, part === "htmlContent" ? "html" : "words");
    if (fault === null) return [];
    return [{ pointer: `/content/${part}`, detail: `${fault.detail} (line ${fault.line}, column ${fault.column})` }];
  });
}

/** HTML counts when something would be seen: editors leave `<p><br></p>` behind when everything is deleted. */
function hasBody({ htmlContent, textContent }: EmailContent): boolean {
  if ((textContent ?? "").trim() !== "") return true;
  if (htmlContent === null) return false;
  if (/<img\b/i.test(htmlContent)) return true;
  const seen = htmlContent
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<[^>]*>/g, "")
    .replace(/&nbsp;|&#160;/gi, "");
  return seen.trim() !== "";
}
