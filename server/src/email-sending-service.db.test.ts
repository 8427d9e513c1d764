import { createSecretKey, randomBytes } from "node:crypto";
import { addMs, asInstant, HOUR_MS } from "@haste/engine/base";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase, testLog } from "../../tests/support/database.ts";
import { LedgerWorld } from "../../tests/support/ledger-world.ts";
import { createEmailSendingService, type EmailSendingService } from "./email-sending-service.ts";
import { type ContentSeal, createSender, mailProviders, type Sender } from "./flow/send/index.ts";
import { type Deed, ScriptedServer, type Stage } from "./flow/send/providers/smtp/scripted-server.fixture.ts";

let database: TestDatabase;
let world: LedgerWorld;
let server: ScriptedServer;
let sender: Sender;
let service: EmailSendingService;
let contactId: string;
let at: Partial<Record<Stage, Deed>>;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Nothing is secret here: only that what was sealed comes back. */
const seal: ContentSeal = {
  seal: (_, content) => Buffer.from(JSON.stringify(content)),
  open: async (_, sealed) => JSON.parse(Buffer.from(sealed).toString()),
  sealTrace: (_, trace) => Buffer.from(JSON.stringify(trace)),
  openTrace: async (_, sealed) => JSON.parse(Buffer.from(sealed).toString()),
};

beforeEach(async () => {
  world = await LedgerWorld.create(database.db, { hourlyLimit: 3 });
  contactId = (await world.enroll(1))[0]?.contactId ?? "";
  at = {};
  server = new ScriptedServer({ at });
  const port = await server.listen();
  const machineNow = () => new Date(world.now);
  const place = { host: "127.0.0.1", servername: null, port, tls: "none", credentials: null } as const;
  sender = createSender({
    ...{ database: world.db, log: testLog, worker: 1, machineNow, connections: 1 },
    renderer: { render: async () => new Map() },
    loadAccount: async (_, id) => ({
      ...{
        id,
        email: "grace@sandbox.haste.test",
        displayName: "Grace",
        signature: null,
        dkimKeys: [],
        eventHeader: null,
        connections: 1,
      },
      readsReplies: false,
      connect: () => mailProviders.smtp.open(place),
    }),
    openSeal: async () => seal,
    accountFailed: async () => {},
    onCommitted: () => {},
  });
  service = createEmailSendingService({
    ...{ database: world.db, log: testLog, sender, workspaceId: world.workspaceId },
    clock: { machineNow },
    signingKeys: { newest: 1, byId: new Map([[1, createSecretKey(randomBytes(32))]]) },
    publicUrl: () => "https://haste.example",
    openSeal: async () => seal,
    chainUpTo: async (_tx, _contactId, messageId) => [messageId],
    onCommitted: () => {},
  });
});
afterEach(async () => {
  await sender.stop();
  server.close();
});

const mail = () => ({
  ...{ contactId, sendingAccountId: world.accountId, subject: "For {{ contact.firstName }}" },
  htmlContent: '<p><a href="https://tidewater.example/page">A page</a></p>',
});
const texts = () => server.heard.filter((line) => line === "DATA").length;

describe("the email sending service", () => {
  test("sends one email and many, and knows when the hour is full", async () => {
    expect(await service.checkRateLimit({ id: world.accountId })).toBe(true);
    expect(await service.sendEmail(mail())).toMatchObject({ status: "sent", reason: null });
    const results = await service.sendBulk([mail(), mail(), mail()]);
    expect(results.map((result) => result.status)).toEqual(["sent", "sent", "scheduled"]);
    expect(await service.checkRateLimit({ id: world.accountId })).toBe(false);
    world.now = addMs(world.now, HOUR_MS);
    await service.processQueue();
    expect(server.accepted).toHaveLength(4);
    await service.updateUsage({ id: world.accountId }, 2);
    expect(await service.checkRateLimit({ id: world.accountId })).toBe(false);
  });

  test("never tries again after a no for good, and later after a no for now", async () => {
    at.rcpt = "550 5.1.1 nobody\r\n";
    expect(await service.sendEmail(mail())).toMatchObject({ status: "bounced" });
    at.rcpt = "451 4.7.1 later\r\n";
    const [put] = await world.rows("delete from suppressions returning reason");
    expect(put).toEqual({ reason: "hard_bounce" });
    const { emailId, status } = await service.sendEmail(mail());
    expect(status).toBe("scheduled");
    delete at.rcpt;
    world.now = asInstant(world.now + 24 * HOUR_MS);
    await service.processQueue();
    expect(await world.rows("select id, attempt from email_activities where status = 'sent'")).toEqual([
      { id: emailId, attempt: 2 },
    ]);
    expect(server.accepted).toHaveLength(1);
  });

  test("never sends again by itself what was handed over without an answer", async () => {
    at.dot = (turn) => turn.hangUp();
    const lost = await service.sendEmail(mail());
    expect(lost).toMatchObject({ status: "uncertain", reason: expect.stringContaining("closed") });
    delete at.dot;
    world.now = addMs(world.now, 48 * HOUR_MS);
    await service.processQueue();
    expect([texts(), server.accepted]).toEqual([1, []]);
    const tried = await world.rows("select outcome, attempt from email_attempts");
    expect(tried).toEqual([{ outcome: "uncertain", attempt: 1 }]);
  });

  test("counts opens and clicks of its links, and hears of replies, bounces and complaints once", async () => {
    const { messageId } = await service.sendEmail(mail());
    world.now = addMs(world.now, HOUR_MS);
    const agent = "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15";
    await service.trackOpen(messageId, { agent });
    await service.trackClick(messageId, "https://tidewater.example/page", { agent });
    await service.trackClick(messageId, "https://elsewhere.example", { agent });
    for (let time = 0; time < 2; time += 1) {
      await service.trackReply(messageId);
      await service.processBounce({ messageId, type: "soft" });
      await service.processComplaint({ messageId });
    }
    const [email] = await world.rows(
      `select open_count as opens, click_count as clicks, replied_at is not null as replied, bounce_type as bounce,
         spam_complaint as complaint from email_activities where message_id = $1`,
      [messageId],
    );
    expect(email).toEqual({ opens: 1, clicks: 1, replied: true, bounce: "soft", complaint: true });
    expect(await world.rows("select count(*)::int as n from signals where kind in (5, 4, 11, 12, 14)")).toEqual([
      { n: 4 },
    ]);
  });

  test("reads bounces and complaints out of a provider's notice, each once, and nothing else in it", async () => {
    const { messageId } = await service.sendEmail(mail());
    const about = { email: `${contactId}@example.com`, "smtp-id": messageId };
    const notice = [
      { ...about, event: "bounce", type: "bounce", reason: "552 5.2.2 Mailbox full", sg_event_id: "a" },
      { ...about, event: "spamreport", sg_event_id: "b" },
      { ...about, event: "unsubscribe", sg_event_id: "c" },
      { ...about, event: "spamreport", sg_event_id: "d", email: "somebody@example.com" },
    ];
    for (let time = 0; time < 2; time += 1) {
      await service.processBounce({ service: "sendgrid", notice });
      await service.processComplaint({ service: "sendgrid", notice });
    }
    const [email] = await world.rows(
      `select bounce_type as bounce, spam_complaint as complaint, unsubscribed, (select count(*)::int from signals
         where kind in (4, 14)) as told from email_activities where message_id = $1`,
      [messageId],
    );
    expect(email).toEqual({ bounce: "soft", complaint: true, unsubscribed: false, told: 2 });
  });
});
