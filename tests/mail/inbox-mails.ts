import { randomUUID } from "node:crypto";
import { type Person, sender } from "./inbox-world.ts";

/** A mail as bytes; `headers` in the order given. */
export function mailOf(headers: Readonly<Record<string, string>>, text: string): Buffer {
  const lines = Object.entries({ Date: "Tue, 24 Nov 2026 08:59:00 +0000", ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return Buffer.from([...lines, "", ...text.split("\n")].join("\r\n"));
}

let mails = 0;

/** An answer of this person, above the quoted first email. */
export function replyOf(person: Person, text: string, headers: Readonly<Record<string, string>> = {}): Buffer {
  mails += 1;
  return mailOf(
    {
      From: `Reader <${person.address}>`,
      To: sender,
      Subject: "Re: Hello",
      "Message-ID": `<answer-${mails}-${randomUUID()}@reader.example>`,
      "In-Reply-To": person.messageId,
      References: person.messageId,
      ...headers,
    },
    `${text}\n\nOn Mon, 23 Nov 2026 09:00 UTC, Amina <${sender}> wrote:\n> Hello\n> unsubscribe: https://go.example/u/abc`,
  );
}

/** The header of a returned first email. */
export const originalOf = (person: Person) => [
  `From: ${sender}`,
  `To: ${person.address}`,
  `Message-ID: ${person.messageId}`,
];

/** A report for machines about the mail with this header. */
export function reportOf(
  type: "delivery-status" | "feedback-report",
  fields: readonly string[],
  original: readonly string[],
): Buffer {
  const part = (contentType: string, lines: readonly string[]) => ["--b", `Content-Type: ${contentType}`, "", ...lines];
  return mailOf(
    {
      From: "Mail Delivery System <MAILER-DAEMON@mx.reader.example>",
      To: sender,
      Subject: "Undelivered Mail Returned to Sender",
      "Message-ID": `<report-${randomUUID()}@mx.reader.example>`,
      "Auto-Submitted": "auto-replied",
      "MIME-Version": "1.0",
      "Content-Type": `multipart/report; report-type=${type}; boundary="b"`,
    },
    [
      ...part("text/plain", ["This is the mail system. Your message could not be delivered."]),
      ...part(`message/${type}`, fields),
      ...part("message/rfc822", [...original, "", "Hello"]),
      "--b--",
      "",
    ].join("\n"),
  );
}

export function bounceOf(person: Person, status: string, said: string): Buffer {
  const fields = [
    "Reporting-MTA: dns; mx.reader.example",
    "",
    `Final-Recipient: rfc822; ${person.address}`,
    "Action: failed",
    `Status: ${status}`,
    `Diagnostic-Code: smtp; ${said}`,
    "",
  ];
  return reportOf("delivery-status", fields, originalOf(person));
}
