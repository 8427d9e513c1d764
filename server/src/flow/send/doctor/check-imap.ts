import { once } from "node:events";
import { connect } from "node:net";
import type { ImapFlow } from "imapflow";
import { findMail, openMailbox } from "../mailboxes/imap.ts";
import type { FoundMail } from "../mailboxes/mailbox.ts";
import type { MailServer } from "../providers/index.ts";
import { lookForTest } from "./look-for-test.ts";
import type { Patient, Target } from "./patient.ts";
import { hopMs, reachPort, secure, tlsWords } from "./reach.ts";
import { type CheckReport, type Found, HopFault, type HopName } from "./report.ts";
import { messageIdOf, type TestMail } from "./test-mail.ts";

const hop = (step: HopName["step"]): HopName => ({ protocol: "imap", step });
/** The way replies are read, and the test mail where it came in; `test` is null where none left. */
export async function checkImap(
  report: CheckReport,
  patient: Patient & { readonly imap: Target },
  test: TestMail | null,
): Promise<FoundMail["mail"] | null> {
  const { imap } = patient;
  const server = await report.take(hop("dns"), imap, async () => {
    const found = await imap.findServer();
    return {
      detail: imap.isSandbox ? "The sandbox, inside this product" : `${imap.host} is ${found.host}`,
      value: found,
    };
  });
  if (server === null) return null;
  if ((await report.take(hop("tcp"), imap, () => reachPort(server))) === null) return null;
  if ((await report.take(hop("tls"), imap, () => checkTls(server))) === null) return null;
  const client = await report.take(hop("auth"), imap, () => signIn(server));
  if (client === null) return null;
  try {
    const mailbox = { find: (messageId: string) => findMail(client, messageId) };
    const messageId = test === null ? null : messageIdOf(test, patient.email);
    return await lookForTest(report, hop("seen"), imap, { mailbox, messageId });
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
  const { credentials } = server;
  if (credentials === null) throw new HopFault("There is no user name and password.");
  const client = await openMailbox(server).catch((cause: Error) => {
    throw new HopFault(cause.message, { cause });
  });
  return { detail: `Signed in as ${credentials.username}`, value: client };
}
