import type { FoundMail } from "../mailboxes/mailbox.ts";
import { openMailboxOf } from "../mailboxes/open-mailbox.ts";
import type { MailConnection } from "../providers/index.ts";
import { lookForTest } from "./look-for-test.ts";
import type { Patient } from "./patient.ts";
import { type CheckReport, HopFault, type HopName } from "./report.ts";
import { messageIdOf, type TestMail, testMailOf } from "./test-mail.ts";

const hop = (step: HopName["step"]): HopName => ({ protocol: "api", step });

/** A provider that is reached by its API: its token or key, and a test mail. */
export async function checkApi(report: CheckReport, patient: Patient, test: TestMail | null): Promise<boolean> {
  const place = { host: patient.provider, port: 443, tls: "implicit" } as const;
  const connection = await report.take(hop("auth"), place, async () => ({
    detail: "The provider lets the account in",
    value: await open(patient),
  }));
  if (connection === null) return false;
  try {
    if (test === null) {
      await report.skip(hop("mail"), "No test mail was asked for");
      return false;
    }
    const sent = await report.take(hop("mail"), place, async () => {
      const outcome = await connection.send(await testMailOf(patient, test), async () => "go");
      if (outcome.kind === "accepted") return { detail: "A mail to itself was taken", value: true };
      if (outcome.kind === "refused") throw new HopFault(outcome.reply.text, { reply: outcome.reply });
      throw new HopFault(outcome.kind === "withheld" ? "It was withheld." : outcome.reason);
    });
    return sent !== null;
  } finally {
    connection.close();
  }
}

async function open(patient: Patient): Promise<MailConnection> {
  const opened = await patient.openApi();
  if (opened.ok) return opened.connection;
  throw new HopFault(opened.error.reason, { reply: opened.error.reply });
}

/** The test mail in a mailbox that is read over the API of its provider; `test` is null where none left. */
export async function checkApiMailbox(
  report: CheckReport,
  patient: Patient,
  test: TestMail | null,
): Promise<FoundMail["mail"] | null> {
  const place = { host: patient.provider, port: 443, tls: "implicit" } as const;
  const mailbox = await report.take(hop("seen"), place, async () => ({
    detail: "The mailbox is open",
    value: await openMailboxOf(patient),
  }));
  if (mailbox === null) return null;
  try {
    const messageId = test === null ? null : messageIdOf(test, patient.email);
    return await lookForTest(report, hop("seen"), place, { mailbox, messageId });
  } finally {
    mailbox.close();
  }
}
