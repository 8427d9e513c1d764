import { ImapFlow } from "imapflow";
import type { MailServer } from "../providers/index.ts";
import { gmailTabOf } from "./gmail-tabs.ts";
import { beginningOctets, type FoundMail, mostOctets } from "./mailbox.ts";

/** Somebody waits for it: less than a lane gives a server. */
const withinMs = 10_000;

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
  const inbox = await takeFrom(client, "INBOX", messageId);
  if (inbox !== null) {
    return { placement: "inbox", folder: "INBOX", tab: await gmailTabOf(client, inbox.uid), mail: inbox.mail };
  }
  const spam = (await client.list()).find((folder) => folder.specialUse === "\\Junk")?.path;
  const taken = spam === undefined ? null : await takeFrom(client, spam, messageId);
  return spam === undefined || taken === null ? null : { placement: "spam", folder: spam, tab: null, mail: taken.mail };
}

interface Taken {
  readonly uid: number;
  readonly mail: FoundMail["mail"];
}

async function takeFrom(client: ImapFlow, folder: string, messageId: string): Promise<Taken | null> {
  await client.mailboxOpen(folder, { readOnly: true });
  const found = await client.search({ header: { "message-id": messageId } }, { uid: true });
  const uid = Array.isArray(found) ? found.at(-1) : undefined;
  if (uid === undefined) return null;
  const one = await client.fetchOne(String(uid), { size: true }, { uid: true });
  if (one === false) return null;
  const isWhole = (one.size ?? 0) <= mostOctets;
  const maxLength = isWhole ? mostOctets : beginningOctets;
  const read = await client.fetchOne(String(uid), { source: { maxLength } }, { uid: true });
  return read === false || read.source === undefined ? null : { uid, mail: { source: read.source, isWhole } };
}
