import type { ActKindFile } from "./act.ts";
import { composeReport, mailHostOf } from "./report.ts";

/** What a server says when it gives a mail back: enhanced status (RFC 3463) and its own words. */
const verdicts = {
  hard: { status: "5.1.1", diagnostic: "550 5.1.1 User unknown" },
  soft: { status: "4.2.2", diagnostic: "452 4.2.2 The mailbox is full" },
  policy: { status: "5.7.1", diagnostic: "550 5.7.1 Message refused by policy" },
} as const;

/** Returns the mail with a delivery status notification (RFC 3464), after it had been taken. */
export const bounce: ActKindFile = async (input) => {
  const { status, diagnostic } = verdicts[input.detail.bounce ?? "hard"];
  const { recipient, now } = input;
  const host = mailHostOf(recipient);
  const raw = composeReport(input, {
    type: "delivery-status",
    sender: `Mail Delivery System <MAILER-DAEMON@${host}>`,
    subject: "Undelivered Mail Returned to Sender",
    text: [
      `This is the mail system at ${host}.`,
      "",
      `Your message could not be delivered to <${recipient}>:`,
      `    ${diagnostic}`,
    ],
    fields: [
      `Reporting-MTA: dns; ${host}`,
      `Arrival-Date: ${now.toUTCString().replace("GMT", "+0000")}`,
      "",
      `Original-Recipient: rfc822; ${recipient}`,
      `Final-Recipient: rfc822; ${recipient}`,
      "Action: failed",
      `Status: ${status}`,
      `Diagnostic-Code: smtp; ${diagnostic}`,
    ],
  });
  return { road: "mail", from: "", raw };
};
