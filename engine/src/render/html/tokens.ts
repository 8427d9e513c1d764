/**
 * HTML as a browser reads it (the tokenizer of the HTML standard, 13.2.5), without building a tree: tags of a mail's
 * template may be opened in one branch of an `if` and closed behind it. One pass, linear in what it reads.
 */
export interface Attribute {
  /** Lower case; empty for Liquid that stands between attributes, whose mark is the value. */
  readonly name: string;
  /** As written, entities undecoded. */
  readonly value: string;
  readonly isQuoted: boolean;
}

export type HtmlToken =
  | { readonly kind: "text" | "comment" | "doctype"; readonly text: string; readonly at: number }
  | {
      readonly kind: "open";
      readonly name: string;
      readonly attributes: readonly Attribute[];
      readonly isClosed: boolean;
      readonly at: number;
    }
  | { readonly kind: "close"; readonly name: string; readonly attributes: readonly Attribute[]; readonly at: number }
  /** What stands in an element in which nothing is markup. */
  | { readonly kind: "raw"; readonly name: string; readonly text: string; readonly at: number };

/** Elements whose content is no markup to a browser. */
const rawElements = new Set([
  "script",
  "style",
  "textarea",
  "title",
  "xmp",
  "iframe",
  "noembed",
  "noframes",
  "noscript",
  "plaintext",
]);

export function* tokensOf(html: string): Generator<HtmlToken> {
  let at = 0;
  let textFrom = 0;
  while (at < html.length) {
    const open = html.indexOf("<", at);
    if (open === -1) break;
    const read = markupAt(html, open);
    if (read === null) {
      at = open + 1;
      continue;
    }
    if (open > textFrom) yield { kind: "text", text: html.slice(textFrom, open), at: textFrom };
    if (read.token !== null) yield read.token;
    at = read.end;
    if (read.token?.kind === "open" && rawElements.has(read.token.name)) {
      const end = rawEnd(html, at, read.token.name);
      if (end > at) yield { kind: "raw", name: read.token.name, text: html.slice(at, end), at };
      at = end;
    }
    textFrom = at;
  }
  if (textFrom < html.length) yield { kind: "text", text: html.slice(textFrom), at: textFrom };
}

type Read = { readonly token: HtmlToken | null; readonly end: number };

/** Null where `<` is only a sign. */
function markupAt(html: string, open: number): Read | null {
  const next = html[open + 1] ?? "";
  if (/[a-z]/i.test(next)) return tagAt(html, open, "open");
  if (next === "!") return declarationAt(html, open);
  if (next === "?") return bogusComment(html, open);
  if (next !== "/") return null;
  const second = html[open + 2] ?? "";
  if (/[a-z]/i.test(second)) return tagAt(html, open, "close");
  if (second === ">") return { token: null, end: open + 3 };
  return second === "" ? null : bogusComment(html, open);
}

function bogusComment(html: string, open: number): Read {
  const close = html.indexOf(">", open);
  const end = close === -1 ? html.length : close + 1;
  return { token: { kind: "comment", text: html.slice(open + 1, end), at: open }, end };
}

function declarationAt(html: string, open: number): Read {
  if (/^<!doctype/i.test(html.slice(open, open + 9))) {
    const close = html.indexOf(">", open);
    const end = close === -1 ? html.length : close + 1;
    return { token: { kind: "doctype", text: html.slice(open, end), at: open }, end };
  }
  if (!html.startsWith("<!--", open)) return bogusComment(html, open);
  const short = /^<!---?>/.exec(html.slice(open, open + 6));
  if (short !== null) return { token: { kind: "comment", text: "", at: open }, end: open + short[0].length };
  const close = /--!?>/g;
  close.lastIndex = open + 4;
  const found = close.exec(html);
  const text = html.slice(open + 4, found?.index ?? html.length);
  return { token: { kind: "comment", text, at: open }, end: found === null ? html.length : close.lastIndex };
}

/** A tag that the end of the text cuts off is nothing, as in browsers. */
function tagAt(html: string, open: number, kind: "open" | "close"): Read {
  const nameAt = open + (kind === "open" ? 1 : 2);
  const nameEnd = skip(html, nameAt, /[\s/>]/g);
  const name = html.slice(nameAt, nameEnd).toLowerCase();
  const attributes: Attribute[] = [];
  let at = nameEnd;
  let isClosed = false;
  for (;;) {
    const before = at;
    at = skip(html, at, /[^\s/]/g);
    if (at >= html.length) return { token: null, end: html.length };
    if (html[at] === ">") {
      isClosed = html[at - 1] === "/" && at > before;
      break;
    }
    const read = attributeAt(html, at);
    if (read === null) return { token: null, end: html.length };
    attributes.push(read.attribute);
    at = read.end;
  }
  const token: HtmlToken =
    kind === "open" ? { kind, name, attributes, isClosed, at: open } : { kind, name, attributes, at: open };
  return { token, end: at + 1 };
}

/** The offset of the next sign that a pattern finds, else the end. */
function skip(html: string, from: number, until: RegExp): number {
  until.lastIndex = from;
  return until.exec(html)?.index ?? html.length;
}

function attributeAt(html: string, from: number): { readonly attribute: Attribute; readonly end: number } | null {
  // A leading "=" is part of the name (an error that browsers let pass).
  const nameEnd = skip(html, from + 1, /[\s/>=]/g);
  const written = html.slice(from, nameEnd);
  // Liquid between attributes is one of its own, even where nothing separates it from its neighbor.
  const mark = /^\ue000\d+\ue001/.exec(written);
  if (mark !== null) return { attribute: { name: "", value: mark[0], isQuoted: true }, end: from + mark[0].length };
  const name = written.toLowerCase();
  const equals = skip(html, nameEnd, /\S/g);
  if (html[equals] !== "=") return { attribute: { name, value: "", isQuoted: true }, end: nameEnd };
  const valueAt = skip(html, equals + 1, /\S/g);
  const quote = html[valueAt];
  if (quote === '"' || quote === "'") {
    const close = html.indexOf(quote, valueAt + 1);
    if (close === -1) return null;
    return { attribute: { name, value: html.slice(valueAt + 1, close), isQuoted: true }, end: close + 1 };
  }
  const end = skip(html, valueAt, /[\s>]/g);
  return { attribute: { name, value: html.slice(valueAt, end), isQuoted: false }, end };
}

/** Where the content of a raw element ends: at its closing tag, whatever else stands in it. */
function rawEnd(html: string, from: number, name: string): number {
  if (name === "plaintext") return html.length;
  const close = new RegExp(`</${name}(?=[\\s/>])`, "gi");
  close.lastIndex = from;
  return close.exec(html)?.index ?? html.length;
}
