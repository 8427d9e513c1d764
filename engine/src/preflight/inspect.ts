import type { Result } from "../base/index.ts";
import { isZone } from "../base/index.ts";
import {
  type CompiledEmail,
  type EmailRefusal,
  type FilledEmail,
  missingVariables,
  type PersonalizationContext,
  requiredVariables,
  sayRefusal,
  shortenerOf,
  sizeOfHtml,
} from "../render/index.ts";
import type { WrittenEmail } from "../template/index.ts";

/** One thing wrong with one email, or with one person whatever the email. */
export interface Finding {
  /** An error keeps the email (or the person) from going; a warning does not. */
  readonly severity: "error" | "warning";
  readonly code: string;
  readonly detail: string;
}

/** What is known of an email step before anybody's values are: found out once, asked for everybody. */
export interface StepToInspect {
  readonly compiled: CompiledEmail;
  /** Variables that nothing replaces. */
  readonly required: readonly string[];
  /** Variables whose fallback says nothing, so that whoever lacks them reads a gap. */
  readonly blankable: readonly string[];
  /** Variables whose values can be read in the mail. */
  readonly printed: readonly string[];
}

const output = /\{\{-?\s*(contact|company|deal|custom)\.(\w+)\s*((?:\|[^}]*)?)\}\}/g;
const blankDefault = /\|\s*default\s*:\s*(?:""|''|"\s+"|'\s+'|nil|blank|empty)/;

export function stepToInspect(content: WrittenEmail, compiled: CompiledEmail): StepToInspect {
  const source = `${content.subject ?? ""}\n${content.htmlContent ?? ""}\n${content.textContent ?? ""}`;
  const outputs = [...source.matchAll(output)].map(([, root, name, filters = ""]) => ({
    name: `${root}.${name}`,
    isBlank: blankDefault.test(filters),
  }));
  const names = (some: typeof outputs) => [...new Set(some.map(({ name }) => name))];
  return {
    compiled,
    required: requiredVariables(compiled),
    blankable: names(outputs.filter(({ isBlank }) => isBlank)),
    printed: names(outputs),
  };
}

const longestSubject = 150;
/** What spreadsheets and forms leave behind where a value should be. */
const placeholder = /^(?:n\/?a|null|undefined|none|unknown|tbd|test|x{2,}|-+|\?+|#(?:n\/a|ref!|value!|name\?))$/i;

export interface Inspected {
  readonly filled: Result<FilledEmail, EmailRefusal>;
  readonly context: PersonalizationContext;
  /** Where the way to unsubscribe leads in this mail. */
  readonly unsubscribeUrl: string;
}

/** Everything wrong with one person's email of one step. */
export function inspectEmail(step: StepToInspect, { filled, context, unsubscribeUrl }: Inspected): Finding[] {
  if (!filled.ok) return refusals(step, filled.error, context);
  const { subject, html, text, links } = filled.value;
  const findings = valueFindings(step, context);
  const warn = (code: string, detail: string) => findings.push({ severity: "warning", code, detail });
  const { bytes, limit, isClipped } = sizeOfHtml(html);
  if (isClipped) warn("over_size", `The HTML has ${Math.ceil(bytes / 1000)} kB; Gmail clips at ${limit / 1000} kB.`);
  const leftover = /\{\{|\}\}|\{%|%\}|\[object Object\]/.exec(`${subject ?? ""}\n${text}`);
  if (leftover !== null) warn("leftover_markup", `The mail shows "${leftover[0]}": a value holds template code.`);
  if (!html.includes(unsubscribeUrl)) warn("no_unsubscribe", "The mail has no way to unsubscribe for this person.");
  const short = links.find((link) => shortenerOf(link) !== null);
  if (short !== undefined) warn("short_link", `${short} hides where it leads; filters distrust it.`);
  if (subject !== null && subject.length > longestSubject) {
    warn("long_subject", `The subject has ${subject.length} characters; inboxes show about 60.`);
  }
  return findings;
}

/** All values that are missing, not only the first one that the renderer met. */
function refusals(step: StepToInspect, refusal: EmailRefusal, context: PersonalizationContext): Finding[] {
  const error = (found: EmailRefusal): Finding => ({ severity: "error", code: found.code, detail: sayRefusal(found) });
  if (refusal.code !== "missing_variable") return [error(refusal)];
  const variables = new Set([...missingVariables(step.required, context), refusal.variable]);
  return [...variables].map((variable) => error({ code: "missing_variable", variable }));
}

function valueFindings({ blankable, printed }: StepToInspect, context: PersonalizationContext): Finding[] {
  const findings: Finding[] = missingVariables(blankable, context).map((variable) => ({
    severity: "warning",
    code: "empty_variable",
    detail: `${variable} is empty for this person and its fallback says nothing, so the sentence has a gap.`,
  }));
  for (const name of printed) {
    const value = printedValue(name, context);
    if (value === null) continue;
    if (placeholder.test(value.trim())) {
      const detail = `${name} is "${value.trim()}", which is no value but a placeholder.`;
      findings.push({ severity: "warning", code: "placeholder_value", detail });
    } else if (name === "contact.firstName" && /^(?:\p{Lu}{3,}|\p{Ll}.*)$/u.test(value.trim())) {
      const detail = `${name} is written "${value.trim()}", which looks like a list and not like a letter.`;
      findings.push({ severity: "warning", code: "odd_casing", detail });
    }
  }
  return findings;
}

type Values = Readonly<Record<string, unknown>>;

/** Where a variable's value comes from, as the renderer looks it up. */
const holders: Readonly<Record<string, (context: PersonalizationContext) => Values>> = {
  contact: ({ contact }) => ({ ...contact.customFields, ...contact }),
  company: ({ company }) => ({ ...company?.customFields, ...company }),
  deal: ({ deal }) => ({ ...deal?.customFields, ...deal }),
  custom: ({ company, contact, customData }) => ({ ...company?.customFields, ...contact.customFields, ...customData }),
};

function printedValue(name: string, context: PersonalizationContext): string | null {
  const [root = "", field = ""] = name.split(".");
  const values = holders[root]?.(context) ?? {};
  const value = Object.hasOwn(values, field) ? values[field] : null;
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

const refused: Readonly<Record<string, string>> = {
  suppressed: "The address must not be mailed (it is suppressed).",
  bounced: "An earlier mail to this address bounced for good.",
  invalid_address: "The address cannot be a mail address.",
  erased: "This person was erased.",
  already_active: "This person is in the sequence already.",
};

/** What is wrong with a person whatever the email: why they would be refused, and a zone nobody knows. */
export function inspectPerson(person: {
  readonly timezone: string | null;
  readonly codes: readonly string[];
}): Finding[] {
  const findings = person.codes.map((code): Finding => {
    // Somebody who is on the way already gets these emails once; enrolling passes them by.
    const severity = code === "already_active" ? "warning" : "error";
    return { severity, code, detail: refused[code] ?? "This person cannot be enrolled." };
  });
  if (person.timezone !== null && person.timezone !== "" && !isZone(person.timezone)) {
    const detail = `"${person.timezone}" is no time zone; the sequence's own is used.`;
    findings.push({ severity: "warning", code: "unknown_zone", detail });
  }
  return findings;
}
