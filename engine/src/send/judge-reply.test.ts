import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeReply, readSmtpReply } from "./index.ts";
import { replyRules } from "./judge-reply.ts";

type Stage = Parameters<typeof judgeReply>[1];

const contact = "stop_contact";
/** Real answers of real servers (their hosts and people made anonymous): stage, text, and what follows from it. */
const answers: readonly (readonly [Stage, string, string])[] = [
  // Gmail
  [
    "recipient",
    "550-5.1.1 The email account that you tried to reach does not exist. Please try\r\n550 5.1.1 double-checking the recipient's email address for typos",
    `${contact} hard`,
  ],
  [
    "recipient",
    "550 5.2.1 The email account that you tried to reach is disabled. g7-20020a - gsmtp",
    `${contact} hard`,
  ],
  [
    "recipient",
    "550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered.",
    "retry as_before",
  ],
  ["recipient", "450 4.2.1 The user you are trying to contact is receiving mail too quickly.", "retry as_before"],
  ["recipient", "452 4.2.2 The email account that you tried to reach is over quota.", "retry as_before"],
  ["recipient", "552 5.2.2 The email account that you tried to reach is over quota and inactive.", `${contact} soft`],
  [
    "content",
    "550-5.7.26 This mail has been blocked because the sender is unauthenticated.\r\n550 5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM.",
    "sender_authentication",
  ],
  [
    "content",
    "550 5.7.25 [192.0.2.202] The IP address sending this message does not have a PTR record setup",
    "sender_authentication",
  ],
  [
    "content",
    "421-4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from\r\n421 4.7.28 your IP address.",
    "retry slower",
  ],
  ["content", "421 4.7.26 This mail has been rate limited because it is unauthenticated.", "retry slower"],
  ["content", "421 4.7.0 Temporary System Problem. Try again later", "retry slower"],
  [
    "content",
    "550-5.7.1 [192.0.2.22      18] Our system has detected that this message is\r\n550 5.7.1 likely unsolicited mail.",
    "content block",
  ],
  [
    "content",
    "550 5.7.1 Our system has detected that this message is likely suspicious due to the very low reputation of the sending IP address.",
    "content block",
  ],
  [
    "content",
    "552 5.7.0 This message was blocked because its content presents a potential security issue.",
    "content content",
  ],
  ["content", "552 5.2.3 Your message exceeded Google's message size limits.", `${contact} unknown`],
  ["content", "550 5.4.5 Daily user sending limit exceeded.", "stop_account"],
  ["sender", "535 5.7.8 Username and Password not accepted.", "stop_account"],
  ["connection", "454 4.7.0 Too many login attempts, please try again later.", "retry slower"],
  ["recipient", "553 5.1.2 We weren't able to find the recipient domain.", `${contact} hard`],
  // Microsoft
  [
    "recipient",
    "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient grace@example.com not found by SMTP address lookup",
    `${contact} hard`,
  ],
  ["recipient", "550 5.4.1 Recipient address rejected: Access denied. AS(201806281)", `${contact} hard`],
  ["recipient", "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required", `${contact} block`],
  ["recipient", "550 5.7.1 RESOLVER.RST.AuthRequired; authentication required", `${contact} block`],
  ["content", "550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient", "content content"],
  [
    "content",
    "550 5.7.515 Access denied, sending domain example.com does not meet the required authentication level.",
    "sender_authentication",
  ],
  [
    "content",
    "550 5.7.509 Access denied, sending domain example.com does not pass DMARC verification",
    "sender_authentication",
  ],
  ["content", "550 5.7.606 Access denied, banned sending IP [192.0.2.1]", `${contact} block`],
  [
    "content",
    "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150).",
    `${contact} block`,
  ],
  ["content", "550 5.1.8 Access denied, bad outbound sender", "stop_account"],
  ["content", "550 5.7.708 Access denied, traffic not accepted from this IP", "stop_account"],
  [
    "content",
    "554 5.2.0 STOREDRV.Submission.Exception:OutboundSpamException; Failed to process message",
    "stop_account",
  ],
  ["connection", "451 4.7.500 Server busy. Please try again later from [192.0.2.1]. (AS77713)", "retry slower"],
  [
    "connection",
    "421 RP-001 (BAY0-MC3-F25) Unfortunately, some messages from 192.0.2.1 weren't sent: exceeded the rate limit allowed.",
    "retry slower",
  ],
  ["content", "432 4.3.2 Concurrent connections limit exceeded", "retry slower"],
  ["recipient", "451 4.4.62 Mail sent to the wrong Office 365 region. ATTR35.", "retry as_before"],
  ["sender", "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.", "stop_account"],
  ["content", "554 5.2.252 SendAsDenied; ada@example.com not allowed to send as grace@example.com", "stop_account"],
  // Yahoo, iCloud, GMX
  [
    "content",
    "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1",
    "retry slower",
  ],
  [
    "connection",
    "553 5.7.2 [TSS09] All messages from 192.0.2.1 will be permanently deferred; Retrying will NOT succeed.",
    `${contact} block`,
  ],
  [
    "recipient",
    "554 delivery error: dd This user doesn't have a yahoo.com account (grace@yahoo.com) [0]",
    `${contact} hard`,
  ],
  [
    "content",
    "554 5.7.9 Message not accepted for policy reasons. See https://postmaster.yahooinc.com/error-codes",
    "content block",
  ],
  ["recipient", "552 5.2.2 <grace@icloud.com>: user is overquota", `${contact} soft`],
  ["content", "554 5.7.1 [CS01] Message rejected due to local policy.", "content block"],
  [
    "recipient",
    "550-Requested action not taken: mailbox unavailable\r\n550 For explanation visit http://postmaster.gmx.com",
    `${contact} hard`,
  ],
  // Filters and lists
  [
    "recipient",
    "451 Internal resources are temporarily unavailable - https://community.mimecast.com/docs/DOC-1369#451",
    "retry as_before",
  ],
  ["recipient", "550 Administrative prohibition - envelope blocked", `${contact} block`],
  ["content", "550 Rejected by header based Anti-Spoofing policy: ada@example.com", "sender_authentication"],
  ["recipient", "554 5.7.0 Blocked - see https://ipcheck.proofpoint.com/?ip=192.0.2.1", `${contact} block`],
  [
    "recipient",
    "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org",
    `${contact} block`,
  ],
  ["content", "550 Virus Detected; Content Rejected", "content content"],
  // Mail servers everywhere
  [
    "recipient",
    "450 4.2.0 <grace@example.org>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help/example.org.html",
    "retry as_before",
  ],
  ["recipient", "451 4.7.1 Greylisted, try again later", "retry as_before"],
  [
    "recipient",
    "550 5.1.1 <grace@example.org>: Recipient address rejected: User unknown in local recipient table",
    `${contact} hard`,
  ],
  ["recipient", "554 5.7.1 <grace@example.com>: Relay access denied", "stop_account"],
  ["connection", "421 4.7.0 mx.example.org Error: too many connections from 192.0.2.1", "retry slower"],
  ["recipient", "550 No such user here", `${contact} hard`],
  ["recipient", "552 Mailbox full", `${contact} soft`],
  ["content", "554 5.3.4 Message too big", `${contact} unknown`],
  ["content", "554 Transaction failed", "content block"],
  ["recipient", "450 Requested mail action not taken: mailbox busy", "retry as_before"],
  ["sender", "530 5.7.0 Must issue a STARTTLS command first", "stop_account"],
  // Services that send
  ["content", "454 Throttling failure: Maximum sending rate exceeded.", "retry slower"],
  ["content", "454 Throttling failure: Daily message quota exceeded.", "stop_account"],
  ["content", "554 Message rejected: Email address is not verified.", "stop_account"],
  ["content", "451 Authentication failed: Maximum credits exceeded", "stop_account"],
  ["content", "550 The from address does not match a verified Sender Identity.", "stop_account"],
  ["content", "429 Too many requests", "retry slower"],
  ["content", "252 Cannot verify, but will accept", "uncertain"],
];

const reads = (raw: string) => {
  const reply = readSmtpReply(raw);
  if (reply === null) throw new Error(`not a reply: ${raw}`);
  return reply;
};

describe("what a server's no means", () => {
  for (const [stage, raw, meaning] of answers) {
    it(`to a ${stage}: ${raw.slice(0, 90).replace(/\s+/g, " ")}`, () => {
      const { means } = judgeReply(reads(raw), stage);
      const kind = means.kind === "retry" ? `retry ${means.pace}` : means.kind;
      expect("bounceType" in means ? `${kind} ${means.bounceType}` : kind).toBe(meaning);
    });
  }

  it("says by which row, and each row says where its meaning stands", () => {
    for (const rule of replyRules) expect(rule.source, rule.name).toMatch(/^https:\/\//);
    expect(judgeReply(reads("550 5.1.1 User unknown"), "recipient")).toMatchObject({ rule: "no such person" });
  });

  it("is told for every code, every enhanced code and every stage, whatever the words", () => {
    const stages = fc.constantFrom<Stage>("connection", "sender", "recipient", "content");
    const enhanced = fc.option(fc.tuple(fc.constantFrom(4, 5), fc.nat(9), fc.nat(999)).map((parts) => parts.join(".")));
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 599 }), enhanced, fc.string(), stages, (code, number, text, stage) => {
        const { means } = judgeReply({ code, enhanced: number, text }, stage);
        // A temporary no never ends anything for a person: what stands in the words may stop the account, no more.
        if (code >= 400 && code < 500) expect(["retry", "stop_account"]).toContain(means.kind);
        // Only what a server says of an address kills it.
        if (stage === "connection" || stage === "sender") expect(means).not.toMatchObject({ bounceType: "hard" });
      }),
    );
  });

  it("waits as long as the server asks, where it says so", () => {
    const waits = (raw: string) => judgeReply(reads(raw), "recipient").waitMs;
    expect(waits("451 4.7.1 Greylisting in action, please try again in 15 minutes")).toBe(15 * 60_000);
    expect(waits("450 Greylisted, retry after 300 seconds")).toBe(300_000);
    expect(waits("421 4.7.0 Try again in 2 hours")).toBe(7_200_000);
    expect(waits("421 4.7.0 Try again later, closing connection.")).toBeNull();
  });
});
