import { isUuid } from "@haste/engine/base";
import { headerValue, readHeader } from "./imap/headers.ts";

/** What the sandbox needs of a mail's header while it is being stored; reading all of it would halve the rate. */
export interface MailHeads {
  /** Without angle brackets; null where the mail has none. */
  readonly messageId: string | null;
  /** Decoded (RFC 2047). */
  readonly subject: string;
  /** Ids of the mails before it in its thread. */
  readonly references: readonly string[];
}

export function readHeads(raw: Buffer): MailHeads {
  const { headers } = readHeader(raw, 0, raw.length);
  const messageId = headerValue(headers, "message-id")?.trim().replace(/^<|>$/g, "") ?? null;
  return {
    messageId: messageId === null || messageId === "" ? null : messageId.slice(0, 998),
    subject: decodeWords(headerValue(headers, "subject") ?? "").slice(0, 998),
    references: idsIn(headerValue(headers, "references") ?? headerValue(headers, "in-reply-to") ?? ""),
  };
}

/** Message-IDs of a References or In-Reply-To field, without angle brackets. */
export function idsIn(field: string): string[] {
  return [...field.slice(0, 20_000).matchAll(/<([^<>\s]{1,998})>/g)].map((match) => match[1] ?? "");
}

/** Decodes encoded words; what cannot be decoded stays as it is. White space between two encoded words is not text. */
function decodeWords(value: string): string {
  const joined = value.replace(/(\?=)\s+(?==\?)/g, "$1");
  return joined.replace(
    /=\?([^?\s]{1,40})\?([bq])\?([^?\s]*)\?=/gi,
    (word, charset: string, how: string, text: string) => {
      const octets = how.toLowerCase() === "b" ? Buffer.from(text, "base64") : decodeQ(text);
      try {
        return new TextDecoder(charset.split("*")[0]).decode(octets);
      } catch {
        return word;
      }
    },
  );
}

function decodeQ(text: string): Buffer {
  const latin1 = text
    .replace(/_/g, " ")
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(latin1, "latin1");
}

/** The email a Message-ID of ours was minted from (`<id of the row>@<domain>`), or null for a stranger's. */
export function emailIdOf(messageId: string): string | null {
  const local = messageId.slice(0, Math.max(0, messageId.indexOf("@")));
  return isUuid(local) ? local : null;
}
