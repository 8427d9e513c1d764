/**
 * The text part of a mail whose author wrote only HTML. Works on template source: Liquid passes through untouched, so
 * the text part is filled with the same data. One pass, no parser: authors write the small HTML of a mail, and whatever
 * else is in it loses its tags.
 */
export function htmlToText(html: string): string {
  const text = html
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<(style|script|head|title)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/[ \t\r\n]+/g, " ")
    .replace(
      /<a\b[^>]*?\bhref\s*=\s*(?:"((?:\{\{.*?\}\}|[^"])*)"|'((?:\{\{.*?\}\}|[^'])*)')[^>]*>(.*?)<\/a\s*>/gi,
      (_, double, single, inner) => linkAsText(inner, double ?? single),
    )
    .replace(/<img\b[^>]*?\balt\s*=\s*(?:"([^"]*)"|'([^']*)')[^>]*>/gi, (_, double, single) => double ?? single ?? "")
    .replace(/<br\s*\/?>\s?/gi, "\n")
    .replace(/<li\b[^>]*>/gi, "\n- ")
    .replace(/<hr\b[^>]*>/gi, "\n\n---\n\n")
    .replace(
      /<\/(?:p|div|h[1-6]|ul|ol|table|blockquote|section|article)\s*>|<(?:p|div|h[1-6]|ul|ol|table|blockquote)\b[^>]*>/gi,
      "\n\n",
    )
    .replace(/<\/tr\s*>/gi, "\n")
    .replace(/<\/t[dh]\s*>/gi, "\t")
    .replace(/<[^>]*>/g, "");
  return decodeEntities(text)
    .replace(/[ \t]*\n[ \t]*/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** A link whose words are its address is said once. */
function linkAsText(inner: string, href: string): string {
  const words = inner.replace(/<[^>]*>/g, "").trim();
  const target = href.trim();
  if (target === "" || target.startsWith("#")) return words;
  const address = target.replace(/^mailto:/i, "");
  return words === "" || words === address || words === target ? address : `${words} (${address})`;
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  copy: "©",
  reg: "®",
  euro: "€",
  hellip: "…",
  mdash: "—",
  ndash: "–",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  bull: "•",
  middot: "·",
};

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[String(name).toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole;
  });
}
