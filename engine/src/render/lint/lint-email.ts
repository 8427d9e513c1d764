import type { EmailSource } from "../email-source.ts";
import { MOST_CHARACTERS } from "../liquid/reading.ts";
import type { Finding, Found, Severity } from "./finding.ts";
import type { LintRule } from "./rule.ts";
import { lintRules } from "./rules/index.ts";
import { type LintAround, type Subject, subjectOf } from "./subject.ts";

const weight: Readonly<Record<Severity, number>> = { error: 0, warning: 1, notice: 2 };
/** Of one rule; nobody reads more, and a pasted page could have thousands. */
const MOST_OF_ONE_KIND = 50;

/**
 * Looks an email over as a colleague would, before it leaves: what keeps it from being filled, read or trusted. Pure: the
 * same email and the same world around it give the same findings, the gravest first.
 */
export function lintEmail(source: EmailSource, around: LintAround = {}): Finding[] {
  const isTooLong = [source.subject, source.htmlContent, source.textContent].some(
    (part) => (part ?? "").length > MOST_CHARACTERS,
  );
  const subject = subjectOf(isTooLong ? beginningOf(source) : source, around);
  const rules = isTooLong ? lintRules.filter(({ name }) => name === "unreadable") : lintRules;
  const findings = rules.flatMap((rule) =>
    rule
      .find(subject)
      .slice(0, MOST_OF_ONE_KIND)
      .map((found) => signed(rule, found, subject)),
  );
  return findings.sort((a, b) => weight[a.severity] - weight[b.severity]);
}

/** Of a part that nobody wrote by hand, enough to say that it is too long. */
function beginningOf({ subject, htmlContent, textContent }: EmailSource): EmailSource {
  const cut = (part: string | null) => part?.slice(0, MOST_CHARACTERS + 1) ?? null;
  return { subject: cut(subject), htmlContent: cut(htmlContent), textContent: cut(textContent) };
}

function signed(rule: LintRule, found: Found, subject: Subject): Finding {
  return {
    rule: rule.name,
    severity: found.severity ?? rule.severity,
    place: { part: found.part, ...placeOf(found, subject) },
    detail: found.detail,
    why: found.why ?? rule.why,
    fix: found.fix,
    source: rule.source,
  };
}

function placeOf(
  { part, at }: Found,
  { source }: Subject,
): { readonly line: number | null; readonly column: number | null } {
  if (at === undefined) return { line: null, column: null };
  const text =
    { subject: source.subject, html: source.htmlContent, text: source.textContent, preheader: source.preheader }[
      part
    ] ?? "";
  const before = text.slice(0, at);
  return { line: before.split("\n").length, column: before.length - before.lastIndexOf("\n") };
}
