import { composeMail } from "../compose/compose-mail.ts";
import { signMail } from "../dkim/index.ts";
import type { OutgoingMail } from "../providers/index.ts";
import type { Patient } from "./patient.ts";

/** What tells a test mail from every other. */
export interface TestMail {
  readonly id: string;
  readonly date: Date;
  /** Where its one-click unsubscribing leads: a page that answers, of a mail that nobody got. */
  readonly unsubscribeUrl: string;
}

export function messageIdOf({ id }: TestMail, email: string): string {
  return `<check-${id}@${email.slice(email.lastIndexOf("@") + 1)}>`;
}

/**
 * A mail of an account to itself; machines are told not to answer it (RFC 3834 §5). It is composed and signed as the
 * account's other mails are, or it would prove nothing of them, and a filter would judge it for what they do not lack.
 */
export async function testMailOf(
  { email, dkimKeys }: Pick<Patient, "email" | "dkimKeys">,
  test: TestMail,
): Promise<OutgoingMail> {
  const text = "This account was checked, and can send. You may delete this mail.";
  const parts = {
    ...{ messageId: messageIdOf(test, email), date: test.date, unsubscribeUrl: test.unsubscribeUrl },
    ...{ from: { name: "", address: email }, to: email, inReplyTo: null, references: [] },
    ...{ subject: "Test mail of hasteCRM Outreach", text, html: `<p>${text}</p>` },
  };
  const raw = Buffer.concat([Buffer.from("Auto-Submitted: auto-generated\r\n"), composeMail(parts)]);
  return {
    envelope: { id: test.id, from: email, to: email },
    parts,
    files: [],
    raw: await signMail(raw, dkimKeys, test.date),
  };
}
