import MailComposer from "nodemailer/lib/mail-composer";
import { encode, wrap } from "nodemailer/lib/qp";

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

/** Longest line of quoted-printable (RFC 2045 §6.7). */
const longestLine = 76;

/**
 * The bytes of one email: multipart/alternative, text first, with both headers of one-click unsubscribing (RFC 2369,
 * RFC 8058).
 */
export function composeMail(parts: MailParts): Buffer {
  const root = describe(parts).compile();
  // Its headers, our assembling: its own goes through eight streams per mail for what are three strings.
  const pieces = [root.buildHeaders(), ""];
  for (const [n, body] of [parts.text, parts.html].entries()) {
    const node = root.childNodes[n];
    if (node === undefined) throw new Error("An email has a text and an HTML part");
    const isPlain = node.getTransferEncoding() === "7bit";
    pieces.push(`--${root.boundary}`, node.buildHeaders(), "", isPlain ? withCrlf(body) : quotedPrintable(body));
  }
  pieces.push(`--${root.boundary}--`, "");
  return Buffer.from(pieces.join("\r\n"));
}

/** RFC 5321 §2.3.8: lines end with CRLF, and neither half of it stands alone. */
function withCrlf(text: string): string {
  return text.replaceAll(/\r\n|\r|\n/g, "\r\n");
}

function quotedPrintable(text: string): string {
  return wrap(encode(withCrlf(text)), longestLine);
}

function describe(parts: MailParts): MailComposer {
  const references =
    parts.references.length <= mostReferences
      ? parts.references
      : [parts.references[0] as string, ...parts.references.slice(1 - mostReferences)];
  return new MailComposer({
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
}
