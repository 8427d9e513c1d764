/**
 * How emails were read before they had a language of their own. Versions that were published then and hold what is
 * refused now (a variable in an unquoted attribute, a filter only liquidjs has) must go on as they are: a person in the
 * middle of a sequence gets the rest of it. Nothing new is read here.
 */
import { ok, type Result, refuse } from "../../base/index.ts";
import type { EmailSource } from "../email-source.ts";
import { htmlToText } from "./html-to-text.ts";
import { type Parsed, parseTemplate } from "./language.ts";

export interface OldEmail {
  readonly subject: Parsed | null;
  readonly html: Parsed;
  readonly text: Parsed;
  /** Targets of the links that are counted, in order of their place in the HTML. */
  readonly links: readonly Parsed[];
  /** The same as their author wrote them. */
  readonly sources: readonly string[];
}

/** A place in the HTML where the address of link n is put: a private-use sentinel that no author writes. */
export function linkMark(index: number): string {
  return `\ue000${index}\ue001`;
}

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

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

export function compileOld(source: EmailSource): Result<OldEmail, "unreadable"> {
  const whole = withFooter(source.htmlContent?.trim() ? source.htmlContent : textToHtml(source.textContent ?? ""));
  const { html: marked, targets } = markLinks(whole);
  const written = source.textContent?.trim() ? withTextFooter(source.textContent) : htmlToText(whole);
  const links: Parsed[] = [];
  for (const target of targets) {
    const parsed = parseTemplate(target, "plain");
    if (!parsed.ok) return refuse("unreadable");
    links.push(parsed.value);
  }
  const subject = source.subject?.trim() ? parseTemplate(source.subject, "plain") : null;
  const html = parseTemplate(marked, "html");
  const text = parseTemplate(written, "plain");
  if (subject?.ok === false || !html.ok || !text.ok) return refuse("unreadable");
  return ok({ subject: subject?.value ?? null, html: html.value, text: text.value, links, sources: targets });
}

function withFooter(html: string): string {
  const signature = /\{\{-?\s*sender\.signature/.test(html) ? "" : "\n{{ signatureHtml | raw }}";
  const footer = /\{\{-?\s*unsubscribeUrl/.test(html) ? "" : `\n${unsubscribeHtml}`;
  const end = html.search(/<\/body\s*>/i);
  return end === -1 ? html + signature + footer : html.slice(0, end) + signature + footer + html.slice(end);
}

function withTextFooter(text: string): string {
  return /\{\{-?\s*unsubscribeUrl/.test(text) ? text : `${text}\n\n{{ signatureText }}\n\n${unsubscribeText}`;
}

const anchor =
  /(<a\b[^>]*?\bhref\s*=\s*)(?:"((?:\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|[^"])*)"|'((?:\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|[^'])*)')/gi;

function markLinks(html: string): { html: string; targets: string[] } {
  const targets: string[] = [];
  const marked = html.replace(anchor, (whole, before: string, double?: string, single?: string) => {
    const target = (double ?? single ?? "").trim().replaceAll("&amp;", "&");
    if (!/^(?:https?:\/\/|\{\{)/i.test(target) || /^\{\{-?\s*unsubscribeUrl/.test(target)) return whole;
    targets.push(target);
    return `${before}"${linkMark(targets.length - 1)}"`;
  });
  return { html: marked, targets };
}
