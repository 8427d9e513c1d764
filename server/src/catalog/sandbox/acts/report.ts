import type { ActInput } from "./act.ts";
import { domainOf, messageIdOfAct } from "./compose.ts";

/** A multipart/report (RFC 6522): what it says to people, what it says to machines, and the mail it speaks of. */
export interface Report {
  readonly type: "delivery-status" | "feedback-report";
  readonly sender: string;
  readonly subject: string;
  readonly text: readonly string[];
  /** Fields for machines; an empty line separates groups. */
  readonly fields: readonly string[];
}

export function composeReport({ actId, account, recipient, raw, now }: ActInput, report: Report): Buffer {
  const boundary = `report-${actId}`;
  const head = [
    `From: ${report.sender}`,
    `To: <${account}>`,
    `Subject: ${report.subject}`,
    `Date: ${now.toUTCString().replace("GMT", "+0000")}`,
    `Message-ID: ${messageIdOfAct(actId, recipient)}`,
    "Auto-Submitted: auto-replied",
    "MIME-Version: 1.0",
    `Content-Type: multipart/report; report-type=${report.type}; boundary="${boundary}"`,
    "",
    `--${boundary}`,
    "Content-Type: text/plain; charset=us-ascii",
    "",
    ...report.text,
    "",
    `--${boundary}`,
    `Content-Type: message/${report.type}`,
    "",
    ...report.fields,
    "",
    `--${boundary}`,
    "Content-Type: message/rfc822",
    "",
    "",
  ];
  return Buffer.concat([Buffer.from(head.join("\r\n")), raw, Buffer.from(`\r\n--${boundary}--\r\n`)]);
}

export function mailHostOf(address: string): string {
  return `mx.${domainOf(address)}`;
}
