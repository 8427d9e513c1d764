import { type Ask, judgeReturned, type ReturnedReading } from "@haste/engine/deliverability";
import { mailHosts } from "@haste/engine/send";
import { headerFields } from "./header-fields.ts";
import { verifySignatures } from "./verify-signatures.ts";

/** An account as far as its host matters. */
export interface HostOf {
  readonly email: string;
  /** Name of its way out in the registry of providers. */
  readonly provider: string;
  /** Where its mailbox is read; null: over the API of its provider. */
  readonly imapHost: string | null;
}

export interface FoundSource {
  /** The mail's bytes, from their beginning. */
  readonly source: Buffer;
  /** False where only the beginning was read. */
  readonly isWhole: boolean;
}

export interface Returned {
  readonly mail: FoundSource;
  readonly sender: HostOf;
  readonly mailbox: HostOf;
  readonly now: Date;
}

/** What a mail of `sender` proves that was found in `mailbox`. */
export async function readReturned({ mail, sender, mailbox, now }: Returned, ask: Ask): Promise<ReturnedReading> {
  const fields = headerFields(mail.source);
  const signatures = mail.isWhole ? await verifySignatures({ source: mail.source, fields, now }, ask) : null;
  const receiver = { host: hostOf(mailbox), names: namesOf(mailbox) };
  const isNear = isOneHost(sender, mailbox);
  return judgeReturned({ author: domainOf(sender.email), fields, signatures, receiver, isNear }, ask);
}

export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf("@") + 1).toLowerCase();
}

function hostOf({ provider, imapHost }: HostOf): string | null {
  if (provider === "gmail" || provider === "outlook") return provider;
  const host = imapHost?.toLowerCase();
  return mailHosts.find(({ imap }) => imap?.host === host)?.id ?? null;
}

/** `imap.acme.example` is read for whoever calls itself `mx.acme.example`. */
function namesOf({ email, imapHost }: HostOf): string[] {
  const labels = imapHost?.toLowerCase().split(".") ?? [];
  const above = labels.length > 2 ? [labels.slice(1).join(".")] : [];
  return [domainOf(email), ...(imapHost === null ? [] : [imapHost]), ...above];
}

function isOneHost(sender: HostOf, mailbox: HostOf): boolean {
  if (domainOf(sender.email) === domainOf(mailbox.email)) return true;
  const [mine, theirs] = [hostOf(sender), hostOf(mailbox)];
  if (mine !== null || theirs !== null) return mine === theirs;
  return sender.imapHost !== null && sender.imapHost === mailbox.imapHost;
}
