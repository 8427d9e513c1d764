import type { Condition } from "../condition/index.ts";
import { htmlToText, wordsToHtml } from "../render/index.ts";
import type { Definition, EmailContent, FrozenGroup, SnippetText, StepOf } from "../sequence/index.ts";
import { type ContentPart, contentParts, sourcesOf, type WrittenEmail } from "./content.ts";
import { replaceTags, snippetNames } from "./tags.ts";

/** One of several texts, chosen for each person: the first whose condition holds, else `otherwise`, else nothing. */
export interface SnippetGroup {
  readonly choices: readonly { readonly if: Condition; readonly name: string }[];
  readonly otherwise: string | null;
}

/** Snippets by the name their tag says. */
export type SnippetLibrary = ReadonlyMap<string, SnippetText | SnippetGroup>;

/**
 * A version with the texts of its snippets written into its emails, and with the groups they mention: what a version says
 * must not change with a snippet.
 */
export function freezeSnippets(definition: Definition, library: SnippetLibrary): Definition {
  const steps = definition.steps.map((step) => (step.kind === "email" ? frozen(step, library) : step));
  const sources = steps.flatMap((step) =>
    step.kind === "email" ? [step, ...(step.test?.variants ?? [])].flatMap(({ content }) => sourcesOf(content)) : [],
  );
  const snippetGroups = freezeGroups(snippetNames(sources), library);
  return { ...definition, steps, ...(Object.keys(snippetGroups).length === 0 ? {} : { snippetGroups }) };
}

function frozen(step: StepOf<"email">, library: SnippetLibrary): StepOf<"email"> {
  const { test } = step;
  const freeze = <S extends { readonly content: EmailContent }>(one: S): S => {
    return { ...one, content: inlineSnippets(one.content, library) };
  };
  return { ...freeze(step), ...(test === undefined ? {} : { test: { ...test, variants: test.variants.map(freeze) } }) };
}

/** A snippet in a snippet in a snippet is as deep as anybody follows; saving refuses circles. */
export const mostNested = 5;

/**
 * Writes the texts of snippets where their tags stand. Tags of groups stay, because only the person decides, and so do
 * tags nobody knows, so that checking finds them.
 */
export function inlineSnippets<C extends WrittenEmail>(content: C, library: SnippetLibrary): C {
  const written = contentParts.map((part) => {
    const source = content[part];
    return [part, source ? inlinePart(source, part, library, mostNested) : source];
  });
  return { ...content, ...Object.fromEntries(written.filter(([, source]) => source !== undefined)) };
}

function inlinePart(source: string, part: ContentPart, library: SnippetLibrary, deeper: number): string {
  return replaceTags(source, (name) => {
    const known = library.get(name);
    if (known === undefined || "choices" in known) return null;
    if (deeper === 0) return "";
    return inlinePart(saidIn(part, known), part, library, deeper - 1);
  });
}

/** The words of a snippet as one part of a mail takes them. */
export function saidIn(part: ContentPart, { html, text }: SnippetText): string {
  if (part === "htmlContent") return html.trim() === "" ? wordsToHtml(text) : html;
  const plain = text.trim() === "" ? htmlToText(html) : text;
  return part === "subject" || part === "preheader" ? plain.replace(/\s+/g, " ").trim() : plain;
}

/** The groups among these names with all their texts, and those that stand inside of them. */
export function freezeGroups(names: readonly string[], library: SnippetLibrary): Record<string, FrozenGroup> {
  const frozen: Record<string, FrozenGroup> = {};
  const ahead = [...names];
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    const group = library.get(name);
    if (group === undefined || !("choices" in group) || Object.hasOwn(frozen, name)) continue;
    const textOf = (wanted: string): SnippetText => {
      const known = library.get(wanted);
      if (known === undefined || "choices" in known) return { html: "", text: "" };
      const html = inlinePart(known.html, "htmlContent", library, mostNested);
      const text = inlinePart(known.text, "textContent", library, mostNested);
      ahead.push(...snippetNames([html, text]));
      return { html, text };
    };
    frozen[name] = {
      choices: group.choices.map((choice) => ({ if: choice.if, ...textOf(choice.name) })),
      otherwise: group.otherwise === null ? null : textOf(group.otherwise),
    };
  }
  return frozen;
}
