import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { ImapFlow } from "imapflow";
import type { MailServer } from "../providers/index.ts";
import type { Patient, Target } from "./patient.ts";
import { hopMs, reachPort, secure, tlsWords } from "./reach.ts";
import { type CheckReport, type Found, HopFault, type HopName } from "./report.ts";
import { messageIdOf, type TestMail } from "./test-mail.ts";

const hop = (step: HopName["step"]): HopName => ({ protocol: "imap", step });
/** Most hosts bring a mail to themselves within seconds; greylisting takes minutes, and nobody waits for that here. */
const seenWithinMs = 45_000;
const lookAgainMs = 1_000;

/** The way replies are read, and whether the test mail came in; `test` is null where none left. */
export async function checkImap(
  report: CheckReport,
  patient: Patient & { readonly imap: Target },
  test: TestMail | null,
): Promise<void> {
  const { imap } = patient;
  const server = await report.take(hop("dns"), imap, async () => {
    const found = await imap.findServer();
    return {
      detail: imap.isSandbox ? "The sandbox, inside this product" : `${imap.host} is ${found.host}`,
      value: found,
    };
  });
  if (server === null) return;
  if ((await report.take(hop("tcp"), imap, () => reachPort(server))) === null) return;
  if ((await report.take(hop("tls"), imap, () => checkTls(server))) === null) return;
  const client = await report.take(hop("auth"), imap, () => signIn(server));
  if (client === null) return;
  try {
    if (test === null) await report.skip(hop("seen"), "No test mail left");
    else await report.take(hop("seen"), imap, () => lookFor(client, messageIdOf(test, patient.email)));
  } finally {
    client.close();
  }
}

async function checkTls(server: MailServer): Promise<Found<true>> {
  if (server.tls === "implicit") (await secure(server)).destroy();
  if (server.tls === "starttls") await beginTls(server);
  return { detail: tlsWords(server.tls), value: true };
}

/** STARTTLS of IMAP (RFC 9051 §6.2.1), to its handshake and no further. */
async function beginTls(server: MailServer): Promise<void> {
  const socket = connect({ host: server.host, port: server.port });
  socket.setTimeout(hopMs, () => socket.destroy(new HopFault("The server did not answer in time.")));
  try {
    await lineOf(socket);
    socket.write("a STARTTLS\r\n");
    const answer = await lineOf(socket);
    if (!/^a OK/im.test(answer)) throw new HopFault(`The server offers no encryption (STARTTLS): ${answer.trim()}`);
    (await secure(server, socket)).destroy();
  } finally {
    socket.destroy();
  }
}

async function lineOf(socket: ReturnType<typeof connect>): Promise<string> {
  const [bytes] = (await once(socket, "data")) as [Buffer];
  return bytes.toString("latin1").slice(0, 500);
}

async function signIn(server: MailServer): Promise<Found<ImapFlow>> {
  const { credentials, tls, servername } = server;
  if (credentials === null) throw new HopFault("There is no user name and password.");
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
    connectionTimeout: hopMs,
    greetingTimeout: hopMs,
  });
  // Without a listener a lost connection would end the process.
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (cause) {
    client.close();
    const { responseText, message } = cause as { responseText?: string; message: string };
    throw new HopFault(responseText ?? message, { cause });
  }
  return { detail: `Signed in as ${user}`, value: client };
}

/** Looks where mail arrives, read-only, so that nothing is marked as read; then into the spam folder. */
async function lookFor(client: ImapFlow, messageId: string): Promise<Found<true>> {
  const folders = await client.list();
  const spam = folders.find((folder) => folder.specialUse === "\\Junk")?.path ?? null;
  for (let waited = 0; waited < seenWithinMs; waited += lookAgainMs) {
    if (await holds(client, "INBOX", messageId)) return { detail: "The test mail is in the inbox", value: true };
    if (spam !== null && (await holds(client, spam, messageId))) {
      throw new HopFault(`The test mail is in ${spam}.`, {
        remedy: "Mark it as no spam there, and check SPF, DKIM and DMARC of its domain: others' filters see the same.",
      });
    }
    await pause(lookAgainMs);
  }
  throw new HopFault(`The test mail did not arrive within ${seenWithinMs / 1_000} seconds.`);
}

async function holds(client: ImapFlow, folder: string, messageId: string): Promise<boolean> {
  await client.mailboxOpen(folder, { readOnly: true });
  const found = await client.search({ header: { "message-id": messageId } }, { uid: true });
  return Array.isArray(found) && found.length > 0;
}
