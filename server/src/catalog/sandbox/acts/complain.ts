import type { ActKindFile } from "./act.ts";
import { domainOf } from "./compose.ts";
import { composeReport, mailHostOf } from "./report.ts";

/** Reports the mail as spam: the feedback report a mailbox provider sends (RFC 5965). */
export const complain: ActKindFile = async (input) => {
  const { recipient, account, now } = input;
  const date = now.toUTCString().replace("GMT", "+0000");
  const raw = composeReport(input, {
    type: "feedback-report",
    sender: `Feedback Loop <feedback@${domainOf(recipient)}>`,
    subject: "Abuse report",
    text: [`This is an email abuse report for a message received on ${date}.`],
    fields: [
      "Feedback-Type: abuse",
      `User-Agent: ${mailHostOf(recipient)}/1.0`,
      "Version: 1",
      `Original-Mail-From: <${account}>`,
      `Original-Rcpt-To: <${recipient}>`,
      `Arrival-Date: ${date}`,
      `Reported-Domain: ${domainOf(account)}`,
    ],
  });
  return { road: "mail", from: "", raw };
};
