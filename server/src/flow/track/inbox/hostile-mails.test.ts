import { epochDayOf } from "@haste/engine/base";
import { readInbound } from "@haste/engine/track";
import { describe, expect, test } from "vitest";
import { parseMail } from "./parse-mail.ts";

const context = { ownAddresses: new Set<string>(), today: epochDayOf(2026, 11, 22) };
const head = "From: a@reader.example\r\nTo: b@haste.example\r\nSubject: Re: Hello\r\nMIME-Version: 1.0\r\n";

/** What is read of these bytes, and how long it took. */
async function read(raw: string | Buffer) {
  const started = performance.now();
  const mail = await parseMail(Buffer.isBuffer(raw) ? raw : Buffer.from(raw, "latin1"));
  const reading = readInbound(mail, context);
  return { mail, reading, ms: performance.now() - started };
}

/** Parts within parts, each with a boundary of its own. */
function nested(depth: number, inner: string): string {
  let text = inner;
  for (let level = depth; level > 0; level -= 1) {
    text = `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}\r\n${text}\r\n--b${level}--\r\n`;
  }
  return head + text;
}

describe("a mail made to hurt its reader", () => {
  const filler = "x".repeat(70);
  const line = `${filler}\r\n`;
  test.each([
    ["3 MB of parts within parts", nested(40_000, "Content-Type: text/plain\r\n\r\nHi")],
    [
      "50,000 parts side by side",
      `${head}Content-Type: multipart/mixed; boundary="b"\r\n\r\n${"--b\r\nContent-Type: text/plain\r\n\r\nHi\r\n".repeat(50_000)}--b--\r\n`,
    ],
    ["100,000 header lines", `${head}${"X-Filler: a\r\n".repeat(100_000)}\r\nHi`],
    ["a header line of 3 MB", `${head}X-Filler: ${"a ".repeat(1_500_000)}\r\n\r\nHi`],
    [
      "a report with 100,000 recipients",
      `${head}Content-Type: multipart/report; boundary="b"\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n${"Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n".repeat(40_000)}--b--\r\n`,
    ],
    [
      "a boundary that is said everywhere",
      `${head}Content-Type: multipart/mixed; boundary="b"\r\n\r\n${"--b".repeat(500_000)}`,
    ],
    ["3 MB of quotes", `${head}Content-Type: text/plain\r\n\r\n${"> ".repeat(20)}${line}${`> ${line}`.repeat(40_000)}`],
    ["3 MB of references", `${head}References: ${"<a@b.example> ".repeat(200_000)}\r\n\r\nHi`],
    [
      "base64 of nothing that is base64",
      `${head}Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n${"====\0\r\n".repeat(300_000)}`,
    ],
    ["HTML of 100,000 open tags", `${head}Content-Type: text/html\r\n\r\n${"<div>".repeat(100_000)}Hi`],
  ])("is read within bounds: %s", async (_, raw) => {
    const { mail, ms } = await read(raw);
    expect(mail.from).toBe("a@reader.example");
    expect(mail.text.length).toBeLessThanOrEqual(256_000);
    // 200 ms a megabyte on a quiet machine; several share this one.
    expect(ms).toBeLessThan(4_000);
  });

  test("of 200 recipients in a report no more are read, because we write to one", async () => {
    const groups = "Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n".repeat(1_000);
    const { reading } = await read(
      `${head}Content-Type: multipart/report; boundary="b"\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n${groups}--b--\r\n`,
    );
    expect(reading.class === "bounce" && reading.recipients.length).toBe(200);
  });
});

describe("a mail in a wrong or unknown charset", () => {
  test.each([
    ["one that does not exist", "x-klingon", Buffer.from("Sounds good, let's talk.")],
    ["UTF-8 that is Latin-1", "utf-8", Buffer.from("Klingt gut, schöne Grüße", "latin1")],
    ["Latin-1 that is UTF-8", "iso-8859-1", Buffer.from("Klingt gut, schöne Grüße", "utf8")],
    ["UTF-16 that is ASCII", "utf-16", Buffer.from("Sounds good")],
  ])("is read all the same: %s", async (_, charset, text) => {
    const raw = Buffer.concat([Buffer.from(`${head}Content-Type: text/plain; charset=${charset}\r\n\r\n`), text]);
    const { reading } = await read(raw);
    expect(reading.class).toBe("human");
    expect("text" in reading && reading.text).not.toBe("");
  });
});

describe("a report whose form was lost on the way", () => {
  const fields =
    "Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n";
  const from = "From: MAILER-DAEMON@mx.example\r\nReturn-Path: <>\r\nSubject: Returned mail\r\n";
  const type = 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n';

  test.each([
    ["without its boundaries", `${from}${type}It failed.\r\n\r\n${fields}`],
    [
      "cut in its middle",
      `${from}${type}--b\r\n\r\nIt failed.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n${fields}`,
    ],
    [
      "passed on as an attachment by a gateway",
      `${from}Content-Type: multipart/mixed; boundary="o"\r\n\r\n--o\r\n\r\nThe following mail could not be delivered.\r\n--o\r\nContent-Type: message/rfc822\r\n\r\n${type}--b\r\nContent-Type: message/delivery-status\r\n\r\n${fields}--b--\r\n--o--\r\n`,
    ],
  ])("still says who it is about: %s", async (_, raw) => {
    const { reading } = await read(raw);
    expect(reading).toMatchObject({ class: "bounce", recipients: [{ address: "a@b.example", reason: "no_mailbox" }] });
  });

  test("says of each recipient in a transcript what was said of them", async () => {
    const { reading } = await read(
      `${from}\r\n   ----- Transcript of session follows -----\r\nWhile talking to a.example:\r\n>>> RCPT To:<a@a.example>\r\n<<< 550 <a@a.example>... User unknown\r\n550 <a@a.example>... User unknown\r\n550 <b@b.example>... Host unknown\r\nWhile talking to c.example:\r\n>>> DATA\r\n<<< 552 Message size exceeds fixed maximum\r\n554 <c@c.example>... Service unavailable\r\n`,
    );
    expect(reading.class === "bounce" && reading.recipients.map((one) => [one.address, one.reason])).toEqual([
      ["a@a.example", "no_mailbox"],
      ["b@b.example", "no_mail_host"],
      ["c@c.example", "too_big"],
    ]);
  });
});
