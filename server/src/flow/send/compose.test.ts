import fc from "fast-check";
import { simpleParser } from "mailparser";
import MailComposer from "nodemailer/lib/mail-composer";
import { expect, test } from "vitest";
import { composeMail, type MailParts } from "./compose.ts";

const plain: MailParts = {
  messageId: "<0192@example.com>",
  date: new Date("2026-11-23T09:00:00.000Z"),
  from: { name: "Ada Lovelace", address: "ada@example.com" },
  to: "grace@example.org",
  subject: "Your plans",
  html: "<p>Hello</p>",
  text: "Hello",
  inReplyTo: null,
  references: [],
  unsubscribeUrl: "https://example.com/u/token",
};

/** The same mail as nodemailer streams it. */
function streamed(parts: MailParts): Promise<Buffer> {
  const { messageId, date, from, to, subject, html, text, inReplyTo, references, unsubscribeUrl } = parts;
  const mail = {
    ...{ messageId, date, from, to, subject, html, text },
    ...(inReplyTo === null ? {} : { inReplyTo, references: [...references] }),
    headers: {
      "List-Unsubscribe": { prepared: true, value: `<${unsubscribeUrl}>` },
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
    textEncoding: "quoted-printable",
    newline: "windows",
  } as const;
  return new MailComposer(mail).compile().build();
}

/** What it does with a CR on its own depends on where its streams cut. */
const withCrlf = (text: string) => text.replaceAll(/\r\n|\r|\n/g, "\r\n");

/**
 * Boundaries are dice, and where a long line is broken softly is free (RFC 2045 §6.7 (5)): its streams break a part's last
 * line by where they were cut. Everything else must be the same to the byte.
 */
function withoutDice(mail: Buffer): string {
  const text = mail.toString("latin1");
  const boundary = /boundary="([^"]+)"/.exec(text)?.[1] ?? "no boundary";
  return text.replaceAll(boundary, "BOUNDARY").replaceAll("=\r\n", "");
}

/** The lines of the parts sent as quoted-printable. */
function quotedLines(mail: Buffer): string[] {
  const [, ...parts] = mail.toString("latin1").split(/\r\n--[^\r]+\r\n/);
  return parts.filter((part) => part.includes("quoted-printable")).flatMap((part) => part.split("\r\n"));
}

const words = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 200 }),
  fc
    .array(fc.constantFrom("a", " ", "\t", "=", ".", "\r", "\n", "\r\n", "é", "日", "😀", "-".repeat(80)), {
      maxLength: 60,
    })
    .map((parts) => parts.join("")),
);

test("a mail is the same to the byte as nodemailer streams it, whatever it says", async () => {
  await fc.assert(
    fc.asyncProperty(words, words, words, words, async (subject, name, text, html) => {
      // An empty part is left out there; no email of ours has one.
      const [textPart, htmlPart] = [withCrlf(`x${text}`), withCrlf(`<p>${html}</p>`)];
      const parts = { ...plain, subject, from: { ...plain.from, name }, text: textPart, html: htmlPart };
      const mail = composeMail(parts);
      expect(withoutDice(mail)).toBe(withoutDice(await streamed(parts)));
      // RFC 2045 §6.7: no line is longer than 76, and none ends in white space that a server may eat.
      for (const line of quotedLines(mail)) expect(line).toMatch(/^(.{0,75}[^ \t])?$/);
    }),
    {
      numRuns: 300,
      examples: [["", "", `😀日${"-".repeat(80)}日😀.\t`, ""]],
    },
  );
});

test("lines stay within what mail servers take, and end with CRLF only", () => {
  const long = { ...plain, html: `<p>${"word ".repeat(2_000)}</p>\n${"é".repeat(500)}`, text: "x".repeat(5_000) };
  const lines = composeMail(long).toString("latin1").split("\r\n");
  expect(lines.join("")).not.toMatch(/[\r\n]/);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(998);
});

test("another parser reads back the text, its thread and both unsubscribe headers", async () => {
  const references = Array.from({ length: 30 }, (_, n) => `<${n}@example.com>`);
  const parts = {
    ...plain,
    subject: "Grüße, 世界",
    text: "Zeile\n.\nEnde ",
    inReplyTo: "<29@example.com>",
    references,
  };
  const mail = await simpleParser(composeMail(parts));
  expect(mail).toMatchObject({ subject: parts.subject, inReplyTo: parts.inReplyTo, messageId: parts.messageId });
  expect(mail.text).toBe(parts.text);
  expect(mail.html).toBe(parts.html);
  expect(mail.references).toEqual(["<0@example.com>", ...references.slice(11)]);
  const list = mail.headerLines.filter(({ key }) => key.startsWith("list-unsubscribe")).map(({ line }) => line);
  expect(list).toEqual([
    "List-Unsubscribe: <https://example.com/u/token>",
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
  ]);
});
