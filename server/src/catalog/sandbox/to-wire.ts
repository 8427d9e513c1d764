import type { SandboxEmail } from "@haste/contract/nouns/sandbox";
import type { ReadMail } from "./acts/read-mail.ts";
import type { MailAct } from "./queries/acts.ts";
import type { CaughtRow } from "./queries/mails.ts";

/** A caught mail as the API shows it. */
export function mailToWire(row: CaughtRow, mail: ReadMail, acts: readonly MailAct[]): SandboxEmail {
  return {
    id: row.id,
    emailId: row.emailId,
    contactId: row.contactId,
    to: row.toEmail,
    from: mail.from.address || row.fromEmail,
    fromName: mail.from.name,
    toName: mail.to.name ?? row.contactName,
    subject: row.subject,
    messageId: row.messageId === null ? "" : `<${row.messageId}>`,
    receivedAt: row.receivedAt.toISOString(),
    html: mail.html,
    text: mail.text,
    headers: mail.headers.map(({ name, value }) => ({ name, value })),
    raw: row.raw.toString("utf8"),
    links: mail.links.map(({ href, text }) => ({ href, text })),
    acts: acts.map((act) => ({
      kind: act.kind,
      as: act.detail.as ?? null,
      at: (act.doneAt ?? act.dueAt).toISOString(),
      by: act.doneBy,
      done: act.doneAt !== null,
    })),
  };
}
