import MailComposer from "nodemailer/lib/mail-composer";

/** What an email consists of before it is bytes. */
export interface MailParts {
  readonly messageId: string;
  readonly date: Date;
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Message-ID this one answers, and the whole chain of its thread, oldest first (RFC 5322 §3.6.4). */
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly unsubscribeUrl: string;
}

/** A chain longer than this keeps its first and its latest members, so that the header stays below the line limits. */
const mostReferences = 20;

/**
 * The bytes of one email: multipart/alternative, text first, with both headers of one-click unsubscribing (RFC 2369,
 * RFC 8058).
 */
export function composeMail(parts: MailParts): Promise<Buffer> {
  const references =
    parts.references.length <= mostReferences
      ? parts.references
      : [parts.references[0] as string, ...parts.references.slice(1 - mostReferences)];
  const composer = new MailComposer({
    messageId: parts.messageId,
    date: parts.date,
    from: parts.from,
    to: parts.to,
    subject: parts.subject,
    html: parts.html,
    text: parts.text,
    ...(parts.inReplyTo === null ? {} : { inReplyTo: parts.inReplyTo, references: [...references] }),
    headers: {
      "List-Unsubscribe": { prepared: true, value: `<${parts.unsubscribeUrl}>` },
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
    textEncoding: "quoted-printable",
    newline: "windows",
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}
