import { ok, type Result, refuse } from "../base/index.ts";
import { htmlToText } from "./html-to-text.ts";
import { type Parsed, parseTemplate, type TemplateFault } from "./language.ts";

/** What an author wrote for one email step. */
export interface EmailSource {
  readonly subject: string | null;
  readonly htmlContent: string | null;
  readonly textContent: string | null;
}

/** One email step, read once per published version; a mail is then a few fills and no parsing. */
export interface CompiledEmail {
  /** null: the email stays in the thread of the one before. */
  readonly subject: Parsed | null;
  readonly html: Parsed | null;
  readonly text: Parsed;
  /** Targets of the links that may be counted, in order of their place in the HTML. */
  readonly links: readonly Parsed[];
}

/** A place in the HTML where the address of link n is put: a private-use sentinel that no author writes. */
export function linkMark(index: number): string {
  return `\ue000${index}\ue001`;
}

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** A plain text's words become paragraphs, so that both parts say the same. */
function textToHtml(text: string): string {
  const escaped = text.replace(/[&<>](?![^{]*\}\})/g, (sign) => escapes[sign] ?? sign);
  return escaped
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.replaceAll("\n", "<br>")}</p>`)
    .join("\n");
}

const unsubscribeHtml =
  '<p style="color:#666e6e;font-size:12px">{{ postalAddress }}{% if postalAddress != "" %} · {% endif %}<a href="{{ unsubscribeUrl }}">Unsubscribe</a></p>';
const unsubscribeText = "{{ postalAddress }}\nUnsubscribe: {{ unsubscribeUrl }}";

/**
 * Reads the parts of an email: adds signature and footer where the author left them out, writes the text part where
 * there is none, and makes the table of links.
 */
export function compileEmail(
  source: EmailSource,
): Result<CompiledEmail, TemplateFault & { readonly part: "subject" | "html" | "text" }> {
  const whole = wholeHtml(source);
  const { html: marked, targets } = markLinks(whole);
  const text = source.textContent?.trim() ? withTextFooter(source.textContent) : htmlToText(whole);

  const links: Parsed[] = [];
  for (const target of targets) {
    const parsed = parseTemplate(target, "plain");
    if (!parsed.ok) return refuse({ ...parsed.error, part: "html" as const });
    links.push(parsed.value);
  }
  const subject = source.subject?.trim() ? parseTemplate(source.subject, "plain") : null;
  if (subject !== null && !subject.ok) return refuse({ ...subject.error, part: "subject" as const });
  const html = parseTemplate(marked, "html");
  if (!html.ok) return refuse({ ...html.error, part: "html" as const });
  const plain = parseTemplate(text, "plain");
  if (!plain.ok) return refuse({ ...plain.error, part: "text" as const });
  return ok({ subject: subject?.value ?? null, html: html.value, text: plain.value, links });
}

function wholeHtml(source: EmailSource): string {
  return withFooter(source.htmlContent?.trim() ? source.htmlContent : textToHtml(source.textContent ?? ""));
}

/** Where the countable links of an email lead, as their author wrote it: link n of a click is the nth. */
export function linksOf(source: EmailSource): string[] {
  return markLinks(wholeHtml(source)).targets;
}

function withFooter(html: string): string {
  const signature = /\{\{-?\s*sender\.signature/.test(html) ? "" : "\n{{ signatureHtml | raw }}";
  const footer = /\{\{-?\s*unsubscribeUrl/.test(html) ? "" : `\n${unsubscribeHtml}`;
  return insertBeforeBodyEnd(html, `${signature}${footer}`);
}

function withTextFooter(text: string): string {
  return /\{\{-?\s*unsubscribeUrl/.test(text) ? text : `${text}\n\n{{ signatureText }}\n\n${unsubscribeText}`;
}

/** Into the body where the author wrote a whole document, else at the end. */
export function insertBeforeBodyEnd(html: string, addition: string): string {
  const end = html.search(/<\/body\s*>/i);
  return end === -1 ? html + addition : html.slice(0, end) + addition + html.slice(end);
}

const anchor =
  /(<a\b[^>]*?\bhref\s*=\s*)(?:"((?:\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|[^"])*)"|'((?:\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|[^'])*)')/gi;

/** Takes the targets of countable links out of the HTML: web addresses, not mail, telephone, anchors or our own opt-out. */
function markLinks(html: string): { html: string; targets: string[] } {
  const targets: string[] = [];
  const marked = html.replace(anchor, (whole, before: string, double?: string, single?: string) => {
    const target = decodeAmpersands((double ?? single ?? "").trim());
    if (!/^(?:https?:\/\/|\{\{)/i.test(target) || /^\{\{-?\s*unsubscribeUrl/.test(target)) return whole;
    targets.push(target);
    return `${before}"${linkMark(targets.length - 1)}"`;
  });
  return { html: marked, targets };
}

function decodeAmpersands(href: string): string {
  return href.replaceAll("&amp;", "&");
}
