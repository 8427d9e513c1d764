import type { EmailContent, StepOf } from "../definition.ts";
import { stepAfter, stepsSurelyBefore } from "../outline.ts";
import { stepAs } from "../variants.ts";
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
    return [...faults, ...templateFaults(step, references), ...variantFaults(step, references)];
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

/** A variant is judged as the mail it makes; a fault of the step's own words is not said once more. */
function variantFaults(step: StepOf<"email">, references: References): StepFault[] {
  return (step.test?.variants ?? []).flatMap(({ id, name, content, hours }, place) => {
    const at = `/variants/${place}`;
    const faults = templateFaults(stepAs(step, id), references).filter(({ pointer }) => {
      const part = parts.find((one) => pointer === `/content/${one}`);
      return part === undefined || content[part] !== step.content[part];
    });
    const isEmpty = !hasBody(content) && hasBody(step.content);
    return [
      ...faults.map(({ pointer, detail }) => ({ pointer: `${at}${pointer}`, detail: `Variant ${name}: ${detail}` })),
      ...(isEmpty ? [{ pointer: `${at}/content/htmlContent`, detail: `Variant ${name} has no text.` }] : []),
      ...(hours !== null && hours.start === hours.end
        ? [{ pointer: `${at}/content/hours`, detail: `The hours of variant ${name} end when they start.` }]
        : []),
    ];
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
