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
import type { Moment } from "./liquid/run.ts";
import type { FillRefusal } from "./liquid/stop.ts";
import { suggestionFor } from "./liquid/suggest.ts";

/** A variable of a template, as the specification names it. */
export interface TemplateVariable {
  /** As it is written: `contact.firstName`. */
  readonly name: string;
  /** Absent where it is written without one: whoever lacks the value has their email held. */
  readonly fallback?: string;
  readonly source: "contact" | "company" | "deal" | "custom";
  readonly field: string;
}

/** One of several texts for each person: the first whose condition holds, else `otherwise`, else nothing. */
export interface SnippetGroup {
  readonly choices: readonly { readonly if: Condition; readonly text: string }[];
  readonly otherwise: string | null;
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

export type SnippetRefusal = { readonly code: "unknown_snippet"; readonly name: string; readonly near: string | null };

/** The text of a group that a person gets, as it is written: its variables are filled with the mail it stands in. */
export function selectSnippet(
  name: string,
  groups: ReadonlyMap<string, SnippetGroup>,
  { context, moment }: { readonly context: PersonalizationContext; readonly moment: Moment },
): Result<string, SnippetRefusal> {
  const group = groups.get(name);
  if (group === undefined) return refuse({ code: "unknown_snippet", name, near: suggestionFor(name, groups.keys()) });
  const chosen = group.choices.find((choice) => evaluateConditions([choice.if], context, moment));
  return ok(chosen?.text ?? group.otherwise ?? "");
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
  const found = new Map<string, TemplateVariable>();
  for (const { path, fallback, isWritten } of email.ok ? usesOf(email.value) : []) {
    const [root = "", field] = path;
    if (!sources.has(root) || field === undefined) continue;
    const name = `${root}.${field}`;
    const said = isWritten ? (fallback?.text ?? (fallback === null ? undefined : "")) : "";
    const known = found.get(name);
    if (known !== undefined && (known.fallback === undefined || said !== undefined)) continue;
    const variable = { name, source: root as TemplateVariable["source"], field };
    found.set(name, said === undefined ? variable : { ...variable, fallback: said });
  }
  return [...found.values()];
}
