import { describe, expect, test } from "vitest";
import type { InboundMail } from "./inbound-mail.ts";
import {
  answeredMails,
  emailIdOf,
  mailedUnsubscribeToken,
  mayAnswerInConversation,
  unsubscribeTokens,
} from "./threads.ts";

const first = "0191a000-0000-7000-8000-000000000001";
const second = "0191a000-0000-7000-8000-000000000002";
const third = "0191a000-0000-7000-8000-000000000003";

function mail(headers: Record<string, string>, more: Partial<InboundMail> = {}): InboundMail {
  return {
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
    from: "eleni@reader.example",
    fromName: "Eleni",
    subject: "Re: A question",
    text: "",
    reports: [],
    ...more,
  };
}

const ours = (mailIn: InboundMail) => answeredMails(mailIn).flatMap((one) => one.emailId ?? []);

describe("which email a mail answers", () => {
  test("our Message-ID names the email it was minted from, whatever its case and brackets", () => {
    expect(emailIdOf(`<${first}@haste.example>`)).toBe(first);
    expect(emailIdOf(`${first.toUpperCase()}@haste.example`)).toBe(first);
    expect(emailIdOf("<abc@haste.example>")).toBeNull();
    expect(emailIdOf(first)).toBeNull();
  });

  test("a late reply to the first step belongs to the first step", () => {
    const reply = mail({
      "In-Reply-To": `<${first}@haste.example>`,
      References: `<${first}@haste.example> <${second}@haste.example> <${third}@haste.example>`,
    });
    expect(ours(reply)[0]).toBe(first);
  });

  test("without In-Reply-To the end of References decides", () => {
    const reply = mail({ references: `<${first}@haste.example>\n <${second}@haste.example> <their@reader.example>` });
    expect(answeredMails(reply)[0]).toEqual({ messageId: "their@reader.example", emailId: null });
    expect(ours(reply)).toEqual([second, first]);
  });

  test("of several ids in In-Reply-To the last one counts", () => {
    expect(ours(mail({ "In-Reply-To": `<${first}@a.example> <${second}@a.example>` }))[0]).toBe(second);
  });

  test("a report speaks of the mail it returns, not of the thread that mail continued", () => {
    const report = mail(
      {},
      {
        reports: [
          {
            type: "original",
            text: `In-Reply-To: <${first}@a.example>\r\nReferences: <${first}@a.example>\r\nMessage-ID:\r\n <${second}@a.example>\r\n`,
          },
        ],
      },
    );
    expect(ours(report)).toEqual([second]);
  });

  test("a returned mail pasted below a server's words is found by its Message-ID line", () => {
    const text = `I could not deliver it.\n\n--- Below this line is a copy of the message.\n\nMessage-Id: <${third}@a.example>\n`;
    expect(ours(mail({}, { text }))).toEqual([third]);
  });

  test("the subject alone never matches anything", () => {
    expect(answeredMails(mail({ Subject: `Re: ${first}@haste.example` }))).toEqual([]);
  });

  test("a redacted report still gives up the signed link of the mail it speaks of", () => {
    const text = "To: redacted\r\nList-Unsubscribe: <https://go.example/u/AbCdEfGhIjKlMnOpQrSt\r\n UvWx_-0123>\r\n";
    expect(unsubscribeTokens({ reports: [{ type: "original", text }] })).toEqual(["AbCdEfGhIjKlMnOpQrStUvWx_-0123"]);
  });
});

test.each([
  ["unsubscribe AbCdEfGhIjKlMnOpQrStUvWx_-0123", "AbCdEfGhIjKlMnOpQrStUvWx_-0123"],
  [" Re: Unsubscribe  AbCdEfGhIjKlMnOpQrStUvWx_-0123 ", "AbCdEfGhIjKlMnOpQrStUvWx_-0123"],
  ["unsubscribe", null],
  ["unsubscribe me please", null],
  ["Please unsubscribe AbCdEfGhIjKlMnOpQrStUvWx_-0123", null],
])("a mail with the subject %j names the token %j", (subject, token) => {
  expect(mailedUnsubscribeToken({ subject })).toBe(token);
});

describe("a mail that a provider keeps in one conversation with ours", () => {
  const to = "Eleni@reader.example";

  test("answers it where it says that it answers something, whoever wrote it", () => {
    const elsewhere = { from: "me@private.example" };
    expect(mayAnswerInConversation(mail({ References: "<x@gateway.example>" }, elsewhere), to)).toBe(true);
    expect(mayAnswerInConversation(mail({ "In-Reply-To": "<x@gateway.example>" }, elsewhere), to)).toBe(true);
    expect(mayAnswerInConversation(mail({ "In-Reply-To": "your mail of Monday" }, elsewhere), to)).toBe(false);
  });

  test("answers it where it comes from the company that was written to, and nobody else's subject proves anything", () => {
    expect(mayAnswerInConversation(mail({}, { from: "office@reader.example" }), to)).toBe(true);
    expect(mayAnswerInConversation(mail({}, { from: "x@other.example" }), to)).toBe(false);
    expect(mayAnswerInConversation(mail({}, { from: null }), to)).toBe(false);
  });

  test("answers no one at a host where everybody has a mailbox, but the very address", () => {
    expect(mayAnswerInConversation(mail({}, { from: "eleni@gmail.com" }), "Eleni@gmail.com")).toBe(true);
    expect(mayAnswerInConversation(mail({}, { from: "anybody@gmail.com" }), "eleni@gmail.com")).toBe(false);
  });
});
