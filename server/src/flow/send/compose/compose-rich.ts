import MailComposer from "nodemailer/lib/mail-composer";
import type MimeNode from "nodemailer/lib/mime-node";
import type { MailParts } from "./compose-mail.ts";
import { waysOut } from "./ways-out.ts";

/** A file as it goes with a mail. */
export interface MailFile {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Buffer;
  /** A picture that the HTML shows as `cid:…`; null: it is attached. */
  readonly cid: string | null;
}

/**
 * The bytes of an email that carries files: pictures beside the HTML in multipart/related (RFC 2387), what is attached
 * around all of it in multipart/mixed. The few mails of this shape go through nodemailer's nodes.
 */
export function composeRich(parts: MailParts, files: readonly MailFile[]): Promise<Buffer> {
  const { messageId, date, from, to, subject, html, text, inReplyTo, references } = parts;
  const composer = new MailComposer({
    ...{ messageId, date, from, to, subject, html, text },
    ...(inReplyTo === null ? {} : { inReplyTo, references: [...references] }),
    headers: {
      "List-Unsubscribe": { prepared: true, value: waysOut(parts).join(",\r\n ") },
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      ...(parts.eventHeader ? { [parts.eventHeader.name]: { prepared: true, value: parts.eventHeader.value } } : {}),
    },
    attachments: files.map(({ name, mediaType, content, cid }) => ({
      filename: name,
      contentType: mediaType,
      content,
      ...(cid === null
        ? { contentDisposition: "attachment" as const }
        : { cid, contentDisposition: "inline" as const }),
    })),
    textEncoding: "quoted-printable",
    newline: "windows",
    // Nothing of a mail names a file or an address to read.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const mail: MimeNode = composer.compile();
  return mail.build();
}
