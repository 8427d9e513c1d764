/** Filters for HTML and addresses. */

import { stop } from "../stop.ts";
import { Markup, stringOf } from "../values.ts";
import { bytesOfBase64, textOfBytes, toBase64 } from "./base64.ts";
import type { FilterDefinition, FilterTable } from "./filter.ts";
import { isWellFormedUtf8, percentDecoded } from "./percent.ts";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export function escapeHtml(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (sign) => entities[sign] as string) : text;
}

/** Escapes what is not an entity already. */
function escapeOnce(text: string): string {
  return text.replace(/["'<>]|&(?!(?:[a-zA-Z]+|#\d+);)/g, (sign) => entities[sign] as string);
}

/** What is HTML afterwards is written between tags as it is, and not escaped a second time. */
function toMarkup(change: (text: string) => string): FilterDefinition {
  return {
    takes: [0, 0],
    apply: (value, _, { run }) => {
      if (value === null || run.options.form === "words") return value;
      const html = change(value instanceof Markup ? value.html : stringOf(value));
      run.spend(html.length);
      return run.options.form === "html" ? new Markup(html) : html;
    },
  };
}

/** Blocks whose content is no words, then every tag, in one pass each; an opening that never closes is searched once. */
function stripTags(html: string): string {
  const blocks = [
    ["<script", "</script>"],
    ["<!--", "-->"],
    ["<style", "</style>"],
    ["<", ">"],
  ] as const;
  const unclosed = new Set<string>();
  let text = "";
  for (let at = 0; ; ) {
    const open = html.indexOf("<", at);
    if (open === -1) return text + html.slice(at);
    text += html.slice(at, open);
    const block = blocks.find(([start, end]) => {
      if (unclosed.has(start) || !html.startsWith(start, open)) return false;
      if (html.indexOf(end, open + start.length) !== -1) return true;
      unclosed.add(start);
      return false;
    });
    if (block === undefined) return text + html.slice(open);
    at = html.indexOf(block[1], open + block[0].length) + block[1].length;
  }
}

/** As CGI.escape of Ruby: a space is a plus. */
function urlEncoded(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}

function decoded(text: string): string {
  const bytes = percentDecoded(text.replaceAll("+", " "));
  if (!isWellFormedUtf8(bytes))
    throw stop({ code: "template_error", detail: '"url_decode" was given what is no UTF-8.' });
  return textOfBytes(bytes);
}

function text(change: (text: string) => string): FilterDefinition {
  return { takes: [0, 0], apply: (value) => (value === null ? null : change(stringOf(value))) };
}

function fromBase64(isUrlSafe: boolean): FilterDefinition {
  return text((coded) => {
    const bytes = bytesOfBase64(coded, isUrlSafe);
    if (bytes === null) throw stop({ code: "template_error", detail: "What is to be decoded is no base64." });
    return textOfBytes(bytes);
  });
}

export const webFilters: FilterTable = {
  escape: toMarkup(escapeHtml),
  h: toMarkup(escapeHtml),
  escape_once: toMarkup(escapeOnce),
  strip_html: { takes: [0, 0], apply: (value) => stripTags(stringOf(value)) },
  newline_to_br: {
    takes: [0, 0],
    apply: (value, _, { run }) => {
      if (run.options.form === "words") return stringOf(value);
      const isHtml = run.options.form === "html";
      const safe = isHtml && !(value instanceof Markup) ? escapeHtml(stringOf(value)) : stringOf(value);
      const html = safe.replace(/\r?\n/g, "<br />\n");
      run.spend(html.length);
      return isHtml ? new Markup(html) : html;
    },
  },
  url_encode: text(urlEncoded),
  url_decode: text(decoded),
  base64_encode: { takes: [0, 0], apply: (value) => toBase64(stringOf(value), false) },
  base64_decode: fromBase64(false),
  base64_url_safe_encode: { takes: [0, 0], apply: (value) => toBase64(stringOf(value), true) },
  base64_url_safe_decode: fromBase64(true),
};
