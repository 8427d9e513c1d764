import { ImapFlow } from "imapflow";
import type { InboxParts, InboxServer } from "./ports.ts";
import { inbox } from "./record-mail.ts";

/** IDLE must be renewed before 29 minutes (RFC 2177 §3); routers forget silent connections sooner. */
const renewIdleMs = 10 * 60_000;

/** What a server may make us hold in memory: a mail we read whole and its framing. */
const limits = { maxLiteralSize: 26 * 1024 * 1024, maxResponseSize: 34 * 1024 * 1024, maxLineLength: 8 * 1024 * 1024 };

/**
 * Signs in and opens INBOX read-only (EXAMINE), so that nothing we do can set \Seen (B17).
 * @throws what the network, TLS or the server's refusal throws (`authenticationFailed` on the error)
 */
export async function connectMailbox(
  parts: InboxParts,
  { accountId, server }: { readonly accountId: string; readonly server: InboxServer },
): Promise<ImapFlow> {
  const { username, password, tls } = server;
  if (username === null || password === null) throw new Error("This mailbox has no user name and password.");
  const client = new ImapFlow({
    host: server.host,
    port: server.port,
    secure: tls === "implicit",
    // A password travels in clear only where the connection is plain by the operator's own word.
    ...(tls === "implicit" ? {} : { doSTARTTLS: tls !== "none" }),
    ...(server.servername === null ? {} : { servername: server.servername }),
    tls: { minVersion: "TLSv1.2" },
    auth: { user: username, pass: password },
    clientInfo: { name: "hasteCRM Outreach" },
    logger: false,
    maxIdleTime: renewIdleMs,
    connectionTimeout: 20_000,
    ...limits,
  });
  // Without a listener a lost connection would end the process; "close" follows and is what is acted on.
  client.on("error", (err) => parts.log.debug({ err, accountId }, "a mailbox connection failed"));
  try {
    await client.connect();
    await client.mailboxOpen(inbox, { readOnly: true });
  } catch (err) {
    client.close();
    throw err;
  }
  return client;
}
