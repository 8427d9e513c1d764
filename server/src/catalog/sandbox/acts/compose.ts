import MailComposer from "nodemailer/lib/mail-composer";
import type { ActInput } from "./act.ts";

export interface Answer {
  readonly from: { readonly address: string; readonly name: string | null };
  readonly subject: string;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * An answer in the thread of the mail (RFC 5322 §3.6.4). Its Message-ID is minted from the act, so that doing the act
 * again makes the same mail again.
 */
export async function composeAnswer({ actId, mail, now }: ActInput, answer: Answer): Promise<Buffer> {
  const thread = [...mail.references, ...(mail.messageId === null ? [] : [mail.messageId])].map((id) => `<${id}>`);
  const composer = new MailComposer({
    from: { name: answer.from.name ?? "", address: answer.from.address },
    to: mail.replyTo,
    subject: answer.subject,
    date: now,
    messageId: messageIdOfAct(actId, answer.from.address),
    ...(mail.messageId === null ? {} : { inReplyTo: `<${mail.messageId}>`, references: thread }),
    text: answer.text,
    headers: { ...answer.headers },
    newline: "windows",
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

export function messageIdOfAct(actId: string, address: string): string {
  return `<${actId}@${domainOf(address)}>`;
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1) || "unknown.example";
}

/** `Re:` once, whatever stood there before. */
export function replySubject(subject: string): string {
  return /^re:/i.test(subject) ? subject : `Re: ${subject}`;
}

/** The mail underneath an answer, as mail programs quote it. */
export function quoted({ mail }: Pick<ActInput, "mail">): string {
  const date = mail.sentAt?.toUTCString().replace(/:\d\d GMT$/, " UTC") ?? "an earlier day";
  const lines = (mail.text ?? "").trimEnd().split("\n", 400);
  return [
    `On ${date}, ${mail.from.name ?? mail.from.address} <${mail.from.address}> wrote:`,
    ...lines.map((line) => `> ${line}`),
  ].join("\n");
}
