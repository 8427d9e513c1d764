/**
 * The specification's personalization engine. What it answers with a text is a result here, because a person who lacks a
 * value is expected: their email is held with the reason (B26), the batch goes on.
 */
import { ok, type Result, refuse } from "../base/index.ts";
import { type Condition, holds } from "../condition/index.ts";
import { type CompileOptions, compileEmail, usesOf } from "./compile.ts";
import type { PersonalizationContext } from "./context.ts";
import type { EmailSource } from "./email-source.ts";
import { factsOf } from "./facts.ts";
import { fillText } from "./fill-text.ts";
import { knownNear } from "./known-variables.ts";
import type { TemplateFault } from "./liquid/index.ts";
import type { VariableUse } from "./liquid/reading.ts";
import type { Moment } from "./liquid/run.ts";
import type { FillRefusal } from "./liquid/stop.ts";

/** A variable of a template, as the specification names it. */
export interface TemplateVariable {
  /** As it is written: `contact.firstName`. */
  readonly name: string;
  /** Absent where it is written without one: whoever lacks the value has their email held. */
  readonly fallback?: string;
  readonly source: "contact" | "company" | "deal" | "custom";
  readonly field: string;
}

/** Fills a template with one person's values, nothing escaped. */
export function replaceVariables(
  template: string,
  context: PersonalizationContext,
  moment: Moment | null = null,
): Result<string, FillRefusal | TemplateFault> {
  return fillText(template, context, moment);
}

/** Whether all of the conditions hold for a person at a moment; the one condition tree of the product. */
export function evaluateConditions(
  conditions: readonly Condition[],
  context: PersonalizationContext,
  moment: Moment,
): boolean {
  const facts = factsOf(context);
  return conditions.every((condition) => holds(condition, facts, moment));
}

/** What stands for a value nobody knows: its fallback, else the email is held; with what may have been meant. */
export function handleMissingData(
  variable: string,
  fallback?: string,
): Result<string, { readonly code: "missing_variable"; readonly variable: string; readonly near: string | null }> {
  if (fallback !== undefined) return ok(fallback);
  return refuse({ code: "missing_variable", variable, near: knownNear(variable) });
}

const sources: ReadonlySet<string> = new Set(["contact", "company", "deal", "custom"]);

/**
 * The variables of an email, each once, in their order. One that stands with a fallback and without is listed without:
 * that is what holds a mail. One that is only asked for in a condition may be missing, so its fallback is nothing.
 */
export function variablesOf(source: EmailSource, options: CompileOptions = {}): TemplateVariable[] {
  const email = compileEmail(source, options);
  const uses = (email.ok ? usesOf(email.value) : []).filter(({ path: [root = "", field] }) => {
    return sources.has(root) && field !== undefined;
  });
  return [...Map.groupBy(uses, ({ path: [root, field] }) => `${root}.${field}`)].map(([name, own]) => {
    const [root, field] = name.split(".") as [TemplateVariable["source"], string];
    const fallback = fallbackOf(own);
    return { name, source: root, field, ...(fallback === null ? {} : { fallback }) };
  });
}

/** What is read where the value is missing; null: it holds the mail. */
function fallbackOf(uses: readonly VariableUse[]): string | null {
  const written = uses.filter(({ isWritten }) => isWritten);
  if (written.some(({ fallback }) => fallback === null)) return null;
  return written[0]?.fallback?.text ?? "";
}
