import type { MailServer } from "../providers/index.ts";
import { commandLine } from "../providers/smtp/commands.ts";
import { timeLimits } from "../providers/smtp/limits.ts";
import { type Greeted, greet, introduceAccount } from "../providers/smtp/open.ts";
import { wordsOf } from "../providers/smtp/reply-reader.ts";
import { SmtpConnection } from "../providers/smtp/smtp-connection.ts";
import { Wire } from "../providers/smtp/wire.ts";
import type { Patient, Target } from "./patient.ts";
import { hopMs, reachPort, tlsWords } from "./reach.ts";
import { type CheckReport, type Found, HopFault, type HopName } from "./report.ts";
import { type TestMail, testMailOf } from "./test-mail.ts";

const limits = { ...timeLimits, connectMs: hopMs, greetingMs: 2 * hopMs, commandMs: 2 * hopMs, mailMs: 2 * hopMs };
const hop = (step: HopName["step"]): HopName => ({ protocol: "smtp", step });

/** The way out, hop by hop; what is answered is the test mail that left, null where none did. */
export async function checkSmtp(
  report: CheckReport,
  patient: Patient & { readonly smtp: Target },
  test: TestMail | null,
): Promise<boolean> {
  const { smtp } = patient;
  const server = await report.take(hop("dns"), smtp, async () => {
    const found = await smtp.findServer();
    return {
      detail: smtp.isSandbox ? "The sandbox, inside this product" : `${smtp.host} is ${found.host}`,
      value: found,
    };
  });
  if (server === null) return false;
  if ((await report.take(hop("tcp"), smtp, () => reachPort(server))) === null) return false;
  const greeted = await report.take(hop("tls"), smtp, () => begin(server));
  if (greeted === null) return false;
  try {
    return await withDialogue(report, { patient, server, greeted, test });
  } finally {
    greeted.wire.quit();
  }
}

async function begin(server: MailServer): Promise<Found<Greeted>> {
  const wire = await Wire.open(server, server.tls === "implicit" ? "implicit" : "plain", limits.connectMs);
  try {
    const greeted = await greet(wire, server, limits);
    if (!greeted.ok) throw new HopFault(greeted.error.reason, { reply: greeted.error.reply });
    return {
      detail: tlsWords(server.tls === "opportunistic" && !greeted.value.isSecure ? "none" : server.tls),
      value: greeted.value,
    };
  } catch (error) {
    wire.drop();
    throw error;
  }
}

interface Dialogue {
  readonly patient: Patient & { readonly smtp: Target };
  readonly server: MailServer;
  readonly greeted: Greeted;
  readonly test: TestMail | null;
}

async function withDialogue(report: CheckReport, { patient, server, greeted, test }: Dialogue): Promise<boolean> {
  const place = patient.smtp;
  const signedIn = await report.take(hop("auth"), place, async () => {
    const refusal = await introduceAccount(greeted, server);
    if (refusal !== null) throw new HopFault(refusal.reason, { reply: refusal.reply });
    const { credentials } = server;
    return {
      detail: credentials === null ? "It asks nobody who they are" : `Signed in as ${credentials.username}`,
      value: true,
    };
  });
  if (signedIn === null) return false;
  if ((await report.take(hop("sender"), place, () => askSender(greeted, patient.email))) === null) return false;
  if (test === null) {
    await report.skip(hop("mail"), "No test mail was asked for");
    return false;
  }
  const sent = await report.take(hop("mail"), place, () => sendTest(greeted, patient, test));
  return sent !== null;
}

/** MAIL FROM and back: whether this server lets the account send as its address. */
async function askSender({ wire }: Greeted, email: string): Promise<Found<true>> {
  wire.write(commandLine(`MAIL FROM:<${email}>`), 1, `MAIL FROM:<${email}>`);
  const reply = wordsOf(await wire.reply(limits.mailMs));
  if (reply.code >= 300) throw new HopFault(`${reply.code} ${reply.text}`, { reply });
  wire.write(commandLine("RSET"), 1, "RSET");
  await wire.reply(limits.commandMs);
  return { detail: `It may send as ${email}`, value: true };
}

async function sendTest(greeted: Greeted, patient: Patient, test: TestMail): Promise<Found<true>> {
  const connection = new SmtpConnection(greeted, limits);
  const outcome = await connection.send(await testMailOf(patient, test), async () => "go");
  if (outcome.kind === "accepted") {
    return { detail: `A mail to itself was taken: ${outcome.reply.code} ${outcome.reply.text}`, value: true };
  }
  if (outcome.kind === "refused") {
    throw new HopFault(`${outcome.reply.code} ${outcome.reply.text}`, { reply: outcome.reply });
  }
  throw new HopFault(outcome.kind === "withheld" ? "It was withheld." : outcome.reason);
}
