/** An email as its checks look at it: read once, with places in what its author wrote. */

import { checkEmail } from "../check.ts";
import {
  type CompiledEmail,
  type CompileOptions,
  compileEmail,
  type EmailFault,
  type EmailPart,
  usesOf,
} from "../compile.ts";
import type { PersonalizationContext } from "../context.ts";
import type { EmailSource } from "../email-source.ts";
import type { FilledEmail } from "../fill.ts";
import { decodeEntities } from "../html/entities.ts";
import { type HtmlToken, tokensOf } from "../html/tokens.ts";
import type { OwnFields } from "../known-variables.ts";
import { caught } from "../liquid/index.ts";
import { piecesOf } from "../liquid/pieces.ts";
import type { VariableUse } from "../liquid/reading.ts";

/** What the world around an email says. Everything may be left out; rules that need it are silent then. */
export interface LintAround {
  readonly compile?: CompileOptions;
  /** What the workspace calls its own fields; absent: unknown names cannot be told from its own. */
  readonly fields?: OwnFields;
  /** One person and their mail, for a look at the real thing before it leaves. */
  readonly context?: PersonalizationContext;
  readonly filled?: FilledEmail;
  /** The domain the mail comes from. */
  readonly senderDomain?: string;
  /** Domains the workspace calls its own besides. */
  readonly ownDomains?: readonly string[];
  /** Links that somebody followed before: those that led nowhere. */
  readonly deadLinks?: ReadonlySet<string>;
  /** What the product adds by itself; absent: both. */
  readonly footer?: { readonly unsubscribe: boolean; readonly address: boolean };
  /** The address that is added; blank: there is none yet. */
  readonly postalAddress?: string;
  /** Answers in a thread, so that it has no subject of its own. */
  readonly isFollowUp?: boolean;
}

export interface Link {
  /** As written, entities decoded. */
  readonly href: string;
  readonly words: string;
  readonly hasImage: boolean;
  readonly at: number;
}

export interface Subject {
  readonly source: EmailSource;
  readonly around: LintAround;
  readonly faults: readonly EmailFault[];
  /** Null where it cannot be read. */
  readonly email: CompiledEmail | null;
  readonly uses: readonly (VariableUse & { readonly part: EmailPart | null })[];
  /** Of the HTML, Liquid blanked to signs of the same length. */
  readonly tokens: readonly HtmlToken[];
  readonly links: readonly Link[];
  readonly images: readonly { readonly alt: string | null; readonly at: number }[];
  /** The words a reader sees, Liquid left out. */
  readonly words: string;
  /** Words that are spam to some: of the subject, then of the body. */
  readonly said: readonly { readonly part: EmailPart; readonly text: string }[];
}

/** A sign that stands for one of Liquid. */
const HIDDEN = "\ue020";

export function subjectOf(source: EmailSource, around: LintAround): Subject {
  const faults = checkEmail(source, around.compile);
  const compiled = compileEmail(source, around.compile);
  const email = compiled.ok ? compiled.value : null;
  const html = source.htmlContent ?? "";
  const hidden = withoutLiquid(html);
  const tokens = [...tokensOf(hidden)];
  const words = wordsOf(tokens);
  const body = html.trim() === "" ? (source.textContent ?? "") : words;
  return {
    source,
    around,
    faults,
    email,
    uses: email === null ? [] : placedUses(email, source),
    tokens,
    links: linksOf(tokens, { html, hidden }),
    images: tokens.flatMap((token) =>
      token.kind === "open" && token.name === "img"
        ? [{ alt: token.attributes.find(({ name }) => name === "alt")?.value ?? null, at: token.at }]
        : [],
    ),
    words,
    said: [
      { part: "subject", text: withoutLiquid(source.subject ?? "").replaceAll(HIDDEN, " ") },
      { part: html.trim() === "" ? "text" : "html", text: body },
    ],
  };
}

/** The same text with every sign of Liquid hidden, so that all places stay where they are. */
export function withoutLiquid(source: string): string {
  const pieces = caught(source, () => piecesOf(source, "text"));
  if (!pieces.ok) return source;
  let hidden = "";
  let from = 0;
  for (const piece of pieces.value) {
    if (piece.kind !== "output" && piece.kind !== "tag") continue;
    const close = source.indexOf(piece.kind === "output" ? "}}" : "%}", piece.range[1]);
    hidden += source.slice(from, piece.at) + HIDDEN.repeat(close + 2 - piece.at);
    from = close + 2;
  }
  return hidden + source.slice(from);
}

/** Each once: a text part made of the HTML has the same ones. */
function placedUses(email: CompiledEmail, source: EmailSource): Subject["uses"] {
  const uses = usesOf(email).map((use) => ({ ...use, part: partOf(use.input, source) }));
  const byPlace = new Map(uses.map((use) => [`${use.part} ${use.at} ${use.path.join(".")}`, use]));
  return [...byPlace.values()];
}

function partOf(input: string, { subject, textContent, preheader, htmlContent }: EmailSource): EmailPart | null {
  if (input === subject) return "subject";
  if (input === preheader) return "preheader";
  if (input === htmlContent) return "html";
  return textContent?.trim() && input.startsWith(textContent) ? "text" : null;
}

function wordsOf(tokens: readonly HtmlToken[]): string {
  return tokens
    .map((token) => {
      if (token.kind === "text") return decodeEntities(token.text);
      return token.kind === "open" || token.kind === "close" ? " " : "";
    })
    .join("")
    .replaceAll(HIDDEN, "")
    .replace(/\s+/g, " ")
    .trim();
}

interface BothForms {
  readonly html: string;
  /** The same with its Liquid hidden. */
  readonly hidden: string;
}

function linksOf(tokens: readonly HtmlToken[], both: BothForms): Link[] {
  const links: Link[] = [];
  let open: { href: string; words: string; hasImage: boolean; at: number } | null = null;
  for (const token of tokens) {
    if (token.kind === "open" && token.name === "a") {
      const href = token.attributes.find(({ name }) => name === "href");
      if (href !== undefined)
        open = { href: written(href.value, both, token.at), words: "", hasImage: false, at: token.at };
    } else if (open !== null && token.kind === "text")
      open.words += decodeEntities(both.html.slice(token.at, token.at + token.text.length));
    else if (open !== null && token.kind === "open" && token.name === "img") open.hasImage = true;
    else if (open !== null && token.kind === "close" && token.name === "a") {
      links.push({ ...open, words: open.words.replace(/\s+/g, " ").trim() });
      open = null;
    }
  }
  return links;
}

/** An attribute's value with its Liquid as the author wrote it. */
function written(value: string, { html, hidden }: BothForms, tagAt: number): string {
  if (!value.includes(HIDDEN)) return decodeEntities(value).trim();
  const at = hidden.indexOf(value, tagAt);
  return decodeEntities(html.slice(at, at + value.length)).trim();
}
