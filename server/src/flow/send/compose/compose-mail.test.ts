import fc from "fast-check";
import { simpleParser } from "mailparser";
import MailComposer from "nodemailer/lib/mail-composer";
import { expect, test } from "vitest";
import { composeMail, type MailParts } from "./compose-mail.ts";
import { composeRich } from "./compose-rich.ts";

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

/** What a reader sees of it. */
async function readBack(mail: Buffer) {
  const { subject, from, to, messageId, date, inReplyTo, references, text, html } = await simpleParser(mail);
  const people = [from, Array.isArray(to) ? to[0] : to].map((some) => some?.value);
  return { subject: subject ?? "", people, messageId, date, inReplyTo, references, text, html };
}

function linesOf(mail: Buffer): string[] {
  return mail.toString("latin1").split("\r\n");
}

const words = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 200 }),
  fc
    .array(fc.constantFrom("a", " ", "\t", "=", ".", "\r", "\n", "\r\n", "é", "日", "😀", "-".repeat(80)), {
      maxLength: 60,
    })
    .map((parts) => parts.join("")),
);

/** What nodemailer's headers can hold: it drops what is not to be seen, and some of several spaces. */
const seen = (text: string) => text.replaceAll(/[\p{Cc}\u2028\u2029 ]+/gu, " ").toWellFormed();

test("a reader sees the same of a mail as of the one nodemailer writes, whatever it says", async () => {
  await fc.assert(
    fc.asyncProperty(words, words, words, words, async (subject, name, text, html) => {
      // An empty part is left out there; no email of ours has one.
      const content = { subject: seen(subject).trim(), text: `x${text}`, html: `<p>${html}</p>` };
      const parts = { ...plain, ...content, from: { ...plain.from, name: seen(name).trim() } };
      // What nodemailer does with a CR on its own depends on where its streams cut.
      const [crlfText, crlfHtml] = [content.text, content.html].map((one) => one.replaceAll(/\r\n|\r|\n/g, "\r\n"));
      const oracle = await streamed({ ...parts, text: crlfText ?? "", html: crlfHtml ?? "" });
      expect(await readBack(composeMail(parts))).toEqual(await readBack(oracle));
    }),
    { numRuns: 300, examples: [["", "", `😀日${"-".repeat(80)}日😀.\t`, ""]] },
  );
});

test("no word of a mail can become a header, a recipient or a line too long", () => {
  const hostile = fc.oneof(
    words,
    fc.constantFrom(
      "x\r\nBcc: eve@example.com",
      "=?UTF-8?Q?=0D=0ABcc:_x?=",
      '"\\\r\n',
      "\u2028Bcc: a",
      "y".repeat(3_000),
    ),
  );
  fc.assert(
    fc.property(hostile, hostile, hostile, fc.array(hostile, { maxLength: 30 }), (subject, name, text, references) => {
      const from = { ...plain.from, name };
      const inReplyTo = references[0] ?? null;
      const lines = linesOf(composeMail({ ...plain, subject, from, text, html: text, inReplyTo, references }));
      expect(lines.join("")).not.toMatch(/[\r\n\0]/);
      const head = lines.slice(0, lines.indexOf(""));
      expect(head.filter((line) => !line.startsWith(" ")).map((line) => line.split(":")[0])).toEqual([
        ...["From", "To", "Subject", "Date", "Message-ID"],
        ...(inReplyTo === null ? [] : ["In-Reply-To", "References"]),
        ...["List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version", "Content-Type"],
      ]);
      // RFC 2047 §2: 76 where an encoded word stands; folded lines hold more than white space.
      const subjectLines = head.slice(head.findIndex((line) => line.startsWith("Subject:")));
      const ends = subjectLines.findIndex((line) => line.startsWith("Date:"));
      for (const line of subjectLines.slice(0, ends)) {
        expect(line.length).toBeLessThanOrEqual(line.includes("=?UTF-8?") ? 76 : 998);
      }
      for (const line of head) expect(line).toMatch(/\S/);
      // RFC 2045 §6.7: no line is longer than 76, and none ends in white space that a server may eat.
      for (const line of lines.slice(head.length)) expect(line).toMatch(/^(?!\.)(?:.{0,75}[^ \t])?$/);
    }),
    { numRuns: 300 },
  );
});

test("addresses beyond ASCII keep their local part and get a domain every server knows", async () => {
  const mail = composeMail({ ...plain, to: "jürgen@bücher.example" });
  expect(mail.toString()).toContain("To: jürgen@xn--bcher-kva.example\r\n");
  for (const to of ["nobody", "a@b@", "x\r\n@example.com"])
    expect(() => composeMail({ ...plain, to })).toThrow(TypeError);
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

test("what a sending service wants to know of a mail stands in mails of every shape, and in no other", async () => {
  const eventHeader = { name: "X-MC-Metadata", value: '{"email":"01a22100-be43-7889-970a-d898fe9b6af2"}' };
  const file = { name: "a.txt", mediaType: "text/plain", content: Buffer.from("a"), cid: null };
  for (const compose of [composeMail, (parts: MailParts) => composeRich(parts, [file])]) {
    // The names of headers are the same in any case (RFC 5322 §1.2.2).
    const said = /^x-mc-metadata: \{"email":"01a22100-be43-7889-970a-d898fe9b6af2"\}\r$/im;
    expect(String(await compose({ ...plain, eventHeader }))).toMatch(said);
    expect(String(await compose(plain))).not.toMatch(/^x-m/im);
  }
});
