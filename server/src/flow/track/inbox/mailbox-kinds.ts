import { openApiMailbox } from "./api-mailbox.ts";
import { gmailMailbox } from "./gmail-mailbox.ts";
import { openImapMailbox } from "./imap-mailbox.ts";
import type { MailboxJob, MailboxSession } from "./mailbox-session.ts";
import { outlookMailbox } from "./outlook-mailbox.ts";
import type { MailboxWay } from "./ports.ts";
import { Stumbles } from "./stumbles.ts";

/** One way to read a mailbox; another one is another entry below. */
interface MailboxKind<Way extends MailboxWay> {
  /** Of one account, for as long as this process reads it. */
  readonly stumbles: () => Stumbles;
  readonly open: (job: MailboxJob, way: Way) => Promise<MailboxSession>;
}

/**
 * An API answers about one mail at a time, so a provider in trouble looks like a mail that cannot be had. With a second
 * that doubles up to a minute, so many attempts take three minutes before the mail is noted as unreadable.
 */
const patient = () => new Stumbles(8);

const mailboxKinds: { readonly [Kind in MailboxWay["kind"]]: MailboxKind<Extract<MailboxWay, { kind: Kind }>> } = {
  imap: { stumbles: () => new Stumbles(), open: openImapMailbox },
  gmail: { stumbles: patient, open: (job, { openApi }) => openApiMailbox(job, openApi, gmailMailbox) },
  outlook: { stumbles: patient, open: (job, { openApi }) => openApiMailbox(job, openApi, outlookMailbox) },
};

export function kindOf(way: MailboxWay): MailboxKind<MailboxWay> {
  return mailboxKinds[way.kind] as MailboxKind<MailboxWay>;
}
