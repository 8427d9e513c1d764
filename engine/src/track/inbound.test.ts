import { describe, expect, test } from "vitest";
import { epochDayOf } from "../base/index.ts";
import { readInbound } from "./inbound.ts";
import type { InboundMail } from "./inbound-mail.ts";

const context = { ownAddresses: new Set(["amina@haste.example"]), today: epochDayOf(2026, 11, 22) };

function mail(more: Partial<Omit<InboundMail, "headers">> & { headers?: Record<string, string> } = {}): InboundMail {
  const { headers = {}, ...rest } = more;
  return {
    from: "eleni@reader.example",
    fromName: "Eleni",
    subject: "Re: A question",
    text: "Yes, Thursday works.",
    reports: [],
    ...rest,
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
  };
}

const read = (more?: Parameters<typeof mail>[0]) => readInbound(mail(more), context);

function returned(fields: string, text = "") {
  return read({
    from: "mailer-daemon@mx.reader.example",
    text,
    headers: { "Auto-Submitted": "auto-replied", "Return-Path": "<>" },
    reports: [{ type: "delivery-status", text: `Reporting-MTA: dns; mx.reader.example\r\n\r\n${fields}` }],
  });
}

describe("a complaint", () => {
  const report = (type: string) =>
    read({
      headers: { "Auto-Submitted": "auto-generated" },
      reports: [
        {
          type: "feedback-report",
          text: `Feedback-Type: ${type}\r\nVersion: 1\r\nUser-Agent: x/1\r\nOriginal-Rcpt-To: <Eleni@Reader.example>\r\n`,
        },
      ],
    });

  test.each(["abuse", "opt-out", "Abuse"])("counts when it says %s", (type) => {
    expect(report(type)).toMatchObject({
      class: "complaint",
      feedback: { complains: true, recipients: ["eleni@reader.example"] },
    });
  });

  test.each(["auth-failure", "not-spam", "virus", "dmarc"])("is none when it says %s", (type) => {
    expect(report(type)).toMatchObject({ class: "complaint", feedback: { complains: false } });
  });
});

describe("a delivery report", () => {
  test("of a mailbox that does not exist says that the address is dead", () => {
    const reading = returned(
      "Original-Recipient: rfc822;eleni@reader.example\r\nFinal-Recipient: rfc822; e.p@inside.reader.example\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1\r\n  User unknown\r\n",
    );
    expect(reading).toMatchObject({
      class: "bounce",
      recipients: [
        {
          address: "e.p@inside.reader.example",
          originalAddress: "eleni@reader.example",
          action: "failed",
          status: "5.1.1",
          said: "550 5.1.1 User unknown",
          bounceType: "hard",
        },
      ],
    });
  });

  test.each([
    ["5.2.2", "552 5.2.2 Mailbox full", "soft"],
    ["4.4.7", "Delivery time expired", "soft"],
    ["5.7.1", "550 5.7.1 Message refused by policy", "block"],
    ["5.7.26", "550 5.7.26 This mail is unauthenticated", "auth"],
    ["5.7.515", "550 5.7.515 Access denied, sending domain does not meet the required authentication level", "auth"],
    ["5.0.0", "550 No such user here", "soft"],
    ["5.0.0", "550 No such user here (in reply to RCPT TO command)", "hard"],
    ["5.2.1", "550 5.2.1 User unknown", "soft"],
    ["5.1.1", "550 5.1.1 203.0.113.2 has sent to too many recipients this hour", "block"],
    ["5.4.1", "550 5.4.1 Recipient address rejected: Access denied (in reply to RCPT TO command)", "hard"],
    ["5.3.4", "552 5.3.4 Message too big for system", "content"],
    ["4.1.1", "450 4.1.1 user unknown", "soft"],
    ["5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found", "hard"],
  ])("with %s %j is a bounce of type %s", (status, said, type) => {
    const reading = returned(
      `Final-Recipient: rfc822; eleni@reader.example\r\nAction: failed\r\nStatus: ${status}\r\nDiagnostic-Code: smtp; ${said}\r\n`,
    );
    expect(reading.class === "bounce" && reading.recipients[0]?.bounceType).toBe(type);
  });

  test.each([
    ["4.1.1", "450 4.1.1 user unknown", "no_mailbox", "soft"],
    ["4.0.0", "DNS type 'mx' lookup responded with NOERROR: returned Null MX", "no_mail_host", "soft"],
    ["4.0.0", "DNS type 'mx' lookup responded with NXDOMAIN: Domain name not found", "unreachable", "soft"],
    ["4.0.0", "450 4.0.0 Temporary failure", "unknown", "unknown"],
    ["4.3.0", "451 4.3.0 Temporary failure", "unreachable", "soft"],
    ["4.4.5", "452 4.4.5 Insufficient disk space; try again later", "unreachable", "soft"],
    ["5.0.0", "550 Rejected (in reply to EHLO command)", "reputation", "block"],
    ["5.0.0", "550 Rejected (in reply to RCPT TO command)", "policy", "block"],
    ["5.0.0", "550 Sender address has been blacklisted", "policy", "block"],
    ["5.0.0", "550 IP address has been blacklisted", "reputation", "block"],
    ["5.0.0", "550 mail box space not enough", "mailbox_full", "soft"],
  ])("with %s %j came back for %s, and that is %s", (status, said, reason, bounceType) => {
    const reading = returned(
      `Final-Recipient: rfc822; eleni@reader.example\r\nAction: failed\r\nStatus: ${status}\r\nDiagnostic-Code: smtp; ${said}\r\n`,
    );
    expect(reading).toMatchObject({ recipients: [{ reason, bounceType }] });
  });

  test("is not read from the heading above its recipients, nor from the subject of our mail", () => {
    const reading = read({
      from: "mailer-daemon@mx.reader.example",
      subject: "Delivery status notification: error",
      text: "An error occurred while delivering to the following list of recipients:\n\nSubject: Virus in your mailbox?\n\neleni@reader.example: Domain does not exist\n",
    });
    expect(reading).toMatchObject({ class: "bounce", recipients: [{ reason: "no_mail_host", bounceType: "hard" }] });
  });

  test("from a mail daemon is no person's answer, whatever its words", () => {
    const text = "Your message to:\n\teleni@reader.example\nhas not yet been delivered, the server did not respond.";
    expect(read({ from: "MAILER-DAEMON@mx.reader.example", subject: "Warning", text }).class).toBe("delay");
    expect(read({ from: "mdaemon@mx.reader.example", subject: "Notice", text: "Look below." }).class).toBe("bounce");
  });

  test("tells its recipients apart", () => {
    const reading = returned(
      "Final-Recipient: rfc822; a@reader.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\nFinal-Recipient: rfc822; b@reader.example\r\nAction: delayed\r\nStatus: 4.2.2\r\n\r\nFinal-Recipient: rfc822; c@reader.example\r\nAction: delivered\r\nStatus: 2.0.0\r\n",
    );
    expect(reading.class).toBe("bounce");
    expect(reading.class === "bounce" && reading.recipients.map((one) => [one.address, one.action])).toEqual([
      ["a@reader.example", "failed"],
      ["b@reader.example", "delayed"],
      ["c@reader.example", "delivered"],
    ]);
  });

  test("of a delay or a delivery is no bounce", () => {
    expect(returned("Final-Recipient: rfc822; a@reader.example\r\nAction: delayed\r\nStatus: 4.4.1\r\n").class).toBe(
      "delay",
    );
    expect(returned("Final-Recipient: rfc822; a@reader.example\r\nAction: delivered\r\nStatus: 2.1.5\r\n").class).toBe(
      "delivery",
    );
  });

  test("with an address in another script or in xtext is read all the same", () => {
    const reading = returned(
      "Original-Recipient: rfc822;eleni+2Bnews@reader.example\r\nFinal-Recipient: utf-8; \\x{fc}ser@reader.example\r\nAction: failed\r\nStatus: 5.1.1\r\n",
    );
    expect(reading).toMatchObject({
      recipients: [{ address: "üser@reader.example", originalAddress: "eleni+news@reader.example" }],
    });
  });

  test("a user unknown only after the whole mail was taken is a filter's word, not the mailbox's", () => {
    const reading = returned(
      "Final-Recipient: rfc822; a@reader.example\r\nAction: failed\r\nStatus: 5.0.0\r\nDiagnostic-Code: smtp; 550 User unknown\r\n",
      "host mx said: 550 User unknown (in reply to end of DATA command)",
    );
    expect(reading).toMatchObject({ recipients: [{ bounceType: "soft", reason: "not_accepting" }] });
  });

  test("in words only is read from what the server wrote, not from the mail it returns", () => {
    const reading = read({
      from: "mailer-daemon@old.example",
      subject: "failure notice",
      text: "Hi. This is the qmail-send program.\nI'm afraid I wasn't able to deliver your message.\n\n<eleni@reader.example>:\nRemote host said: 550 5.1.1 No such user\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <amina@haste.example>\nYour mailbox is full of spam?\n",
    });
    expect(reading).toMatchObject({
      class: "bounce",
      recipients: [{ address: "eleni@reader.example", bounceType: "hard", said: "550 5.1.1 No such user" }],
    });
  });

  test("that a person forwards is that person's mail", () => {
    expect(
      read({ subject: "Fwd: Returned mail: User unknown", text: "Look what I got: 550 5.1.1 User unknown" }).class,
    ).toBe("human");
  });
});

describe("an automatic answer", () => {
  test.each([
    { "Auto-Submitted": "auto-replied" },
    { "Auto-Submitted": "auto-generated; owner" },
    { "X-Autoreply": "yes" },
    { Precedence: "auto_reply" },
    { "Return-Path": "<>" },
  ])("is known by %j", (headers) => {
    expect(read({ headers }).class).toBe("auto_reply");
  });

  test.each([
    "Automatic reply: A question",
    "Out of Office: Re: A question",
    "Abwesenheitsnotiz: Frage",
    "Réponse automatique : Question",
    "Respuesta automática: Pregunta",
  ])("is known by the subject %j", (subject) => {
    expect(read({ subject }).class).toBe("auto_reply");
  });

  test.each([
    [{ "Auto-Submitted": "no" }, "Re: A question"],
    [{ Precedence: "list", "List-Id": "<team.reader.example>" }, "Re: A question"],
    [{ Precedence: "bulk" }, "Re: A question"],
    [{}, "Re: Automatic reply: A question"],
    [{}, "Out of office next week, can we talk today?"],
  ])("is not seen in %j with the subject %j", (headers, subject) => {
    expect(read({ headers: headers as Record<string, string>, subject }).class).toBe("human");
  });

  test("says when its author is back", () => {
    const reading = read({
      headers: { "Auto-Submitted": "auto-replied" },
      text: "I am out of the office and will be back on 3 December.\n\n> On Friday we talked about 24 December.",
    });
    expect(reading).toMatchObject({ class: "auto_reply", returnsOn: "2026-12-03" });
  });

  test("and lists, bulk mail and nobody are never answered by a program", () => {
    const answered = (headers: Record<string, string>) => {
      const reading = read({ headers });
      return reading.class === "human" || reading.class === "auto_reply" ? reading.mayBeAnswered : null;
    };
    expect(answered({})).toBe(true);
    for (const headers of [
      { "List-Id": "<x>" },
      { Precedence: "junk" },
      { "Auto-Submitted": "auto-replied" },
      { "Return-Path": "<>" },
    ]) {
      expect(answered(headers as Record<string, string>)).toBe(false);
    }
  });
});

test("a copy of our own mail is nobody's reply", () => {
  expect(read({ from: "amina@haste.example", headers: { "In-Reply-To": "<x@y>" } }).class).toBe("own");
});

test("a mail of nothing at all is read as a person's empty mail", () => {
  expect(readInbound(mail({ from: null, fromName: "", subject: "", text: "" }), context)).toMatchObject({
    class: "human",
    text: "",
    asksToStop: false,
  });
});
