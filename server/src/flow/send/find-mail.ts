import { ImapFlow } from "imapflow";
import type { MailServer } from "./providers/index.ts";

/** Somebody waits for it: less than a lane gives a server. */
const withinMs = 10_000;

/** Where a mailbox has a mail. */
export interface FoundMail {
  readonly placement: "inbox" | "spam";
  readonly folder: string;
}

/**
 * Signs in to a mailbox. Close it when done.
 * @throws Error in the server's own words
 */
export async function openMailbox(server: MailServer): Promise<ImapFlow> {
  const { credentials, tls, servername } = server;
  if (credentials === null) throw new Error("There is no user name and password.");
  const { username: user, secret, kind } = credentials;
  const client = new ImapFlow({
    host: server.host,
    port: server.port,
    secure: tls === "implicit",
    ...(tls === "implicit" ? {} : { doSTARTTLS: tls !== "none" }),
    ...(servername === null ? {} : { servername }),
    tls: { minVersion: "TLSv1.2" },
    auth: kind === "password" ? { user, pass: secret } : { user, accessToken: secret },
    clientInfo: { name: "hasteCRM Outreach" },
    logger: false,
    connectionTimeout: withinMs,
    greetingTimeout: withinMs,
  });
  // Without a listener a lost connection would end the process.
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (cause) {
    client.close();
    const { responseText, message } = cause as { responseText?: string; message: string };
    throw new Error(responseText ?? message, { cause });
  }
  return client;
}

/** Looks where mail arrives, read-only, so that nothing is marked as read; then into the spam folder. */
export async function findMail(client: ImapFlow, messageId: string): Promise<FoundMail | null> {
  if (await holds(client, "INBOX", messageId)) return { placement: "inbox", folder: "INBOX" };
  const spam = (await client.list()).find((folder) => folder.specialUse === "\\Junk")?.path;
  return spam !== undefined && (await holds(client, spam, messageId)) ? { placement: "spam", folder: spam } : null;
}

async function holds(client: ImapFlow, folder: string, messageId: string): Promise<boolean> {
  await client.mailboxOpen(folder, { readOnly: true });
  const found = await client.search({ header: { "message-id": messageId } }, { uid: true });
  return Array.isArray(found) && found.length > 0;
}
