import type { StepContent, StepDefinition } from "../definition.ts";
import type { SequenceProblem } from "../problem.ts";
import type { References, StepKind } from "./kind.ts";

const parts = ["subject", "htmlContent", "textContent"] as const satisfies readonly (keyof StepContent)[];

/** An email: needs words in its body and, when it opens the thread, a subject. */
export const email: StepKind = {
  validate(step, definition, references) {
    const problems: SequenceProblem[] = [];
    const isFirst = definition.steps.find((other) => other.kind === "email")?.id === step.id;
    if (isFirst && step.content.subject === null) {
      problems.push(
        broken(step, "subject", "The first email has no subject. Later ones may leave it out to reply in the thread."),
      );
    }
    if (!hasBody(step.content)) problems.push(broken(step, "htmlContent", "The email has no text yet."));
    return [...problems, ...templateFaults(step, references)];
  },
  next: (step, definition) => definition.steps[definition.steps.findIndex((other) => other.id === step.id) + 1] ?? null,
};

function templateFaults(step: StepDefinition, references: References): SequenceProblem[] {
  return parts.flatMap((part) => {
    const source = step.content[part];
    const fault = source === null ? null : references.checkTemplate(source);
    return fault === null ? [] : [broken(step, part, `${fault.detail} (line ${fault.line}, column ${fault.column})`)];
  });
}

function broken(step: StepDefinition, part: keyof StepContent, detail: string): SequenceProblem {
  return { code: "broken-step", pointer: `/steps/${step.order}/content/${part}`, detail, overridable: false };
}

/** HTML counts when something would be seen: editors leave `<p><br></p>` behind when everything is deleted. */
function hasBody({ htmlContent, textContent }: StepContent): boolean {
  if ((textContent ?? "").trim() !== "") return true;
  if (htmlContent === null) return false;
  if (/<img\b/i.test(htmlContent)) return true;
  const seen = htmlContent
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<[^>]*>/g, "")
    .replace(/&nbsp;|&#160;/gi, "");
  return seen.trim() !== "";
}
