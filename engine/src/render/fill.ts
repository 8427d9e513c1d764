import { ok, type Result, refuse } from "../base/index.ts";
import { type CompiledEmail, insertBeforeBodyEnd, linkMark } from "./compile.ts";
import { type PersonalizationContext, visible } from "./context.ts";
import { htmlToText } from "./html-to-text.ts";
import { type FillRefusal, fillTemplate } from "./language.ts";

/** Where the public addresses of one email lie; minted outside, because they are signed. */
export interface PublicLinks {
  readonly unsubscribeUrl: string;
  /** null where opens are not counted. */
  readonly pixelUrl: string | null;
  /** null where clicks are not counted: the target itself is written. */
  readonly clickUrl: ((link: number) => string) | null;
}

/** One email, ready for a mail composer. */
export interface FilledEmail {
  /** null: "Re: " of the thread's subject, known to the sender. */
  readonly subject: string | null;
  readonly html: string;
  readonly text: string;
  /** Where each counted link leads, by its number. */
  readonly links: readonly string[];
}

export type EmailRefusal =
  | FillRefusal
  | { readonly code: "link_not_web"; readonly target: string }
  | { readonly code: "empty_subject" };

/**
 * Fills one email. Preview, test send, simulator and real send all call this and nothing else (B27).
 * A variable without value and fallback refuses the email: it is held, and the batch goes on (B26).
 */
export function fillEmail(
  email: CompiledEmail,
  context: PersonalizationContext,
  links: PublicLinks,
): Result<FilledEmail, EmailRefusal> {
  const signature = context.sender.signature ?? "";
  const scope = {
    ...visible(context),
    unsubscribeUrl: links.unsubscribeUrl,
    signatureHtml: signature,
    signatureText: htmlToText(signature),
  };
  let subject: string | null = null;
  if (email.subject !== null) {
    const filled = fillTemplate(email.subject, scope);
    if (!filled.ok) return filled;
    subject = oneLine(filled.value);
    if (subject === "") return refuse({ code: "empty_subject" });
  }
  const targets: string[] = [];
  for (const link of email.links) {
    const filled = fillTemplate(link, scope);
    if (!filled.ok) return filled;
    const target = webAddress(filled.value);
    if (target === null) return refuse({ code: "link_not_web", target: filled.value.slice(0, 200) });
    targets.push(target);
  }
  const html = email.html === null ? ok("") : fillTemplate(email.html, scope);
  if (!html.ok) return html;
  const text = fillTemplate(email.text, scope);
  if (!text.ok) return text;
  const addressed = putLinks(html.value, targets, links.clickUrl);
  return ok({
    subject,
    html: links.pixelUrl === null ? addressed : insertBeforeBodyEnd(addressed, pixel(links.pixelUrl)),
    text: `${text.value.replace(/\n{3,}/g, "\n\n").trim()}\n`,
    links: targets,
  });
}

function putLinks(html: string, targets: readonly string[], clickUrl: PublicLinks["clickUrl"]): string {
  let addressed = html;
  for (const [index, target] of targets.entries()) {
    addressed = addressed.replaceAll(linkMark(index), escapeAttribute(clickUrl === null ? target : clickUrl(index)));
  }
  return addressed;
}

function pixel(url: string): string {
  return `<img src="${escapeAttribute(url)}" width="1" height="1" alt="" style="display:block;border:0">`;
}

function escapeAttribute(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

/** Data in a subject can never begin another header: line ends and controls become spaces (RFC 5322 §2.2). */
function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replace(/ {2,}/g, " ")
    .trim();
}

/** Only http and https, without controls, spaces or a user part; everything else is refused, not repaired. */
function webAddress(text: string): string | null {
  const target = text.trim();
  return /^https?:\/\/[^\s\p{Cc}@/?#\\]+(?:[/?#][^\s\p{Cc}]*)?$/iu.test(target) ? target : null;
}
