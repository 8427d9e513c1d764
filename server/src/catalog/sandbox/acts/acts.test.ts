import { simpleParser } from "mailparser";
import { describe, expect, test } from "vitest";
import type { ActDetail, ActKind } from "../queries/acts.ts";
import { linksIn } from "./links.ts";
import { readMail } from "./read-mail.ts";
import { actFiles } from "./registry.ts";

const raw = Buffer.from(
  [
    "From: Amina Yusuf <amina@sandbox.haste.test>",
    "To: =?utf-8?B?zpXOu86tzr3Otw==?= <eleni@aegean.example>",
    "Subject: Re: quick one on the dock queue",
    "Date: Tue, 24 Nov 2026 09:26:00 +0000",
    "Message-ID: <second@sandbox.haste.test>",
    "References: <first@sandbox.haste.test>",
    "List-Unsubscribe: <http://127.0.0.1:8080/u/token>",
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    "MIME-Version: 1.0",
    'Content-Type: multipart/alternative; boundary="b"',
    "",
    "--b",
    "Content-Type: text/plain; charset=utf-8",
    "",
    "Hi Eleni,",
    "worth a look?",
    "--b",
    "Content-Type: text/html; charset=utf-8",
    "",
    '<p>Hi <a href="http://127.0.0.1:8080/t/c/one?a=1&amp;b=2">five <b>weeks</b></a> and',
    '<a class="x" href=\'http://127.0.0.1:8080/t/c/two\'>pricing</a>, <a href="mailto:x@y.example">write</a>',
    '<a href="http://127.0.0.1:8080/u/token">Unsubscribe</a></p>',
    '<img width="1" src="http://127.0.0.1:8080/t/o/pixel.gif" alt="">',
    "--b--",
    "",
  ].join("\r\n"),
);

async function perform(kind: ActKind, detail: ActDetail = {}) {
  const input = {
    actId: "0193f0c1-1111-7abc-8def-0123456789ab",
    detail,
    mail: await readMail(raw),
    raw,
    recipient: "eleni@aegean.example",
    account: "amina@sandbox.haste.test",
    now: new Date("2026-11-24T11:00:00Z"),
  };
  return actFiles[kind](input);
}

async function answered(kind: ActKind, detail: ActDetail = {}) {
  const performance = await perform(kind, detail);
  if (performance.road !== "mail") throw new Error("No mail was written.");
  return { raw: performance.raw.toString("latin1"), mail: await simpleParser(performance.raw) };
}

async function visited(kind: ActKind, detail: ActDetail = {}) {
  const performance = await perform(kind, detail);
  return performance.road === "http" ? performance.visits : [];
}

describe("acting as the recipient", () => {
  test("a mail offers its links with their words, and no mailto", async () => {
    const { links, pictures, oneClickUrl, references } = await readMail(raw);
    expect(links).toEqual([
      { href: "http://127.0.0.1:8080/t/c/one?a=1&b=2", text: "five weeks" },
      { href: "http://127.0.0.1:8080/t/c/two", text: "pricing" },
      { href: "http://127.0.0.1:8080/u/token", text: "Unsubscribe" },
    ]);
    expect(pictures).toEqual(["http://127.0.0.1:8080/t/o/pixel.gif"]);
    expect(oneClickUrl).toBe("http://127.0.0.1:8080/u/token");
    expect(references).toEqual(["first@sandbox.haste.test"]);
  });

  test("opening loads the pictures in the name of a mail program, or of the machine that came first", async () => {
    const [human] = await visited("open", { as: "human" });
    expect(human).toMatchObject({ method: "GET", url: "http://127.0.0.1:8080/t/o/pixel.gif" });
    expect(human?.userAgent).toMatch(/^Mozilla\/5\.0 \(/);
    expect((await visited("open", { as: "proxy" }))[0]?.userAgent).toContain("GoogleImageProxy");
    expect((await visited("open", { as: "prefetch" }))[0]?.userAgent).toBe("Mozilla/5.0");
  });

  test("a person clicks one link, by place, address or words; a scanner walks all of them", async () => {
    expect((await visited("click")).map((visit) => visit.url)).toEqual(["http://127.0.0.1:8080/t/c/one?a=1&b=2"]);
    expect((await visited("click", { link: "pricing" })).map((visit) => visit.url)).toEqual([
      "http://127.0.0.1:8080/t/c/two",
    ]);
    const scanned = await visited("click", { as: "scanner", link: "*" });
    expect(scanned.map((visit) => visit.method)).toEqual(["HEAD", "GET", "HEAD", "GET", "HEAD", "GET"]);
  });

  test("each scanner asks in its own way, from an address of its own", async () => {
    const asked = async (detail: ActDetail) =>
      (await visited("click", { as: "scanner", ...detail })).map((v) => v.method);
    expect(await asked({ scanner: "safelinks", link: "*" })).toEqual(["GET", "GET", "GET", "GET", "GET", "GET"]);
    expect(await asked({ scanner: "mimecast", link: "pricing" })).toEqual(["HEAD", "GET"]);
    expect(await asked({ scanner: "patient", place: 1 })).toEqual(["GET"]);
    expect(await asked({ scanner: "patient", place: 2 })).toEqual([]);
    const [scan] = await visited("open", { as: "scanner", scanner: "safelinks" });
    const [person] = await visited("open", { as: "human" });
    expect(scan?.headers?.["x-forwarded-for"]).toBe("40.107.218.5");
    expect(person?.headers?.["x-forwarded-for"]).toMatch(/^203\.0\.113\./);
  });

  test("unsubscribing is one POST of the fixed words", async () => {
    expect(await visited("unsubscribe")).toMatchObject([
      { method: "POST", url: "http://127.0.0.1:8080/u/token", body: "List-Unsubscribe=One-Click" },
    ]);
  });

  test("a reply stands in its thread, quotes the mail and has one Re:", async () => {
    const { mail } = await answered("reply", { text: "Yes, Thursday." });
    expect(mail.subject).toBe("Re: quick one on the dock queue");
    expect(mail.inReplyTo).toBe("<second@sandbox.haste.test>");
    expect(mail.references).toEqual(["<first@sandbox.haste.test>", "<second@sandbox.haste.test>"]);
    expect(mail.from?.value[0]).toEqual({ address: "eleni@aegean.example", name: "Ελένη" });
    expect(mail.text).toMatch(/^Yes, Thursday\.\n\nOn .* wrote:\n> Hi Eleni,\n> worth a look\?/);
    expect(mail.headers.has("auto-submitted")).toBe(false);
  });

  test("doing the same reply again makes the same Message-ID", async () => {
    const [one, two] = [await answered("reply", { text: "Yes" }), await answered("reply", { text: "Yes" })];
    expect(one.mail.messageId).toBe("<0193f0c1-1111-7abc-8def-0123456789ab@aegean.example>");
    expect(two.mail.messageId).toBe(one.mail.messageId);
  });

  test("an answer can come from another address and start another subject", async () => {
    const { mail } = await answered("reply", {
      text: "For my colleague",
      from: "Nikos@aegean.example",
      subject: "Dock",
    });
    expect(mail.from?.value[0]).toEqual({ address: "nikos@aegean.example", name: "" });
    expect(mail.subject).toBe("Dock");
  });

  test("out of office says that a machine wrote it, and until when", async () => {
    const { mail } = await answered("out-of-office", { until: "2026-12-01" });
    expect(mail.headers.get("auto-submitted")).toBe("auto-replied");
    expect(mail.text).toContain("December 1, 2026");
    expect(mail.inReplyTo).toBe("<second@sandbox.haste.test>");
  });

  test("a bounce is a report with a status for machines and the mail itself", async () => {
    for (const [bounce, status] of [
      ["hard", "5.1.1"],
      ["soft", "4.2.2"],
      ["policy", "5.7.1"],
    ] as const) {
      const report = await answered("bounce", { bounce });
      expect(report.raw).toContain("multipart/report; report-type=delivery-status");
      expect(report.raw).toContain(
        `Final-Recipient: rfc822; eleni@aegean.example\r\nAction: failed\r\nStatus: ${status}\r\n`,
      );
      expect(report.raw).toContain("Message-ID: <second@sandbox.haste.test>");
    }
  });

  test("a complaint is a feedback report that names the recipient and carries the mail", async () => {
    const report = await answered("complain");
    expect(report.raw).toContain("report-type=feedback-report");
    expect(report.raw).toContain("Feedback-Type: abuse");
    expect(report.raw).toContain("Original-Rcpt-To: <eleni@aegean.example>");
    expect(report.raw).toContain("List-Unsubscribe: <http://127.0.0.1:8080/u/token>");
  });

  test("hostile HTML costs no more time than its length", () => {
    const evil = `${"<a ".repeat(30_000)}${'<a href="'.repeat(20_000)}${"&#".repeat(20_000)}`;
    const before = performance.now();
    expect(linksIn(evil)).toEqual([]);
    expect(performance.now() - before).toBeLessThan(500);
  });
});
