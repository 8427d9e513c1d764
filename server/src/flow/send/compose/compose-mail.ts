import { foldedHeader, headerAddress, mailbox, subjectWords } from "./header-words.ts";
import { roomForQuotedPrintable, writeQuotedPrintable } from "./quoted-printable.ts";
import { waysOut } from "./ways-out.ts";

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
  /** The mailbox that reads who wants out by mail; null or absent: none does. */
  readonly unsubscribeMailbox?: string | null;
  /** For the service it is handed to alone. */
  readonly eventHeader?: { readonly name: string; readonly value: string } | null;
}

/** A chain longer than this keeps its first and its latest members, so that the header stays below the line limits. */
const mostReferences = 20;

/**
 * The bytes of one email: multipart/alternative, text first, with both headers of one-click unsubscribing (RFC 2369,
 * RFC 8058). The one shape we send, so it is written down as it stands: 74 µs a mail through nodemailer's nodes.
 * @throws TypeError for an address that is none
 */
export function composeMail(parts: MailParts): Buffer {
  // No line of quoted-printable can hold "=_" (RFC 2045 §6.7), so no text can end its part.
  const boundary = `=_${parts.messageId.replaceAll(/[^a-zA-Z0-9]/g, "").slice(0, 40)}`;
  const head = `${headersOf(parts, boundary)}\r\n\r\n--${boundary}${partHead("plain")}`;
  const between = `\r\n--${boundary}${partHead("html")}`;
  const end = `\r\n--${boundary}--\r\n`;
  const text = Buffer.from(parts.text);
  const html = Buffer.from(parts.html);
  const room = Buffer.byteLength(head) + between.length + end.length;
  const mail = Buffer.allocUnsafe(room + roomForQuotedPrintable(text.length) + roomForQuotedPrintable(html.length));
  let at = mail.write(head);
  at = writeQuotedPrintable(text, mail, at);
  at += mail.write(between, at);
  at = writeQuotedPrintable(html, mail, at);
  at += mail.write(end, at);
  return mail.subarray(0, at);
}

function partHead(kind: "plain" | "html"): string {
  return `\r\nContent-Type: text/${kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`;
}

function headersOf(parts: MailParts, boundary: string): string {
  const { from, to, inReplyTo, messageId, date, subject } = parts;
  return [
    foldedHeader("From", mailbox(from.name, from.address)),
    foldedHeader("To", headerAddress(to)),
    foldedHeader("Subject", subjectWords(subject)),
    `Date: ${date.toUTCString().replace("GMT", "+0000")}`,
    `Message-ID: ${messageName(messageId)}`,
    ...(inReplyTo === null
      ? []
      : [
          `In-Reply-To: ${messageName(inReplyTo)}`,
          foldedHeader("References", shortened(parts.references).map(messageName).join(" ")),
        ]),
    `List-Unsubscribe: ${waysOut(parts).join(",\r\n ")}`,
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    ...(parts.eventHeader ? [`${parts.eventHeader.name}: ${parts.eventHeader.value}`] : []),
    "MIME-Version: 1.0",
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
  ].join("\r\n");
}

/** Servers rename mails as they like; what they wrote must not become more than one name. */
function messageName(id: string): string {
  return `<${id.replaceAll(/[^!-~]|[<>]/g, "")}>`;
}

function shortened(references: readonly string[]): readonly string[] {
  const [first] = references;
  return first === undefined || references.length <= mostReferences
    ? references
    : [first, ...references.slice(1 - mostReferences)];
}
