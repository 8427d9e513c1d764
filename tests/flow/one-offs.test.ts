import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Product, startProduct } from "../support/product.ts";
import { until } from "../support/until.ts";
import { Scene } from "./scene.ts";

let product: Product;
let scene: Scene;
let accountId: string;

beforeAll(async () => {
  product = await startProduct();
  scene = new Scene(await product.workspace());
  accountId = (await scene.api("GET /sending-accounts", { query: {} })).data[0]?.id ?? "";
});
afterAll(() => product?.stop());

const content = {
  subject: "For {{ contact.firstName }}",
  htmlContent: '<p>See <a href="https://tidewater.example/page">a page</a></p>',
};

async function caught(to: string, nth = 1) {
  const mail = await until(`mail ${nth} reached ${to}`, async () => {
    const { data } = await scene.api("GET /sandbox/emails", { query: { to } });
    return data.toReversed()[nth - 1];
  });
  return scene.api("GET /sandbox/emails/:id", { params: { id: mail.id } });
}

async function usage() {
  const account = await scene.api("GET /sending-accounts/:id", { params: { id: accountId } });
  return account.currentUsage;
}

describe("a test send", () => {
  test("arrives filled for a contact, and whatever its reader does stops nobody and counts in no sequence", async () => {
    const sequence = await scene.sequence([{}, { delay: { value: 1, unit: "hours" } }]);
    const person = await scene.reader(sequence, { firstName: "Nora" });
    const before = await usage();
    const sent = await scene.api("POST /templates/test-send", {
      body: { content, contactId: person.contact.id, sendingAccountId: accountId, to: person.contact.email },
    });
    expect(sent.status).toBe("scheduled");
    const mail = await caught(person.contact.email, 2);
    expect(mail).toMatchObject({ subject: "For Nora", emailId: sent.emailId });
    // The provider's hour knows of it; the day is the sequences'.
    expect(await usage()).toMatchObject({ daily: before.daily, hourly: before.hourly + 1 });

    for (const act of ["unsubscribe", "complain"] as const)
      await scene.api(`POST /sandbox/emails/:id/${act}`, { params: { id: mail.id } });
    await scene.api("POST /sandbox/emails/:id/bounce", { params: { id: mail.id }, body: { kind: "hard" } });
    await scene.api("POST /sandbox/emails/:id/reply", { params: { id: mail.id }, body: { text: "Looks fine" } });
    await scene.settle();
    expect((await scene.api("GET /suppressions", { query: {} })).data).toEqual([]);
    expect(await scene.enrollment(person)).toMatchObject({ status: "active" });
    expect(await scene.emails(person)).toHaveLength(1);
    const { summary } = await scene.api("GET /sequences/:id/analytics", { params: { id: sequence.id }, query: {} });
    expect(summary).toMatchObject({ sent: 1, replied: 0 });
  });

  test("goes to one's own address unless told otherwise, and says at once which word is missing", async () => {
    const ask = (subject: string) =>
      scene.api("POST /templates/test-send", {
        body: {
          content: { ...content, subject, preheader: "Ten minutes" },
          contactId: null,
          sendingAccountId: accountId,
          to: null,
        },
      });
    const { emailId } = await ask("For {{ contact.firstName }}");
    const mail = await until("it arrived", async () => {
      const { data } = await scene.api("GET /sandbox/emails", { query: {} });
      return data.find((one) => one.emailId === emailId);
    });
    const { html } = await scene.api("GET /sandbox/emails/:id", { params: { id: mail.id } });
    expect(html).toContain("Ten minutes");
    await expect(ask("For {{ company.name }}")).rejects.toMatchObject({
      body: { status: 422, code: "invalid_request", detail: expect.stringContaining("company.name") },
    });
    await expect(ask("For {{ contact.firstName")).rejects.toMatchObject({ body: { code: "template_syntax" } });
  });
});

describe("an email somebody writes to one contact", () => {
  const write = (contactId: string, inReplyTo?: string) =>
    scene.api("POST /contacts/:id/emails", {
      params: { id: contactId },
      body: { sendingAccountId: accountId, ...content, ...(inReplyTo === undefined ? {} : { inReplyTo }) },
    });

  test("answers the mail it names, counts in the account's day, and is tracked like any other", async () => {
    const contact = await scene.contact({ firstName: "Idris" });
    const before = await usage();
    const first = await write(contact.id);
    const mail = await scene.mailTo({ contact });
    await scene.sent({ contact });
    expect(await usage()).toMatchObject({ daily: before.daily + 1, hourly: before.hourly + 1 });
    await scene.api("POST /sandbox/emails/:id/open", { params: { id: mail.id }, body: {} });
    await scene.api("POST /sandbox/emails/:id/reply", { params: { id: mail.id }, body: { text: "Tell me more" } });
    // An open right after the mail left waits some seconds for its verdict: it could be the first of a burst.
    await scene.advance(10, "seconds");
    expect(await scene.emails({ contact })).toMatchObject([
      { id: first.id, kind: "manual", status: "sent", openCount: 1, repliedAt: expect.any(String), sequenceId: null },
    ]);

    const { attempts } = await scene.api("GET /emails/:id/trace", { params: { id: first.id } });
    expect(attempts).toMatchObject([{ attempt: 1, outcome: "accepted" }]);
    const said = [...(attempts[0]?.opening ?? []), ...(attempts[0]?.lines ?? [])].map((line) => line.said).join("\n");
    expect(said).toMatch(/EHLO .*AUTH \w+ \(secret\).*RCPT TO:<reader.*DATA.*354.*\(the email\).*250/s);
    expect(said).not.toContain(product.mailPassword(scene.place.workspaceId, first.fromEmail ?? ""));
    expect(said).not.toContain("Idris");

    await write(contact.id, "<theirs@reader.example>");
    const answer = await scene.mailTo({ contact }, 2);
    expect(answer.raw).toMatch(/^In-Reply-To: <theirs@reader\.example>\r?\nReferences: <theirs@reader\.example>\r?$/m);
  });

  test("is refused to whoever asked to be left alone", async () => {
    const contact = await scene.contact({ firstName: "Tove" });
    await write(contact.id);
    const mail = await scene.mailTo({ contact });
    await scene.api("POST /sandbox/emails/:id/unsubscribe", { params: { id: mail.id } });
    await scene.settle();
    await expect(write(contact.id)).rejects.toMatchObject({ body: { status: 409, code: "suppressed" } });
  });
});

describe("a seed test", () => {
  const body = { subject: "Docks", htmlContent: "<p>Hi, two docks open next month.</p>" };

  test("tells in which folder every other mailbox of the workspace has the mail, and is kept", async () => {
    const other = new Scene(await product.workspace());
    const [sender] = (await other.api("GET /sending-accounts", { query: {} })).data;
    for (const email of ["seed1@sandbox.haste.test", "seed2@sandbox.haste.test"])
      await other.api("POST /sending-accounts", { body: { provider: "smtp", email, status: "paused" } });
    await other.api("POST /seed-tests", { body: { ...body, sendingAccountId: sender?.id ?? "" } });
    const found = await until("both mailboxes have it", async () => {
      const [test] = (await other.api("GET /seed-tests", { query: {} })).data;
      return test?.seeds.every(({ placement }) => placement === "inbox") ? test : undefined;
    });
    expect(found).toMatchObject({ subject: "Docks", email: sender?.email });
    expect(found.seeds.map(({ email, folder, trouble }) => [email, folder, trouble])).toEqual([
      ["seed1@sandbox.haste.test", "INBOX", null],
      ["seed2@sandbox.haste.test", "INBOX", null],
    ]);
    const { id } = await other.api("POST /seed-tests/:id/look", { params: { id: found.id } });
    await until("the second look ends", async () => {
      const job = await other.api("GET /jobs/:id", { params: { id } });
      return job.status === "done" && job.counts.inbox === 2;
    });
  });

  test("needs a mailbox to look into", async () => {
    const alone = new Scene(await product.workspace());
    const [sender] = (await alone.api("GET /sending-accounts", { query: {} })).data;
    const started = alone.api("POST /seed-tests", { body: { ...body, sendingAccountId: sender?.id ?? "" } });
    await expect(started).rejects.toMatchObject({ body: { errors: [{ code: "no_seeds" }] } });
  });
});
