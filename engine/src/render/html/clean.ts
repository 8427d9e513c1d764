/**
 * Makes of an author's HTML what may be sent: no script, no event handler, nothing that loads but pictures, styles in the
 * tags, links taken out into slots. Everything is written anew from what was read, attributes always quoted, so no client
 * can read it otherwise than it was judged.
 */
import { type OutputPiece, piecesOf } from "../liquid/pieces.ts";
import type { ReadStop } from "../liquid/stop.ts";
import {
  addressAttributes,
  allowedElements,
  droppedWithContent,
  isAllowedAddress,
  isAllowedAttribute,
  isAllowedMeta,
  metaAttributes,
  voidElements,
} from "./allowed.ts";
import { isSafeDeclaration, readDeclarations, written } from "./css.ts";
import { decodeEntities, escapeAttribute } from "./entities.ts";
import { InlineStyles } from "./inline-styles.ts";
import { isMarked, type Mask, withoutMarks } from "./mask.ts";
import { OpenElements } from "./open-elements.ts";
import { checkPlaces, snippetTags, stopAt } from "./places.ts";
import type { Element } from "./selectors.ts";
import { type HtmlToken, tokensOf } from "./tokens.ts";

/** An address that Liquid or tracking has a say in. */
export interface Address {
  /** As written, entities decoded; Liquid in it as marks. */
  readonly target: string;
  readonly element: "a" | "img";
  /** A link whose clicks are counted. */
  readonly isCounted: boolean;
}

export interface Cleaned {
  readonly html: string;
  readonly addresses: readonly Address[];
  /** Offset in `html` behind the opening of the body, 0 where there is none. */
  readonly bodyAt: number;
}

export interface CleanOptions {
  /** The source of a snippet; null where there is none, which whoever reads the tag will say. */
  readonly partialOf: (name: string) => string | null;
  /** Leaves addresses where they stand instead of taking them out into slots. */
  readonly keepsAddresses: boolean;
}

type OpenTag = Extract<HtmlToken, { kind: "open" }>;

export class Cleaner {
  readonly #mask: Mask;
  readonly #how: CleanOptions;
  #styles = new InlineStyles([]);
  readonly addresses: Address[] = [];
  readonly #open = new OpenElements();
  #out: string[] = [];
  #length = 0;
  /** `<!--[if !mso]><!-->` that are open. */
  #revealed = 0;
  #bodyAt = 0;
  readonly #partials: string[] = [];
  #dropped: { readonly name: string; level: number } | null = null;

  constructor(mask: Mask, how: CleanOptions) {
    this.#mask = mask;
    this.#how = how;
  }

  clean(masked: string): Cleaned {
    this.#styles = new InlineStyles(stylesheetsOf(masked, this.#mask));
    this.#walk(masked);
    const html = this.#withRest(this.#out.join(""));
    return { html, addresses: this.addresses, bodyAt: this.#bodyAt };
  }

  /** What is added behind an author's words: by itself, so that nothing they left open can swallow it. */
  cleanAddition(masked: string): string {
    this.#styles = new InlineStyles([]);
    this.#out = [];
    this.#dropped = null;
    this.#open.within(() => this.#walk(masked));
    return this.#out.join("");
  }

  /** What stays of the stylesheets stands in the head, else before everything. */
  #withRest(html: string): string {
    const { rest } = this.#styles;
    if (rest === "") return html;
    const style = `<style>${rest}</style>`;
    const head = /<head(?:\s[^>]*)?>/.exec(html);
    const at = head === null ? this.#bodyAt : head.index + head[0].length;
    if (at <= this.#bodyAt) this.#bodyAt += style.length;
    return html.slice(0, at) + style + html.slice(at);
  }

  #write(text: string): void {
    this.#out.push(text);
    this.#length += text.length;
  }

  #walk(masked: string): void {
    for (const token of tokensOf(masked)) {
      if (this.#dropped !== null) this.#leave(token, this.#dropped);
      else this.#token(token);
    }
  }

  #token(token: HtmlToken): void {
    if (token.kind === "text") this.#text(token.text);
    else if (token.kind === "comment") this.#comment(token.text);
    else if (token.kind === "raw") this.#raw(token);
    else if (token.kind === "close") this.#close(token.name);
    else if (token.kind === "open") this.#begin(token);
    else if (!isMarked(token.text)) this.#write("<!DOCTYPE html>");
  }

  /** Within something that is left out as a whole, up to its end. */
  #leave(token: HtmlToken, dropped: { readonly name: string; level: number }): void {
    if (token.kind === "raw") this.#raw(token);
    else if (token.kind === "open" && token.name === dropped.name && !token.isClosed) dropped.level += 1;
    else if (token.kind === "close" && token.name === dropped.name) dropped.level -= 1;
    if (dropped.level === 0) this.#dropped = null;
  }

  #raw({ name, text }: Extract<HtmlToken, { kind: "raw" }>): void {
    const [liquid] = this.#mask.liquidIn(text);
    if (liquid !== undefined && (name === "script" || name === "style")) {
      throw stopAt(
        liquid,
        `Nothing can be filled in inside <${name}>: ${name === "script" ? "no script runs in a mail" : "styles are put into the tags beforehand"}.`,
      );
    }
  }

  #text(text: string): void {
    const escaped = text.replaceAll("<", "&lt;");
    this.#write(isMarked(escaped) ? this.#withPartials(escaped) : escaped);
  }

  /** Comments go; Liquid tags in them (`<!-- {% if … %} -->`) stay, because they open and close what stands around. */
  #comment(text: string): void {
    if (/^\[if\b/i.test(text) && !isMarked(text)) {
      if (/--|<script|\son\w+\s*=|javascript:/i.test(text)) return;
      if (text.endsWith("><!")) this.#revealed += 1;
      this.#write(`<!--${text}-->`);
      return;
    }
    // The end of what everybody but Outlook reads: without it, Outlook would leave out the rest of the mail.
    if (text === "<![endif]" && this.#revealed > 0) {
      this.#revealed -= 1;
      this.#write(`<!--${text}-->`);
      return;
    }
    for (const match of text.matchAll(/\ue000\d+\ue001/g)) {
      if (this.#mask.liquidIn(match[0])[0]?.kind === "tag") this.#write(match[0]);
    }
  }

  /** Snippets become HTML where they stand, under the styles and the elements around them. */
  #withPartials(text: string): string {
    return text.replace(/\ue000\d+\ue001/g, (mark) => {
      const [piece] = this.#mask.liquidIn(mark);
      if (piece?.kind !== "tag" || !snippetTags.has(piece.name)) return mark;
      const name = /^\s*["']([^"']*)["']/.exec(piece.input.slice(...piece.range))?.[1];
      const source = name === undefined ? null : this.#how.partialOf(name);
      // A snippet within itself is told by whoever reads the tag.
      if (name === undefined || source === null || this.#partials.includes(name)) return mark;
      return this.#mask.partial(piece, this.#partial(name, source));
    });
  }

  #partial(name: string, source: string): string {
    const [out, length, bodyAt] = [this.#out, this.#length, this.#bodyAt];
    this.#out = [];
    this.#partials.push(name);
    this.#open.within(() => this.#walk(this.#mask.textOf(piecesOf(source, "text"))));
    const html = this.#out.join("");
    this.#partials.pop();
    [this.#out, this.#length, this.#bodyAt] = [out, length, bodyAt];
    this.#dropped = null;
    return html;
  }

  #close(name: string): void {
    if (isMarked(name)) throw this.#stopAt(name, "A tag's name cannot be filled in.");
    if (!allowedElements.has(name) || voidElements.has(name) || name === "style") return;
    this.#open.close(name);
    this.#write(`</${name}>`);
  }

  #begin(token: OpenTag): void {
    const { name } = token;
    if (isMarked(name)) throw this.#stopAt(name, "A tag's name cannot be filled in.");
    if (droppedWithContent.has(name)) {
      if (!token.isClosed || name === "script" || name === "iframe") this.#dropped = { name, level: 1 };
      return;
    }
    if (!allowedElements.has(name) || name === "style") return;
    if (name === "meta") {
      this.#meta(token);
      return;
    }
    const attributes = this.#attributesOf(token);
    this.#write(`<${name}${attributes}>`);
    if (name === "body") this.#bodyAt = this.#length;
  }

  #meta({ attributes }: OpenTag): void {
    const values = new Map(attributes.map(({ name, value }) => [name, value]));
    if (attributes.some(({ value }) => isMarked(value)) || !isAllowedMeta(values)) return;
    const kept = attributes.filter(({ name }) => metaAttributes.has(name));
    this.#write(
      `<meta${kept.map(({ name, value }) => ` ${name}="${escapeAttribute(decodeEntities(value))}"`).join("")}>`,
    );
  }

  #attributesOf(token: OpenTag): string {
    checkPlaces(token.attributes, this.#mask);
    const { name: element } = token;
    const { attributes } = token;
    const values = new Map<string, string>();
    for (const { name, value } of attributes) if (name !== "" && !values.has(name)) values.set(name, value);
    const isTracked = values.get("data-track")?.trim().toLowerCase() !== "off";
    const self = this.#open.enter(element, values);
    const own = values.get("style") ?? "";
    const style = this.#styleOf(self, own);
    const kept = [...attributes].flatMap(({ name, value }) => {
      // Each attribute brings the space before it.
      if (name === "") return [value];
      if (values.get(name) !== value || !isAllowedAttribute(element, name) || name === "style") return [];
      values.delete(name);
      return [` ${name}="${this.#valueOf(element, { name, value, isTracked })}"`];
    });
    return `${kept.join("")}${style === "" ? "" : ` style="${style}"`}`;
  }

  #styleOf(element: Element, own: string): string {
    const decoded = decodeEntities(own);
    if (!isMarked(own)) {
      const style = this.#styles.isEmpty
        ? written(readDeclarations(decoded), true)
        : this.#styles.styleOf(element, decoded);
      return escapeAttribute(style);
    }
    // Liquid chooses among declarations here: they are judged together and kept as they stand.
    const [liquid] = this.#mask.liquidIn(own);
    if (liquid !== undefined && !isSafeDeclaration("style", withoutMarks(decoded)))
      throw stopAt(liquid, "This style cannot be sent in a mail.");
    const before = this.#styles.styleOf(element, "");
    return escapeAttribute(before === "" ? decoded : `${before};${decoded}`);
  }

  #valueOf(element: string, { name, value, isTracked }: { name: string; value: string; isTracked: boolean }): string {
    if (addressAttributes[element] !== name) return escapeKept(value);
    const target = decodeEntities(value).trim();
    if (!isAllowedAddress(element, target)) return "";
    const isDynamic = isMarked(target);
    const isWeb = element === "a" && /^https?:\/\//i.test(target);
    if (this.#how.keepsAddresses || this.#isOwnAddress(target) || !(isDynamic || isWeb)) return escapeAttribute(target);
    const [beginning] = this.#mask.liquidIn(/^\ue000\d+\ue001/.exec(target)?.[0] ?? "");
    const isCounted = element === "a" && isTracked && (isWeb || beginning?.kind === "output");
    this.addresses.push({ target, element: element as Address["element"], isCounted });
    return this.#mask.slot(this.addresses.length - 1);
  }

  /** The way out is ours and goes in as it is. */
  #isOwnAddress(target: string): boolean {
    const [first] = this.#mask.liquidIn(target);
    return (
      first?.kind === "output" &&
      /^\s*unsubscribeUrl\s*$/.test(first.input.slice(...first.range)) &&
      withoutMarks(target) === ""
    );
  }

  #stopAt(marked: string, detail: string): ReadStop {
    const [liquid] = this.#mask.liquidIn(marked);
    return stopAt(liquid as OutputPiece, detail);
  }
}

/** Keeps an attribute as it is written, but for what could end it. */
function escapeKept(value: string): string {
  return value.replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function stylesheetsOf(masked: string, mask: Mask): string[] {
  const sheets: string[] = [];
  for (const token of tokensOf(masked)) {
    if (token.kind === "raw" && token.name === "style" && mask.liquidIn(token.text).length === 0)
      sheets.push(token.text);
  }
  return sheets;
}
