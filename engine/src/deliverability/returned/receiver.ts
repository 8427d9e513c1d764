/**
 * Whose word counts: only what the mailbox's own host wrote (RFC 8601 §5), told by the name under which it writes. Whoever
 * carried the mail before may have written anything.
 */
import { type AuthenticationResults, readResults } from "./read-results.ts";

export interface HeaderField {
  /** Lower case. */
  readonly name: string;
  /** Its lines unfolded. */
  readonly value: string;
}

/** The host that has the mailbox. */
export interface Receiver {
  /** Its name among known mail hosts (`gmail`); null: another one. */
  readonly host: string | null;
  /** Names that are its own: of its IMAP server, of the mailbox. */
  readonly names: readonly string[];
}

/** Under what names hosts write, as their mails show; each also stands for every name under it. */
const writtenAs: Readonly<Record<string, readonly string[]>> = {
  gmail: ["google.com"],
  outlook: ["outlook.com", "hotmail.com", "microsoft.com"],
  "microsoft-365": ["outlook.com", "microsoft.com"],
  fastmail: ["messagingengine.com"],
  icloud: ["icloud.com", "apple.com"],
  yahoo: ["yahoo.com"],
  aol: ["yahoo.com", "aol.com"],
  zoho: ["zoho.com", "zohomail.com"],
};
/** Exchange Online leaves its name out (https://learn.microsoft.com/defender-office-365/message-headers-eop-mdo). */
const writesUnnamed: ReadonlySet<string> = new Set(["outlook", "microsoft-365"]);
/** No way is longer; what stands behind is not read. */
const mostFields = 500;

export interface Arrival {
  /** How it came in, from outside if that can be told; null: nothing says. */
  readonly received: string | null;
  /** What the receiver wrote, the topmost first. */
  readonly results: readonly AuthenticationResults[];
}

/**
 * What stands above the mail's own part of its way. The receiver writes its results above or below the line by which it took
 * the mail, so everything is its own up to the next such line, which others wrote before.
 */
export function arrivalOf(fields: readonly HeaderField[], receiver: Receiver): Arrival {
  const top = fields.slice(0, mostFields);
  const received = top.filter(({ name, value }) => name === "received" && partsOf(value).from !== null);
  const boundary = received.find(({ value }) => isFromOutside(value)) ?? received[0];
  const after = boundary === undefined ? -1 : top.indexOf(boundary);
  const next = top.findIndex(({ name }, at) => name === "received" && at > after);
  const own =
    boundary === undefined ? top.filter(({ name }) => name !== "received") : top.slice(0, next < 0 ? top.length : next);
  const results = own
    .filter(({ name }) => name === "authentication-results")
    .flatMap(({ value }) => readResults(value) ?? [])
    .filter(({ by }) => isOf(receiver, by));
  return { received: boundary?.value ?? null, results };
}

function isOf({ host, names }: Receiver, by: string | null): boolean {
  if (by === null) return host !== null && writesUnnamed.has(host);
  const own = [...names.map((name) => name.toLowerCase()), ...(host === null ? [] : (writtenAs[host] ?? []))];
  return own.some((name) => by === name || by.endsWith(`.${name}`));
}

function partsOf(received: string): { readonly from: string | null; readonly by: string | null } {
  const word = (name: string) =>
    new RegExp(`(?:^|\\s)${name}\\s+([^\\s;()]+)`, "i").exec(received)?.[1]?.toLowerCase() ?? null;
  return { from: word("from"), by: word("by") };
}

function isFromOutside(received: string): boolean {
  const { from, by } = partsOf(received);
  if (from === null || by === null || /^(?:localhost|\[?127\.|\[?::1)/.test(from)) return false;
  const end = (name: string) => name.split(".").slice(-2).join(".");
  return end(from) !== end(by);
}

/** Whether the last hop was encrypted: by its protocol (RFC 3848, RFC 6531) or its words; null: it was no hop of SMTP. */
export function isEncryptedHop(received: string): boolean | null {
  if (/version=TLS|using TLS|\(TLS\)|over TLS secured|tls_version/i.test(received)) return true;
  const protocol = /\swith\s+((?:UTF8)?E?SMTPS?A?)\b/i.exec(received)?.[1]?.toUpperCase();
  if (protocol === undefined) return null;
  return /SMTPSA?$/.test(protocol);
}
