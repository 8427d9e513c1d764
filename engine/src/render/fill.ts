import { ok, type Result, refuse } from "../base/index.ts";
import type { Utm } from "../sequence/index.ts";
import type { CompiledAddress, CompiledEmail } from "./compile.ts";
import type { PersonalizationContext } from "./context.ts";
import { insertBeforeBodyEnd } from "./footer.ts";
import { escapeAttribute } from "./html/entities.ts";
import { fillTemplate, type Template } from "./liquid/index.ts";
import { Budget, type Moment, type RunOptions } from "./liquid/run.ts";
import type { FillRefusal } from "./liquid/stop.ts";
import { textOf } from "./liquid/values.ts";
import { type Scopes, scopesOf } from "./scope.ts";
import { fillOld } from "./stored/fill.ts";
import { withUtm } from "./utm.ts";

/** Where the public addresses of one email lie; minted outside, because they are signed. */
export interface PublicLinks {
  readonly unsubscribeUrl: string;
  /** null where opens are not counted. */
  readonly pixelUrl: string | null;
  /** null where clicks are not counted: the target itself is written. */
  readonly clickUrl: ((link: number) => string) | null;
  /** When it leaves and what its dice are drawn from; absent: a template that asks for either is refused. */
  readonly moment?: Moment;
  /** Put on links into the web, where they do not say the same already. */
  readonly utm?: Utm | null;
}

/** One email, ready for a mail composer. */
export interface FilledEmail {
  /** null: "Re: " of the thread's subject, known to the sender. */
  readonly subject: string | null;
  readonly html: string;
  readonly text: string;
  /** Where each counted link leads, by its number; blank where this mail has none of that number. */
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
  const scopes = withAddress(scopesOf(context, links.moment ?? null), links.unsubscribeUrl);
  const words = email.old === null ? fillParts(email, scopes, links) : fillStored(email.old, scopes, links);
  if (!words.ok) return words;
  const { subject, html, text, targets } = words.value;
  const title = subject === null ? null : oneLine(subject);
  if (title === "") return refuse({ code: "empty_subject" });
  return ok({
    subject: title,
    html: links.pixelUrl === null ? html : insertBeforeBodyEnd(html, pixel(links.pixelUrl)),
    text: `${text.replace(/\n{3,}/g, "\n\n").trim()}\n`,
    links: targets,
  });
}

interface Words {
  readonly subject: string | null;
  readonly html: string;
  readonly text: string;
  readonly targets: readonly string[];
}

function withAddress({ html, plain, zone }: Scopes, unsubscribeUrl: string): Scopes {
  return { html: { ...html, unsubscribeUrl }, plain: { ...plain, unsubscribeUrl }, zone };
}

function fillParts(
  email: CompiledEmail,
  { html, plain, zone }: Scopes,
  links: PublicLinks,
): Result<Words, EmailRefusal> {
  const run: RunOptions = { moment: links.moment ?? null, zone, missing: "hold", form: "plain", budget: new Budget() };
  const inWords = (template: Template) => fillTemplate(template, plain, run);
  const subject = email.subject === null ? ok(null) : inWords(email.subject);
  if (!subject.ok) return subject;
  const targets: string[] = [];
  const hrefs: string[] = [];
  for (const address of email.addresses) {
    const filled = inWords(address.target);
    if (!filled.ok) return filled;
    const target = fitAddress(filled.value, address);
    if (target === null) return refuse({ code: "link_not_web", target: filled.value.slice(0, 200) });
    const marked = address.element === "a" && links.utm ? withUtm(target, links.utm) : target;
    targets.push(marked);
    hrefs.push(
      escapeAttribute(address.link === null || links.clickUrl === null ? marked : links.clickUrl(address.link)),
    );
  }
  const addresses = { hrefs, targets };
  const inHtml = (template: Template) => fillTemplate(template, html, { ...run, form: "html", addresses });
  const body = inHtml(email.html);
  if (!body.ok) return body;
  const footer = inHtml(email.footer);
  if (!footer.ok) return footer;
  const text = fillTemplate(email.text, plain, { ...run, form: email.isTextGenerated ? "words" : "plain", addresses });
  if (!text.ok) return text;
  const counted = byNumber(email.addresses, targets);
  const whole = insertBeforeBodyEnd(body.value, footer.value);
  return ok({ subject: subject.value, html: whole, text: text.value, targets: counted });
}

/** Numbers that this email has no link for stay blank: nothing leads there. */
function byNumber(addresses: readonly CompiledAddress[], targets: readonly string[]): string[] {
  const links: string[] = [];
  for (const [at, { link }] of addresses.entries()) if (link !== null) links[link] = targets[at] ?? "";
  return Array.from(links, (target) => target ?? "");
}

function fillStored(
  old: NonNullable<CompiledEmail["old"]>,
  { html, plain }: Scopes,
  links: PublicLinks,
): Result<Words, EmailRefusal> {
  const words = fillOld(old, { html: { ...plain, signatureHtml: textOf(html.signatureHtml) }, plain });
  if (!words.ok) return words;
  const targets: string[] = [];
  for (const written of words.value.targets) {
    const target = webAddress(written);
    if (target === null) return refuse({ code: "link_not_web", target: written.slice(0, 200) });
    targets.push(target);
  }
  const hrefs = targets.map((target, at) => (links.clickUrl === null ? target : links.clickUrl(at)));
  return ok({ subject: words.value.subject, html: words.value.html(hrefs), text: words.value.text, targets });
}

function pixel(url: string): string {
  return `<img src="${escapeAttribute(url)}" width="1" height="1" alt="" style="display:block;border:0">`;
}

/** Data in a subject can never begin another header: line ends and controls become spaces (RFC 5322 §2.2). */
function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replace(/ {2,}/g, " ")
    .trim();
}

/** Data can turn an address into a script; where it did, the email is refused, not repaired. */
function fitAddress(text: string, { element, link }: CompiledAddress): string | null {
  const web = webAddress(text);
  if (web !== null || link !== null) return web;
  const target = text.trim();
  const isOther =
    element === "a"
      ? /^(?:mailto:|tel:|sms:)[^\s\p{Cc}]+$/iu
      : /^(?:cid:[^\s\p{Cc}]+|data:image\/(?:png|gif|jpe?g|webp);base64,[\w+/=]+)$/iu;
  return isOther.test(target) ? target : null;
}

/** Only http and https, without controls, spaces or a user part; everything else is refused, not repaired. */
function webAddress(text: string): string | null {
  const target = text.trim();
  return /^https?:\/\/[^\s\p{Cc}@/?#\\]+(?:[/?#][^\s\p{Cc}]*)?$/iu.test(target) ? target : null;
}
