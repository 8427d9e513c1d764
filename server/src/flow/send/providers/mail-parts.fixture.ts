import type { MailParts } from "../compose/compose-mail.ts";

export const mailParts: MailParts = {
  messageId: "<0192@example.com>",
  date: new Date("2026-11-24T09:00:00Z"),
  from: { name: "Ada Lovelace", address: "ada@example.com" },
  to: "grace@example.org",
  subject: "Grüße aus London",
  html: "<p>Hello Grace – how are you?</p>",
  text: "Hello Grace – how are you?",
  inReplyTo: null,
  references: [],
  unsubscribeUrl: "https://crm.example.com/u/0192",
};
