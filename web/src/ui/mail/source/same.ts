import { decoded, encoded } from "./entities.ts";
import { tokensOf } from "./tokens.ts";
import { isBlockTag } from "./tree.ts";

interface Part {
  readonly says: string;
  readonly at: number;
}

/**
 * Where two mails begin to differ for whoever reads them, as a place in the first; null: they do not. White space where
 * none shows, the spelling of signs and quotes around nothing do not count.
 */
export function isSameMail(source: string, again: string): number | null {
  const [mine, theirs] = [partsOf(source), partsOf(again)];
  const length = Math.max(mine.length, theirs.length);
  for (let at = 0; at < length; at += 1) {
    if (mine[at]?.says !== theirs[at]?.says) return mine[at]?.at ?? source.length;
  }
  return null;
}

function partsOf(source: string): Part[] {
  const parts: Part[] = [];
  for (const token of tokensOf(source)) {
    if (token.kind === "words") words(parts, token.source, token.at);
    else if (token.kind === "close") close(parts, token.tag, token.at);
    else if (token.kind === "open") open(parts, token.tag, `<${token.tag}${token.attributes.trimEnd()}>`, token.at);
    else parts.push({ says: source.slice(token.at, token.end), at: token.at });
  }
  trimEnd(parts);
  return parts.filter(({ says }, at) => says !== " " || !(leadsToEdge(parts, at, -1) && leadsToEdge(parts, at, 1)));
}

/** Whether nothing but Liquid stands between here and the end of a block: white space shows nothing there. */
function leadsToEdge(parts: readonly Part[], from: number, by: 1 | -1): boolean {
  for (let at = from + by; ; at += by) {
    const says = parts[at]?.says;
    if (says === undefined || endsLine(says)) return true;
    if (says !== " " && !says.startsWith("{%")) return false;
  }
}

function words(parts: Part[], source: string, at: number): void {
  const last = parts.at(-1);
  const isEdge = last === undefined || endsLine(last.says) || last.says.endsWith(" ");
  let text = encoded((decoded(source) ?? source).replace(/[ \t\r\n\f]+/g, " "));
  if (isEdge) text = text.replace(/^ /, "");
  if (text === "") return;
  if (last !== undefined && !isMarkup(last.says)) parts[parts.length - 1] = { says: last.says + text, at: last.at };
  else parts.push({ says: text, at });
}

const isMarkup = (says: string) => /^(?:<\/?\w[\s\S]*>|\{[{%][\s\S]*[}%]\})$/.test(says);

function tagOf(says: string): string | null {
  return /^<\/?([\w:-]+)/.exec(says)?.[1] ?? null;
}

function endsLine(says: string): boolean {
  const tag = isMarkup(says) ? tagOf(says) : null;
  return tag !== null && (isBlockTag(tag) || tag === "br" || tag === "body");
}

function trimEnd(parts: Part[]): void {
  const last = parts.at(-1);
  if (last === undefined || isMarkup(last.says)) return;
  const says = last.says.replace(/ $/, "");
  if (says === "") parts.pop();
  else parts[parts.length - 1] = { says, at: last.at };
}

function open(parts: Part[], tag: string, says: string, at: number): void {
  if (isBlockTag(tag) || tag === "br") trimEnd(parts);
  // `<b>one</b><b> two</b>` is `<b>one two</b>`.
  const last = parts.at(-1);
  if (last?.says === `</${tag}>` && openerOf(parts, tag) === says && !isBlockTag(tag)) parts.pop();
  else parts.push({ says, at });
}

/** The tag that the last part closes. */
function openerOf(parts: readonly Part[], tag: string): string | null {
  let depth = 0;
  for (let at = parts.length - 1; at >= 0; at -= 1) {
    const { says } = parts[at] as Part;
    if (!isMarkup(says) || tagOf(says) !== tag) continue;
    depth += says.startsWith("</") ? 1 : -1;
    if (depth === 0) return says;
  }
  return null;
}

function close(parts: Part[], tag: string, at: number): void {
  if (isBlockTag(tag)) trimEnd(parts);
  parts.push({ says: `</${tag}>`, at });
}
