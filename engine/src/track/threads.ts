import { isUuid } from "../base/index.ts";
import { headersNamed, type InboundMail } from "./inbound-mail.ts";

/** A mail that an inbound one answers or reports on. */
export interface AnsweredMail {
  /** Without angle brackets. */
  readonly messageId: string;
  /** The email of ours whose id the Message-ID carries; null for an id a provider gave it, or a stranger's. */
  readonly emailId: string | null;
}

/** A chain of a thousand ids is somebody's attempt, not a thread. */
const mostIds = 100;

/** Our Message-IDs are `<id of the email@domain>`: decodes one, with or without brackets. null: not one of ours. */
export function emailIdOf(messageId: string): string | null {
  const bare = messageId.trim().replace(/^<|>$/g, "");
  const local = bare.slice(0, Math.max(0, bare.lastIndexOf("@"))).toLowerCase();
  return isUuid(local) ? local : null;
}

/**
 * The mails this one speaks of, the likeliest first; never by subject. A reply names what it answers in In-Reply-To
 * (the last id, where there are several) and else at the end of References, so a late reply to the first step belongs
 * to the first step. A report names the returned mail by its own Message-ID; the chain inside the returned mail names
 * earlier ones and is not asked.
 */
export function answeredMails(mail: InboundMail): AnsweredMail[] {
  const ids = [
    ...mail.reports.filter((part) => part.type === "original").flatMap((part) => messageIdLines(part.text)),
    ...headersNamed(mail, "In-Reply-To").flatMap(idsIn).toReversed(),
    ...headersNamed(mail, "References").flatMap(idsIn).toReversed(),
    ...messageIdLines(mail.text),
  ];
  return [...new Set(ids)].slice(0, mostIds).map((messageId) => ({ messageId, emailId: emailIdOf(messageId) }));
}

/** Message-IDs of a field, in order, without brackets. */
function idsIn(field: string): string[] {
  return [...field.slice(0, 20_000).matchAll(/<\s*([^<>\s]{3,255})\s*>/g)].map((match) => match[1] as string);
}

/** Ids in lines that are a Message-ID field: of an original attached as a part, or pasted below a server's words. */
function messageIdLines(text: string): string[] {
  return [...text.matchAll(/^[ \t>]*message-id:\s*<([^<>\s]{3,255})>/gim)].map((match) => match[1] as string);
}

/**
 * Signed unsubscribe tokens of ours (`…/u/TOKEN`) in a returned mail: where a report hides recipient and Message-ID
 * (RFC 5965 allows redacting both), this still says which email it is about.
 */
export function unsubscribeTokens(mail: Pick<InboundMail, "reports">): string[] {
  const originals = mail.reports.filter((part) => part.type === "original").map((part) => part.text);
  const unfolded = originals.join("\n").replace(/\r?\n[ \t]+/g, "");
  const tokens = [...unfolded.matchAll(/\/u\/([A-Za-z0-9_.~-]{20,400})/g)].map((match) => match[1] as string);
  return [...new Set(tokens)].slice(0, 10);
}

/**
 * The signed token of a mail that our List-Unsubscribe header asks for: `unsubscribe TOKEN` in the subject, which nobody
 * can write who was not sent it. Programs may put their own word before it; a token among other words is a quotation.
 */
export function mailedUnsubscribeToken(mail: Pick<InboundMail, "subject">): string | null {
  const subject = mail.subject.slice(0, 600).trim();
  return /^(?:[a-z]{1,12}:\s*){0,3}unsubscribe\s+([\w-]{20,400})$/i.exec(subject)?.[1] ?? null;
}

/**
 * Whether a mail that a provider keeps in one conversation with an email of ours may be taken for an answer to it.
 * Providers gather by subject as well (Gmail: the same subject among the same people within a week), and a subject
 * proves nothing. So the mail itself has to say that it answers something, if only a mail nobody knows (a gateway gave
 * ours another id), or to come from the domain that was written to.
 */
export function mayAnswerInConversation(mail: Pick<InboundMail, "headers" | "from">, toEmail: string): boolean {
  const named = [...headersNamed(mail, "In-Reply-To"), ...headersNamed(mail, "References")].flatMap(idsIn);
  if (named.length > 0) return true;
  const domain = domainOf(toEmail);
  // Everybody has a mailbox at the great hosts: their domain is nobody's own.
  if (publicHosts.has(domain)) return mail.from === toEmail.toLowerCase();
  return mail.from !== null && domainOf(mail.from) === domain;
}

const publicHosts: ReadonlySet<string> = new Set([
  ...["gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "icloud.com"],
  ...["me.com", "aol.com", "gmx.de", "gmx.net", "web.de", "t-online.de", "orange.fr", "libero.it", "proton.me"],
]);

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1).toLowerCase();
}

/** The chain an answer to this mail goes on with, the first mail first, in brackets (RFC 5322 §3.6.4). */
export function chainOf(mail: Pick<InboundMail, "headers">): string[] {
  const own = headersNamed(mail, "Message-ID").flatMap(idsIn).slice(0, 1);
  const before = headersNamed(mail, "References").flatMap(idsIn);
  const parents = headersNamed(mail, "In-Reply-To").flatMap(idsIn);
  // A mail without References names its parent alone; two of them say nothing about the order.
  const parent = parents.length === 1 ? parents : [];
  return [...new Set([...(before.length > 0 ? before : parent), ...own])].slice(-mostIds).map((id) => `<${id}>`);
}
