import { signMail } from "../dkim/index.ts";
import type { OutgoingMail } from "../providers/index.ts";
import type { Patient } from "./patient.ts";

/** What tells a test mail from every other. */
export interface TestMail {
  readonly id: string;
  readonly date: Date;
}

export function messageIdOf({ id }: TestMail, email: string): string {
  return `<check-${id}@${email.slice(email.lastIndexOf("@") + 1)}>`;
}

/**
 * A mail of an account to itself; machines are told not to answer it (RFC 3834 §5). It is signed as the account's other
 * mails are, or a filter would judge it for what they do not lack.
 */
export async function testMailOf(
  { email, dkimKeys }: Pick<Patient, "email" | "dkimKeys">,
  test: TestMail,
): Promise<OutgoingMail> {
  const messageId = messageIdOf(test, email);
  const subject = "Test mail of hasteCRM Outreach";
  const text = "This account was checked, and can send. You may delete this mail.";
  const lines = [
    `From: <${email}>`,
    `To: <${email}>`,
    `Subject: ${subject}`,
    `Date: ${test.date.toUTCString().replace("GMT", "+0000")}`,
    `Message-ID: ${messageId}`,
    "Auto-Submitted: auto-generated",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "",
    text,
    "",
  ];
  const from = { name: "", address: email };
  const content = { subject, html: `<p>${text}</p>`, text, unsubscribeUrl: `mailto:${email}` };
  return {
    envelope: { id: test.id, from: email, to: email },
    parts: { messageId, date: test.date, from, to: email, inReplyTo: null, references: [], ...content },
    files: [],
    raw: await signMail(Buffer.from(lines.join("\r\n")), dkimKeys, test.date),
  };
}
