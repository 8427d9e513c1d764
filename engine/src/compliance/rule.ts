import type { Instant } from "../base/index.ts";
import { type Condition, type Facts, holds } from "../condition/index.ts";

/** What a rule does with a mail to somebody for whom its condition holds. */
export type RuleEffect =
  /** It does not leave. */
  | { readonly do: "block" }
  /** It waits until somebody approves it. */
  | { readonly do: "approve" }
  /** It leaves only with these words in it; `{{ postalAddress }}` and `{{ unsubscribeUrl }}` stand for the mail's own. */
  | { readonly do: "require"; readonly text: string };

/** A rule of the workspace, or of a pack that it switched on. */
export interface ComplianceRule {
  readonly name: string;
  /** Whom it is about: the same tree as segments and branches. */
  readonly where: Condition;
  /** Empty: mail of every sequence, and mail of none. */
  readonly sequenceIds: readonly string[];
  readonly effect: RuleEffect;
}

export interface JudgedMail {
  readonly html: string;
  readonly text: string;
  /** null: somebody writes to one person. */
  readonly sequenceId: string | null;
  readonly postalAddress: string;
  readonly unsubscribeUrl: string;
}

export interface JudgedPerson {
  readonly facts: Facts;
  readonly now: Instant;
  /** Names the person, for conditions that draw. */
  readonly seed: string;
}

export interface RuleVerdict {
  readonly effect: RuleEffect["do"];
  /** Why, for whoever looks at the mail. */
  readonly detail: string;
}

/** The strictest comes first: what is blocked needs no approval. */
const strictness: readonly RuleEffect["do"][] = ["block", "require", "approve"];

/** What the rules say of one mail to one person; null: it may leave. */
export function judgeMail(
  rules: readonly ComplianceRule[],
  mail: JudgedMail,
  { facts, now, seed }: JudgedPerson,
): RuleVerdict | null {
  const verdicts = rules
    .filter(({ sequenceIds }) => sequenceIds.length === 0 || sequenceIds.includes(mail.sequenceId ?? ""))
    .filter(({ where }) => holds(where, facts, { now, seed }))
    .flatMap((rule) => verdictOf(rule, mail) ?? []);
  return verdicts.toSorted((a, b) => strictness.indexOf(a.effect) - strictness.indexOf(b.effect))[0] ?? null;
}

function verdictOf({ name, effect }: ComplianceRule, mail: JudgedMail): RuleVerdict | null {
  switch (effect.do) {
    case "block":
      return { effect: "block", detail: `The rule “${name}” blocks it.` };
    case "approve":
      return { effect: "approve", detail: `The rule “${name}” wants somebody to approve it.` };
    case "require":
      if (says(mail, effect.text)) return null;
      return { effect: "require", detail: `The rule “${name}” wants these words in it: ${effect.text}` };
  }
}

/** Whether a mail says the words in every part it has; a place whose value is empty is never said. */
function says(mail: JudgedMail, wanted: string): boolean {
  const places: Readonly<Record<string, string>> = {
    postalAddress: mail.postalAddress,
    unsubscribeUrl: mail.unsubscribeUrl,
  };
  let isEmpty = false;
  const words = foldOf(
    wanted.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => {
      isEmpty ||= places[name]?.trim() === "";
      return places[name] ?? whole;
    }),
  );
  const parts = [mail.text, readable(mail.html)].filter((part) => part.trim() !== "");
  return !isEmpty && parts.length > 0 && parts.every((part) => foldOf(part).includes(words));
}

/** What HTML says, and where it leads: without tags, then with them, the signs of XML as themselves. */
function readable(html: string): string {
  const signs: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", nbsp: " " };
  const both = `${html.replaceAll(/<[^>]{0,2000}>/g, " ")} ${html}`;
  return both.replaceAll(/&(amp|lt|gt|quot|#39|nbsp);/g, (whole, name: string) => signs[name] ?? whole);
}

function foldOf(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s,]+/g, " ")
    .trim();
}
