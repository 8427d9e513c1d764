/** An unsent email as one person would get it, by the renderer that sends it. Loaded late. */
import type { Snippet } from "@haste/contract/nouns/snippets";
import { asInstant } from "@haste/engine/base";
import {
  compileEmail,
  factsOf,
  fillEmail,
  type PersonalizationContext,
  sayRefusal,
  withValue,
} from "@haste/engine/render";
import {
  chooseSnippets,
  freezeGroups,
  inlineSnippets,
  resolveGroups,
  type SnippetLibrary,
  snippetNames,
  sourcesOf,
} from "@haste/engine/template";

type Source = Parameters<typeof compileEmail>[0];

export interface Preview {
  readonly subject: string | null;
  /** For a frame that runs nothing; what came from data is marked. */
  readonly html: string;
  /** Variables this person has no value for and that have no fallback: the mail would be held. */
  readonly missing: readonly string[];
  /** How many variables say their fallback. */
  readonly fallbacks: number;
}

export type PreviewResult =
  | { readonly ok: true; readonly value: Preview }
  | { readonly ok: false; readonly detail: string };

/** Marks around what a variable became: private-use signs that no author writes, put into words only, never into tags. */
const marks = { value: ["\ue010", "\ue011"], fallback: ["\ue012", "\ue011"], missing: ["\ue013", "\ue011"] } as const;
/** Nothing is signed or counted in a preview. */
const noLinks = { unsubscribeUrl: "#unsubscribe", pixelUrl: null, clickUrl: null };
/** More variables than anybody writes; each round gives one missing one a name. */
const MOST_ROUNDS = 60;

export function previewOf(
  written: Source,
  context: PersonalizationContext,
  snippets: readonly Snippet[] = [],
): PreviewResult {
  const source = withSnippets(written, context, snippets);
  let fallbacks = 0;
  const marked = markOutputs(source.htmlContent ?? "", (path) => {
    if (valueAt(context, path) !== undefined) return "value";
    fallbacks += 1;
    return "fallback";
  });
  const compiled = compileEmail({ ...source, htmlContent: marked || null });
  if (!compiled.ok) {
    const { part, line, column, detail } = compiled.error;
    return { ok: false, detail: `The ${part} cannot be read at line ${line}, column ${column}: ${detail}` };
  }
  const missing: string[] = [];
  let known = context;
  // The email has no id yet to draw by: one person's preview stays as it is from look to look.
  const moment = { now: asInstant(Date.now()), seed: context.contact.email };
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const filled = fillEmail(compiled.value, known, { ...noLinks, moment });
    if (filled.ok) {
      const { subject, html } = filled.value;
      const plain = subject?.replace(/[\ue010-\ue013]/g, "") ?? null;
      return { ok: true, value: { subject: plain, html: drawn(html), missing, fallbacks } };
    }
    const refusal = filled.error;
    if (refusal.code !== "missing_variable" || missing.includes(refusal.variable)) {
      return { ok: false, detail: sayRefusal(refusal) };
    }
    missing.push(refusal.variable);
    known = withValue(known, refusal.variable, `${marks.missing[0]}${refusal.variable}${marks.missing[1]}`);
  }
  return { ok: false, detail: "Too many variables have no value." };
}

type Said = SnippetLibrary extends ReadonlyMap<string, infer One> ? One : never;

/** With the snippets as they stand, those of groups as this person gets them. */
function withSnippets(written: Source, context: PersonalizationContext, snippets: readonly Snippet[]): Source {
  const names = new Map(snippets.map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => names.get(id) ?? "";
  const library: SnippetLibrary = new Map(
    snippets.map(({ name, kind, htmlContent, textContent, choices, otherwiseId }): [string, Said] => {
      if (kind === "text") return [name, { html: htmlContent, text: textContent }];
      const chosen = choices.map((choice) => ({ if: choice.if, name: nameOf(choice.snippetId) }));
      return [name, { choices: chosen, otherwise: otherwiseId === null ? null : nameOf(otherwiseId) }];
    }),
  );
  const inlined = inlineSnippets(written, library);
  const groups = freezeGroups(snippetNames(sourcesOf(inlined)), library);
  const moment = { now: asInstant(Date.now()), seed: context.contact.email };
  return resolveGroups(inlined, groups, chooseSnippets(groups, factsOf(context), moment));
}

/** Puts a mark around every output that stands between tags; those inside of tags would break them. */
function markOutputs(html: string, kindOf: (path: string) => "value" | "fallback"): string {
  return html.replace(
    /<[^>]*>|\{%[\s\S]*?%\}|\{\{-?\s*([\w.]+)([\s\S]*?)\}\}/g,
    (whole, path: string | undefined, rest) => {
      if (path === undefined || path === "signatureHtml") return whole;
      const hasFallback = /\|\s*default\s*:/.test(rest);
      const [before, after] = marks[kindOf(path) === "fallback" && hasFallback ? "fallback" : "value"];
      return `${before}${whole}${after}`;
    },
  );
}

/** What a path means for this person, as far as it decides whether a fallback speaks. */
function valueAt(context: PersonalizationContext, path: string): unknown {
  const [noun = "", name = ""] = path.split(".");
  const { contact, company, deal, customData } = context;
  const own = { contact, company, deal, sender: context.sender, sequence: context.sequence }[noun] as
    | { [name: string]: unknown; customFields?: { [name: string]: unknown } }
    | null
    | undefined;
  if (noun === "custom") return filled(customData[name] ?? contact.customFields[name] ?? company?.customFields[name]);
  if (noun === "contact" && name === "fullName") return filled(contact.firstName ?? contact.lastName);
  return filled(own?.[name] ?? own?.customFields?.[name]);
}

function filled(value: unknown): unknown {
  return value === null || (typeof value === "string" && value.trim() === "") ? undefined : value;
}

const classes = { "\ue010": "value", "\ue012": "fallback", "\ue013": "missing" } as const;

function drawn(html: string): string {
  return html
    .replace(/[\ue010\ue012\ue013]+(?=\ue013)/g, "")
    .replace(/[\ue010\ue012\ue013]/g, (sign) => `<mark class="${classes[sign as keyof typeof classes]}">`)
    .replace(/\ue011+/g, "</mark>");
}
