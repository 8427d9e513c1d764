export interface MailLink {
  readonly href: string;
  /** What stands between the tags, without markup. */
  readonly text: string;
}

const mostLinks = 500;
/** A tag, or the words of a link, longer than this is no mail's: looking no further keeps hostile HTML linear. */
const longestTag = 8_000;

/** Links of a mail's HTML in their order, as a mail program would offer them: http and https only. */
export function linksIn(html: string): MailLink[] {
  const links: MailLink[] = [];
  for (const { attributes, end } of tagsOf(html, /<a\s/gi)) {
    const href = attributeOf(attributes, "href");
    if (href === null || !/^https?:/i.test(href)) continue;
    const rest = html.slice(end, end + longestTag);
    const inside = rest.slice(0, Math.max(0, rest.search(/<\/a[\s>]/i)));
    links.push({
      href,
      text: decodeEntities(inside.replace(/<[^<>]*>/g, ""))
        .replace(/\s+/g, " ")
        .trim(),
    });
    if (links.length >= mostLinks) break;
  }
  return links;
}

/** Addresses of the pictures that opening a mail loads. */
export function picturesIn(html: string): string[] {
  const sources: string[] = [];
  for (const { attributes } of tagsOf(html, /<img\s/gi)) {
    const source = attributeOf(attributes, "src");
    if (source !== null && /^https?:/i.test(source)) sources.push(source);
    if (sources.length >= mostLinks) break;
  }
  return sources;
}

function* tagsOf(html: string, opening: RegExp): Generator<{ attributes: string; end: number }> {
  for (const { index, 0: start } of html.matchAll(opening)) {
    const tag = html.slice(index + start.length, index + longestTag);
    const close = tag.search(/[<>]/);
    if (tag[close] === ">") yield { attributes: tag.slice(0, close), end: index + start.length + close + 1 };
  }
}

function attributeOf(attributes: string, name: string): string | null {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, "i").exec(attributes);
  const value = found?.[1] ?? found?.[2] ?? found?.[3];
  return value === undefined ? null : decodeEntities(value).trim();
}

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{1,10}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[String(name).toLowerCase()] ?? whole;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
