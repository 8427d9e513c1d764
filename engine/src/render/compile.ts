/**
 * Reads an email once: HTML with its styles in the tags, a table of addresses, a text part, and for each variable how it
 * is escaped where it stands. A mail is then a few fills, without reading HTML.
 */
import { ok, type Result, refuse } from "../base/index.ts";
import type { EmailSource, SnippetText } from "./email-source.ts";
import { footerHtml, mentions, withTextFooter } from "./footer.ts";
import { type Address, Cleaner } from "./html/clean.ts";
import { Mask, type Unmasking } from "./html/mask.ts";
import { textOfHtml } from "./html/to-text.ts";
import { addressUnmasking, htmlUnmasking, sourceOf, textUnmasking } from "./html/unmask.ts";
import { htmlToText, textToHtml } from "./html-to-text.ts";
import { caught, noPartials, type Template, type TemplateFault, templateOf } from "./liquid/index.ts";
import { piecesOf } from "./liquid/pieces.ts";
import { MOST_CHARACTERS, type Partials, type VariableUse } from "./liquid/reading.ts";
import { compileOld, type OldEmail } from "./stored/compile.ts";

export interface CompileOptions {
  /** Snippets by name, for `{% snippet "name" %}`: HTML for the HTML part, words for the others. */
  readonly snippets?: ReadonlyMap<string, SnippetText>;
  /**
   * A version that was published before and must go on: what the language refuses today is read as it was read then.
   * Never for what somebody is writing now.
   */
  readonly isStored?: boolean;
}

export type EmailPart = "subject" | "html" | "text" | "preheader";
export type EmailFault = TemplateFault & { readonly part: EmailPart };

/** One email step, read once per published version; a mail is then a few fills and no parsing. */
export interface CompiledEmail {
  /** null: the email stays in the thread of the one before. */
  readonly subject: Template | null;
  readonly html: Template;
  /** Signature, postal address and the way out, as far as the author left them out; goes before the end of the body. */
  readonly footer: Template;
  readonly text: Template;
  /** The text part was made of the HTML. */
  readonly isTextGenerated: boolean;
  readonly addresses: readonly CompiledAddress[];
  /** Read as it was before this language; nothing else of this value counts then. */
  readonly old: OldEmail | null;
}

export interface CompiledAddress {
  readonly target: Template;
  /** As its author wrote it. */
  readonly source: string;
  readonly element: "a" | "img";
  /** The number of a link whose clicks are counted, in order of its place; null: not counted. */
  readonly link: number | null;
}

export function compileEmail(source: EmailSource, options: CompileOptions = {}): Result<CompiledEmail, EmailFault> {
  const email = new Compiler(options).compile(source);
  if (email.ok || options.isStored !== true) return email;
  const old = compileOld(source);
  return old.ok ? ok({ ...nothing, old: old.value }) : email;
}

const empty: Template = { nodes: [], uses: [] };
const nothing: CompiledEmail = {
  subject: null,
  html: empty,
  footer: empty,
  text: empty,
  isTextGenerated: true,
  addresses: [],
  old: null,
};

type HtmlParts = Pick<CompiledEmail, "html" | "footer" | "addresses"> & { readonly generated: Template };

class Compiler {
  readonly #options: CompileOptions;

  constructor(options: CompileOptions) {
    this.#options = options;
  }

  compile(source: EmailSource): Result<CompiledEmail, EmailFault> {
    const { subject, htmlContent, textContent, preheader } = source;
    for (const [part, written] of [
      ["subject", subject],
      ["html", htmlContent],
      ["text", textContent],
      ["preheader", preheader],
    ] as const) {
      if ((written ?? "").length > MOST_CHARACTERS) return refuse({ ...tooLong, part });
    }
    const title = subject?.trim() ? this.#plain("subject", subject) : ok(null);
    if (!title.ok) return title;
    const words = textContent?.trim()
      ? this.#plain("text", withTextFooter(textContent, this.#said(textContent, "text")))
      : null;
    if (words?.ok === false) return words;
    const body = this.#html(source);
    if (!body.ok) return body;
    const { generated, ...parts } = body.value;
    const text = words?.value ?? generated;
    return ok({ subject: title.value, ...parts, text, isTextGenerated: words === null, old: null });
  }

  #plain(part: EmailPart, source: string): Result<Template, EmailFault> {
    return inPart(part, source, () => templateOf(piecesOf(source, "plain"), this.#partials("text")));
  }

  /** Everything that a source says with its snippets, for a look at what it mentions. */
  #said(source: string, part: "html" | "text"): string {
    const partials = this.#partials(part);
    return mentions(source, (name) => partials.find(name));
  }

  #partials(part: "html" | "text"): Partials {
    const { snippets } = this.#options;
    if (snippets === undefined) return noPartials;
    const find = (name: string) => {
      const snippet = snippets.get(name);
      if (snippet === undefined) return null;
      if (part === "html") return snippet.html.trim() === "" ? textToHtml(snippet.text) : snippet.html;
      return snippet.text.trim() === "" ? htmlToText(snippet.html) : snippet.text;
    };
    return { find, names: [...snippets.keys()] };
  }

  #html(source: EmailSource): Result<HtmlParts, EmailFault> {
    const written = source.htmlContent?.trim() ? source.htmlContent : textToHtml(source.textContent ?? "");
    return inPart("html", written, () => {
      const mask = new Mask();
      const partials = this.#partials("html");
      const cleaner = new Cleaner(mask, { partialOf: (name) => partials.find(name), keepsAddresses: false });
      const { html, bodyAt } = cleaner.clean(mask.textOf(piecesOf(written, "text")));
      const footer = cleaner.cleanAddition(mask.textOf(piecesOf(footerHtml(this.#said(written, "html")), "text")));
      const shown = html.slice(0, bodyAt) + this.#preheader(source.preheader, mask) + html.slice(bodyAt);
      const read = (marked: string, how: Unmasking) => templateOf(mask.piecesOf(marked, how), partials);
      return {
        html: read(shown, htmlUnmasking(shown)),
        footer: read(`\n${footer}`, htmlUnmasking(`\n${footer}`)),
        generated: read(`${textOfHtml(html)}\n\n${textOfHtml(footer)}`, textUnmasking),
        addresses: numbered(cleaner.addresses, mask),
      };
    });
  }

  /** Hidden where the mail is read; the signs behind it keep mailboxes from showing what follows. */
  #preheader(preheader: string | null | undefined, mask: Mask): string {
    if (!preheader?.trim()) return "";
    const words = mask.textOf(piecesOf(preheader, "text")).replaceAll("<", "&lt;");
    const filler = "&#847;&zwnj;&nbsp;".repeat(60);
    return `<div style="display:none;max-height:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px">${words}${filler}</div>`;
  }
}

const tooLong: TemplateFault = {
  code: "template_syntax",
  line: 1,
  column: 1,
  detail: "It is longer than 1,000,000 characters.",
};

function inPart<T>(part: EmailPart, source: string, read: () => T): Result<T, EmailFault> {
  const result = caught(source, read);
  return result.ok ? result : refuse({ ...result.error, part });
}

function numbered(addresses: readonly Address[], mask: Mask): CompiledAddress[] {
  let count = 0;
  return addresses.map(({ target, element, isCounted }) => {
    const pieces = mask.piecesOf(target, addressUnmasking(target));
    const link = isCounted ? count : null;
    if (isCounted) count += 1;
    return { target: templateOf(pieces, noPartials), source: sourceOf(pieces), element, link };
  });
}

/** What an email asks for, over all its parts. */
export function usesOf({ subject, html, footer, text, addresses }: CompiledEmail): VariableUse[] {
  return [subject, html, footer, text, ...addresses.map(({ target }) => target)].flatMap(
    (template) => template?.uses ?? [],
  );
}

const known = new WeakMap<EmailSource, readonly string[]>();

/** Where the countable links of an email lead, as their author wrote it: link n of a click is the nth. */
export function linksOf(source: EmailSource): string[] {
  let links = known.get(source);
  if (links === undefined) {
    const email = compileEmail(source, { isStored: true });
    const written = email.ok ? (email.value.old?.sources ?? linksIn(email.value)) : [];
    links = written;
    known.set(source, links);
  }
  return [...links];
}

function linksIn({ addresses }: CompiledEmail): string[] {
  return addresses.filter(({ link }) => link !== null).map(({ source }) => source);
}
