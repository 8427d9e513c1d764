import { createHmac, generateKeyPairSync, randomBytes, randomUUID, sign } from "node:crypto";
import type { HookService } from "@haste/contract/nouns/provider-hooks";
import { MINUTE_MS } from "@haste/engine/base";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { refusalOf } from "../../../../../tests/support/call-route.ts";
import { createTestDatabase, type TestDatabase } from "../../../../../tests/support/database.ts";
import { type HookWorld, openHookWorld, uncertain } from "../../../../../tests/support/hook-world.ts";
import { type Claimed, LedgerWorld, signalOf } from "../../../../../tests/support/ledger-world.ts";
import { listen } from "../../../platform/db/index.ts";
import { serverKey } from "../../send/providers/smtp/certificates.fixture.ts";
import { mailboxChannel } from "./commit-notices.ts";

let database: TestDatabase;
let hook: HookWorld;
let world: LedgerWorld;
let email: Claimed;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  hook = await openHookWorld(database.db);
  ({ world, email } = hook);
});
afterEach(() => hook.app.close());

const show = () => hook.show();
const listenTo: HookWorld["listenTo"] = (service, given) => hook.listenTo(service, given);
const post: HookWorld["post"] = (path, body, headers) => hook.post(path, body, headers);
const addressOf = (service: HookService) => hook.addressOf(service);
const becomes = (provider: string) => hook.becomes(provider);
const stands = () => hook.stands();
const secret = "a shared secret of sixteen".replaceAll(" ", "-");
const bearer = { authorization: `Bearer ${secret}` };
const told = (event: string, more: object = {}) => ({
  ...{ id: "e1", event, emailId: email.id, recipient: email.to_email },
  ...more,
});

describe("SendGrid's signed events", () => {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const shown = publicKey.export({ format: "der", type: "spki" }).toString("base64");

  async function tell(events: unknown, { ageMs = 0, tamper = "" } = {}) {
    const body = JSON.stringify(events);
    const timestamp = String(Math.floor((world.now - ageMs) / 1_000));
    const signature = sign("sha256", Buffer.from(timestamp + body), privateKey).toString("base64");
    return post(await addressOf("sendgrid"), body + tamper, {
      "x-twilio-email-event-webhook-signature": signature,
      "x-twilio-email-event-webhook-timestamp": timestamp,
    });
  }
  const event = (name: string, more: object = {}) => ({
    ...{ event: name, email: email.to_email, sg_event_id: `id of ${name}`, haste_email: email.id },
    ...more,
  });

  beforeEach(async () => {
    await becomes("sendgrid");
    await listenTo("sendgrid", shown);
  });

  test("settle an uncertain email as delivered, and told again they change nothing", async () => {
    expect(await tell([event("processed"), event("delivered")])).toEqual({ status: 204, said: "" });
    const delivered = { ...uncertain, status: "delivered", step: 1 };
    expect(await stands()).toEqual({ ...delivered, counted: { taken: 2 } });
    await tell([event("delivered")]);
    expect(await stands()).toEqual({ ...delivered, counted: { taken: 2, known: 1 } });
    const kinds = await world.rows("select kind::int from signals where email_id = $1 and kind <> 7 order by 1", [
      email.id,
    ]);
    expect(kinds).toEqual([{ kind: 1 }, { kind: 2 }]);
  });

  test("that were changed on the way, or are older than five minutes, change nothing and are counted", async () => {
    expect(await tell([event("delivered")], { tamper: " " })).toMatchObject({ status: 401 });
    expect(await tell([event("delivered")], { ageMs: 6 * MINUTE_MS })).toMatchObject({
      status: 401,
      said: expect.stringContaining("five minutes"),
    });
    expect(await tell([event("delivered")], { ageMs: -6 * MINUTE_MS })).toMatchObject({ status: 401 });
    expect(await stands()).toEqual({ ...uncertain, counted: { stale: 2, unsigned: 1 } });
  });

  test("say an address is dead: the email has bounced, its person stops and is not written to again", async () => {
    await tell([event("bounce", { type: "bounce", status: "5.1.1", reason: "550 5.1.1 No such user" })]);
    expect(await stands()).toEqual({
      ...{ status: "bounced", person: "stopped", step: 1, bounce: "hard", suppressed: 1 },
      counted: { taken: 1 },
    });
  });

  test("have the account looked at as soon as a recipient complains, and only then", async () => {
    await tell([event("delivered")]);
    expect(hook.complained).toEqual([]);
    await tell([event("spamreport")]);
    expect(hook.complained).toEqual([world.workspaceId]);
  });
});

describe("Mailgun's signed events", () => {
  const key = "key-of-mailgun-webhooks";
  function notice(name: string, { ageMs = 0, by = key } = {}) {
    const timestamp = String(Math.floor((world.now - ageMs) / 1_000));
    const token = randomBytes(25).toString("hex");
    const signature = createHmac("sha256", by)
      .update(timestamp + token)
      .digest("hex");
    return {
      signature: { timestamp, token, signature },
      "event-data": {
        event: name,
        id: `id of ${name}`,
        recipient: email.to_email,
        "user-variables": { email: email.id },
      },
    };
  }

  test("settle an uncertain email; another key, an old time and a second delivery do not", async () => {
    await becomes("mailgun");
    await listenTo("mailgun", key);
    const path = await addressOf("mailgun");
    expect(await post(path, notice("accepted", { by: "another-signing-key" }))).toMatchObject({ status: 401 });
    expect(await post(path, notice("accepted", { ageMs: 6 * MINUTE_MS }))).toMatchObject({ status: 401 });
    expect(await stands()).toEqual({ ...uncertain, counted: { unsigned: 1, stale: 1 } });
    for (let time = 0; time < 2; time += 1) await post(path, notice("complained"));
    expect(await stands()).toEqual({
      ...{ status: "sent", person: "stopped", step: 1, bounce: null, suppressed: 1 },
      counted: { taken: 1, known: 1, stale: 1, unsigned: 1 },
    });
  });
});

describe("Amazon's notices through SNS", () => {
  const topic = "arn:aws:sns:eu-west-1:123456789012:mails";
  const cert = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0f.pem";

  function notice(message: unknown, more: Readonly<Record<string, string>> = {}, ageMs = 0) {
    const fields: Record<string, string> = {
      ...{ Type: "Notification", MessageId: "m1", TopicArn: topic, Message: JSON.stringify(message) },
      ...{ Timestamp: new Date(world.now - ageMs).toISOString(), SignatureVersion: "2", SigningCertURL: cert, ...more },
    };
    const signed =
      fields.Type === "Notification"
        ? ["Message", "MessageId", "Timestamp", "TopicArn", "Type"]
        : ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];
    const text = signed.map((name) => `${name}\n${fields[name]}\n`).join("");
    return { ...fields, Signature: sign("sha256", Buffer.from(text), serverKey).toString("base64") };
  }
  const delivery = () => ({
    eventType: "Delivery",
    mail: { messageId: "0102", destination: [email.to_email], tags: { email: [email.id] } },
    delivery: { recipients: [email.to_email], smtpResponse: "250 ok" },
  });
  let path: string;

  beforeEach(async () => {
    await world.rows("update workspaces set mode = 'live' where id = $1", [world.workspaceId]);
    await becomes("ses");
    await listenTo("ses", topic);
    path = await addressOf("ses");
  });

  test("settle an uncertain email by Amazon's certificate, which is fetched once", async () => {
    for (let time = 0; time < 2; time += 1) expect(await post(path, notice(delivery()))).toMatchObject({ status: 204 });
    expect(await stands()).toMatchObject({ status: "delivered", step: 1, counted: { taken: 1, known: 1 } });
    expect(hook.asked).toEqual([cert]);
  });

  test("from somebody else's topic, certificate or time change nothing, and nobody is asked", async () => {
    const odd = [
      notice(delivery(), { TopicArn: "arn:aws:sns:eu-west-1:999999999999:theirs" }),
      ...["https://sns.eu-west-1.amazonaws.com.evil.example/SimpleNotificationService-0f.pem", "http://127.0.0.1/a.pem"]
        .concat(
          "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0f.pem",
          "https://x@sns.eu-west-1.amazonaws.com/a",
        )
        .map((SigningCertURL) => notice(delivery(), { SigningCertURL })),
    ];
    for (const one of odd) expect(await post(path, one)).toMatchObject({ status: 401 });
    expect(hook.asked).toEqual([]);
    expect(await post(path, { ...notice(delivery()), Message: "{}" })).toMatchObject({ status: 401 });
    expect(await post(path, notice(delivery(), {}, 6 * MINUTE_MS))).toMatchObject({ status: 401 });
    expect(await stands()).toEqual({ ...uncertain, counted: { foreign: 5, unsigned: 1, stale: 1 } });
  });

  test("confirm the subscription of our own topic, at Amazon only", async () => {
    const subscribe = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t";
    const ask = (SubscribeURL: string) =>
      notice("Hello", { Type: "SubscriptionConfirmation", Token: "t", SubscribeURL });
    expect(await post(path, ask("https://169.254.169.254/?Action=ConfirmSubscription"))).toMatchObject({ status: 401 });
    expect(await post(path, ask(subscribe))).toMatchObject({ status: 204 });
    expect(hook.asked).toEqual([cert, subscribe]);
    expect((await stands()).counted).toEqual({ confirmed: 1, foreign: 1 });
  });

  test("come again while Amazon's certificate cannot be fetched, and count then", async () => {
    hook.amazon.isAway = true;
    expect(await post(path, notice(delivery()))).toMatchObject({ status: 503 });
    expect(await stands()).toEqual({ ...uncertain, counted: { unreachable: 1 } });
    hook.amazon.isAway = false;
    expect(await post(path, notice(delivery()))).toMatchObject({ status: 204 });
    expect(await stands()).toMatchObject({ status: "delivered", counted: { taken: 1, unreachable: 1 } });
  });

  test("are not read in a sandbox, which asks nobody outside", async () => {
    await world.rows("update workspaces set mode = 'sandbox' where id = $1", [world.workspaceId]);
    expect(await post(path, notice(delivery()))).toMatchObject({
      status: 401,
      said: expect.stringContaining("sandbox"),
    });
    expect([hook.asked, (await stands()).counted]).toEqual([[], { not_live: 1 }]);
  });
});

describe("events of other services", () => {
  let path: string;
  beforeEach(async () => {
    await listenTo("generic", secret);
    path = await addressOf("generic");
  });

  test("need the shared secret, as a bearer token or a password", async () => {
    const basic = (pass: string) => ({ authorization: `Basic ${Buffer.from(`any:${pass}`).toString("base64")}` });
    for (const headers of [{}, { authorization: "Bearer wrong" }, basic("wrong")]) {
      expect(await post(path, told("delivered"), headers)).toMatchObject({ status: 401 });
    }
    expect(await post(path, told("opened"), basic(secret))).toMatchObject({ status: 204 });
    expect(await stands()).toMatchObject({ status: "sent", step: 1, counted: { unsigned: 3, taken: 1 } });
  });

  test("about other people, accounts, workspaces or a mail that never left change nothing and say so", async () => {
    const other = await LedgerWorld.create(database.db);
    const [theirs] = (await other.toTheWire(1)).emails;
    const waiting = await world.enroll(1);
    await world.plan();
    const [later] = await world.rows<{ id: string }>("select id from email_activities where enrollment_id = $1", [
      waiting[0]?.enrollmentId,
    ]);
    const odd = [
      told("bounced", { recipient: "eve@example.com" }),
      told("bounced", { emailId: theirs?.id, recipient: theirs?.to_email }),
      told("bounced", { emailId: later?.id, recipient: undefined }),
      told("forwarded"),
    ];
    expect(await post(path, odd, bearer)).toEqual({ status: 204, said: "" });
    const account = randomUUID();
    await world.rows(
      `insert into sending_accounts (workspace_id, id, provider, email, display_name)
       values ($1, $2, 'smtp', 'ada@sandbox.haste.test', 'Ada')`,
      [world.workspaceId, account],
    );
    await world.rows("update email_activities set sending_account_id = $2 where id = $1", [email.id, account]);
    await post(path, told("delivered"), bearer);
    expect(await stands()).toEqual({
      ...uncertain,
      counted: { other_recipient: 1, unknown_email: 1, never_sent: 1, ignored: 1, other_account: 1 },
    });
  });

  test("that nobody can read are refused with the reason, and leave a count", async () => {
    expect(await post(path, "{", bearer)).toMatchObject({ status: 400 });
    expect(await post(path, "[".repeat(200_000), bearer)).toMatchObject({ status: 400 });
    expect(await post(path, "x".repeat(5_000_001), bearer)).toMatchObject({ status: 413 });
    expect(await post(path.replace("generic", "postmark"), {}, bearer)).toMatchObject({ status: 404 });
    const [forged, unknown] = [
      `${path.slice(0, -1)}${path.endsWith("A") ? "B" : "A"}`,
      path.replace("generic", "none"),
    ];
    for (const nowhere of [forged, unknown]) expect(await post(nowhere, {}, bearer)).toMatchObject({ status: 404 });
    expect(await stands()).toEqual({ ...uncertain, counted: { unreadable: 2, too_big: 1, other_service: 1 } });
  });

  test("a mail the service only puts off stays its own to send, and an unsubscribe there counts here", async () => {
    await world.results([signalOf(email, "sent", { claimId: email.claimId })]);
    await post(path, told("deferred", { reply: "450 4.2.1 busy" }), bearer);
    expect(await stands()).toMatchObject({ status: "sent", person: "active", counted: { known: 1 } });
    await post(path, told("unsubscribed"), bearer);
    expect(await stands()).toMatchObject({ person: "stopped", suppressed: 1, counted: { known: 1, taken: 1 } });
  });

  test("a hundred notices at once are all kept", async () => {
    const notices = Array.from({ length: 100 }, (_, place) => post(path, told("opened", { id: `e${place}` }), bearer));
    expect(new Set((await Promise.all(notices)).map(({ status }) => status))).toEqual(new Set([204]));
    const { counted } = await stands();
    expect(Object.values(counted).reduce((sum, count) => sum + count, 0)).toBe(100);
  });
});

describe("a mailbox's provider", () => {
  /** Calls the reader of this mailbox, as a worker would hear it. */
  async function heard(work: () => Promise<unknown>): Promise<string> {
    let stop: (() => Promise<void>) | undefined;
    try {
      const call = new Promise<string>((resolve) => {
        void listen(world.db, mailboxChannel, (payload) => resolve(payload ?? "")).then(async (unlisten) => {
          stop = unlisten;
          await work();
        });
      });
      return await call;
    } finally {
      await stop?.();
    }
  }
  const woken = () => JSON.stringify({ workspaceId: world.workspaceId, accountId: world.accountId });

  test("Gmail says that this mailbox has news, and it is looked into", async () => {
    await becomes("gmail");
    await listenTo("gmail");
    const path = await addressOf("gmail");
    const news = (emailAddress: string) => ({
      message: { data: Buffer.from(JSON.stringify({ emailAddress, historyId: 1 })).toString("base64") },
    });
    expect(await post(path, news("eve@example.com"))).toMatchObject({ status: 401 });
    expect(await heard(() => post(path, news("grace@sandbox.haste.test")))).toBe(woken());
    expect((await stands()).counted).toEqual({ woken: 1, foreign: 1 });
  });

  test("Microsoft gets its token back, and wakes the reader only with our clientState", async () => {
    await becomes("outlook");
    await listenTo("outlook", secret);
    const path = await addressOf("outlook");
    const echo = await hook.app.inject({ method: "POST", url: `${path}?validationToken=Validation%3A+a+b%3C` });
    expect([echo.statusCode, echo.headers["content-type"], echo.body]).toEqual([
      200,
      "text/plain; charset=utf-8",
      "Validation: a b<",
    ]);
    expect(await post(path, { value: [{ clientState: secret }, { clientState: "theirs" }] })).toMatchObject({
      status: 401,
    });
    expect(await heard(() => post(path, { value: [{ clientState: secret }] }))).toBe(woken());
    expect((await stands()).counted).toEqual({ woken: 1, unsigned: 1 });
  });
});

describe("the hook of a sending account", () => {
  test("is nobody's at first, is set up with a secret that never comes back, and ends", async () => {
    const before = await show();
    expect(before).toMatchObject({ service: null, hasSecret: false, lastEventAt: null, outcomes: [] });
    const path = await addressOf("postmark");
    expect(await post(path, {}, bearer)).toMatchObject({ status: 404 });
    const set = await listenTo("postmark", secret);
    expect(set).toMatchObject({ service: "postmark", hasSecret: true });
    expect(JSON.stringify(set)).not.toContain(secret);
    expect(await listenTo("postmark")).toMatchObject({ service: "postmark", hasSecret: true });
    await post(path, { RecordType: "Delivery", Recipient: email.to_email, Metadata: { email: email.id } }, bearer);
    expect(await show()).toMatchObject({ lastEventAt: new Date(world.now).toISOString() });
    expect(await listenTo(null)).toMatchObject({ service: null, hasSecret: false });
    expect(await post(path, {}, bearer)).toMatchObject({ status: 404 });
    expect((await stands()).counted).toEqual({ not_set_up: 2, taken: 1 });
  });

  test("takes only services of its provider, and secrets that can be ones", async () => {
    expect(await refusalOf(listenTo("gmail"))).toEqual(["invalid_request", "invalid /service"]);
    for (const [service, entered] of [
      ["postmark", undefined],
      ["postmark", "short"],
      ["sendgrid", "not a key"],
      ["ses", "arn:aws:s3:::bucket"],
    ] as const) {
      expect(await refusalOf(listenTo(service, entered))).toEqual(["invalid_request", "invalid /secret"]);
    }
  });
});
