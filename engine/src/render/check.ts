/** Whether a template can be read, where it is written. */
import { type CompileOptions, compileEmail, type EmailFault } from "./compile.ts";
import type { EmailSource } from "./email-source.ts";
import { readTemplate, type TemplateFault } from "./liquid/index.ts";

/**
 * For validation of drafts: null where the template can be read. `html` also judges where its variables stand; any
 * other part is words.
 */
export function checkTemplate(source: string, part: "html" | "words" = "words"): TemplateFault | null {
  if (part === "words") {
    const template = readTemplate(source);
    return template.ok ? null : template.error;
  }
  const [fault] = checkEmail({ subject: null, htmlContent: source, textContent: null });
  if (fault === undefined) return null;
  const { part: _, ...place } = fault;
  return place;
}

const parts = { subject: "subject", html: "htmlContent", text: "textContent", preheader: "preheader" } as const;

/** The first fault of each part of an email. */
export function checkEmail(source: EmailSource, options: CompileOptions = {}): EmailFault[] {
  const faults: EmailFault[] = [];
  let left: EmailSource = source;
  for (let email = compileEmail(left, options); !email.ok; email = compileEmail(left, options)) {
    faults.push(email.error);
    if (faults.length > Object.keys(parts).length) break;
    left = { ...left, [parts[email.error.part]]: null };
  }
  return faults;
}
