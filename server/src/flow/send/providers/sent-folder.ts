import { ImapFlow } from "imapflow";
import type { Finding } from "./provider.ts";

/** Where a Sent folder is read, on the address that was checked. */
export interface SentFolder {
  readonly host: string;
  readonly servername: string | null;
  readonly port: number;
  /** `opportunistic` means STARTTLS here: whoever reads a mailbox signs in, and no password leaves without TLS. */
  readonly tls: "implicit" | "starttls" | "opportunistic" | "none";
  readonly username: string;
  readonly password: string;
}

const limits = { maxLiteralSize: 1024 * 1024, maxResponseSize: 4 * 1024 * 1024, maxLineLength: 1024 * 1024 };

/** Where what was sent lies, or lay before somebody threw it away (RFC 6154). */
const kept: ReadonlySet<string> = new Set(["\\Sent", "\\All", "\\Trash"]);

/**
 * Looks for mails by their Message-ID where the server says that sent mail lies, read-only, over one connection. The
 * findings stand in the order of the names.
 */
export async function findInSentFolder(folder: SentFolder, messageIds: readonly string[]): Promise<Finding[]> {
  const client = connectionTo(folder);
  // A lost connection is said by the command under way; without a listener it would end the process.
  client.on("error", () => {});
  try {
    await client.connect();
    const boxes = await client.list();
    const places = boxes.filter(({ specialUse }) => specialUse !== undefined && kept.has(specialUse));
    if (!places.some(({ specialUse }) => specialUse !== "\\Trash")) {
      return unknown(messageIds, "The server names no folder for sent mail.");
    }
    const found = new Set<string>();
    for (const { path } of places) {
      await client.mailboxOpen(path, { readOnly: true });
      for (const messageId of messageIds) {
        const uids = await client.search({ header: { "Message-ID": bare(messageId) } }, { uid: true });
        if (!Array.isArray(uids)) return unknown(messageIds, "The server would not search.");
        if (uids.length > 0) found.add(messageId);
      }
    }
    await client.logout();
    return messageIds.map((messageId) => ({ kind: found.has(messageId) ? "found" : "absent" }));
  } catch (error) {
    return unknown(messageIds, error instanceof Error ? error.message : String(error));
  } finally {
    client.close();
  }
}

function connectionTo({ host, servername, port, tls, username, password }: SentFolder): ImapFlow {
  return new ImapFlow({
    host,
    port,
    secure: tls === "implicit",
    ...(tls === "implicit" ? {} : { doSTARTTLS: tls !== "none" }),
    ...(servername === null ? {} : { servername }),
    tls: { minVersion: "TLSv1.2" },
    auth: { user: username, pass: password },
    clientInfo: { name: "hasteCRM Outreach" },
    logger: false,
    connectionTimeout: 20_000,
    socketTimeout: 60_000,
    ...limits,
  });
}

/** A header search is for a part of the value (RFC 9051 §6.4.4), and some servers stumble over brackets. */
function bare(messageId: string): string {
  return messageId.replace(/^<|>$/g, "");
}

function unknown(messageIds: readonly string[], reason: string): Finding[] {
  return messageIds.map(() => ({ kind: "unknown", reason }));
}
