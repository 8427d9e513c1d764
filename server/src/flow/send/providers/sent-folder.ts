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

/**
 * Looks for mails by their Message-ID in the folder the server calls \Sent (RFC 6154), opened read-only, over one
 * connection. The findings stand in the order of the names.
 */
export async function findInSentFolder(folder: SentFolder, messageIds: readonly string[]): Promise<Finding[]> {
  const client = connectionTo(folder);
  // A lost connection is said by the command under way; without a listener it would end the process.
  client.on("error", () => {});
  try {
    await client.connect();
    const sent = (await client.list()).find((box) => box.specialUse === "\\Sent");
    if (sent === undefined) return unknown(messageIds, "The server names no folder for sent mail.");
    await client.mailboxOpen(sent.path, { readOnly: true });
    const findings: Finding[] = [];
    for (const messageId of messageIds) {
      const found = await client.search({ header: { "Message-ID": bare(messageId) } }, { uid: true });
      if (Array.isArray(found)) findings.push({ kind: found.length > 0 ? "found" : "absent" });
      else findings.push({ kind: "unknown", reason: "The server would not search." });
    }
    await client.logout();
    return findings;
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
