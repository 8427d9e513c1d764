import { createPublicKey, createSecretKey, randomBytes, randomUUID } from "node:crypto";
import type { ResponseOf } from "@haste/contract/client";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callRoute, refusalOf } from "../../../tests/support/call-route.ts";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../tests/support/database.ts";
import type { Caller } from "../../../tests/support/work-context.ts";
import { createAccountLoader, createConsentClients, sendingAccountRoutes } from "../catalog/sending-accounts/index.ts";
import { composeMail } from "../flow/send/compose/compose-mail.ts";
import type { AccessTokens, LaneAccount } from "../flow/send/index.ts";
import { Double } from "../flow/send/providers/doubles/double.fixture.ts";
import { gmailService } from "../flow/send/providers/doubles/gmail.fixture.ts";
import { mailgunService } from "../flow/send/providers/doubles/mailgun.fixture.ts";
import { mailParts } from "../flow/send/providers/mail-parts.fixture.ts";
import { createKeyRing, type KeyRing, makeDataKey, type WrappedKey } from "../platform/crypto/index.ts";
import { inWorkspace, type Tx } from "../platform/db/index.ts";
import { createHostPolicy } from "../platform/net/index.ts";
import { type AccountSources, accountOfLane, inboxAccounts } from "./accounts.ts";
import { sentMailsOf } from "./sent-mails.ts";

const now = new Date("2026-11-23T09:20:00.000Z");
const master = { id: randomUUID(), key: createSecretKey(randomBytes(32)) };
const dataKeys = new Map<string, WrappedKey>();
const keyRing: KeyRing<Tx> = createKeyRing(master, async (workspaceId) => {
  const key = dataKeys.get(workspaceId) ?? makeDataKey(master, workspaceId, randomUUID());
  dataKeys.set(workspaceId, key);
  return [key];
});
const policy = createHostPolicy(["127.0.0.0/8"]);
const routes = sendingAccountRoutes({
  get db() {
    return database.db;
  },
  keyRing,
  policy,
  accountChanged: async () => {},
  clients: createConsentClients({
    googleClientId: null,
    googleClientSecret: null,
    googleIssuer: "https://accounts.example",
    microsoftClientId: null,
    microsoftClientSecret: null,
    microsoftIssuer: "https://login.example",
  }),
  publicUrl: () => "https://haste.example.com",
});

let database: TestDatabase;
let live: Caller;
let sandbox: Caller;
let double: Double;
let sources: AccountSources;
const doubles: Double[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  const at = { timezone: "UTC" };
  live = { db: database.db, workspaceId: await seedWorkspace(database.db, { ...at, mode: "live" }), now };
  sandbox = { db: database.db, workspaceId: await seedWorkspace(database.db, { ...at, mode: "sandbox" }), now };
  sources = {
    loadAccounts: createAccountLoader(keyRing),
    policy,
    // Nothing listens there: whoever connects is in the sandbox, and fails.
    sandboxMail: { host: "127.0.0.1", smtpPort: 1, imapPort: 1, passwordOf: () => "" },
    providerUrls: {},
    tokens: null,
  };
});
afterEach(() => {
  for (const one of doubles.splice(0)) one.close();
});

async function standIn(name: string, service: typeof gmailService): Promise<void> {
  double = new Double(service);
  doubles.push(double);
  sources = { ...sources, providerUrls: { [name]: await double.listen() } };
}

type Account = ResponseOf<"POST /sending-accounts">;
const create = (caller: Caller, body: Record<string, unknown>): Promise<Account> =>
  callRoute(routes, "POST /sending-accounts", caller, { body: { email: "ada@mail.example.com", ...body } });
const put = (caller: Caller, { id }: Account, body: Record<string, unknown>): Promise<Account> =>
  callRoute(routes, "PUT /sending-accounts/:id", caller, { params: { id }, body });
const keyOf = async ({ id }: Account) =>
  (await inWorkspace(database.db, live.workspaceId, (tx) => sources.loadAccounts(tx, [id])))[0];

async function laneOf(caller: Caller, { id }: Account): Promise<LaneAccount> {
  const account = await inWorkspace(database.db, caller.workspaceId, (tx) => accountOfLane(sources, tx, id));
  if (account === null) throw new Error("the account is gone");
  return account;
}

async function sendBy(account: LaneAccount) {
  const opened = await account.connect();
  if (!opened.ok) return opened.error;
  const envelope = { id: randomUUID(), from: account.email, to: mailParts.to };
  const outcome = await opened.connection.send(
    { envelope, parts: mailParts, files: [], raw: composeMail(mailParts) },
    async () => "go",
  );
  opened.connection.close();
  return outcome;
}

const mailgun = { provider: "mailgun", api: { domain: "mg.example.com", region: "us", key: "key-4711" } };

describe("an account of a provider with keys", () => {
  test("sends with its key, which is sealed and never comes back", async () => {
    await standIn("mailgun", mailgunService);
    const account = await create(live, mailgun);
    expect(account.api).toEqual({ domain: "mg.example.com", region: "us", accessKeyId: null, hasKey: true });
    expect(await sendBy(await laneOf(live, account))).toMatchObject({ kind: "accepted" });
    expect(double.heard[0]?.headers.authorization).toBe(`Basic ${Buffer.from("api:key-4711").toString("base64")}`);
    const rows = await inWorkspace(database.db, live.workspaceId, (tx) =>
      tx.rows<{ row: string }>("select sending_accounts::text as row from sending_accounts"),
    );
    expect(JSON.stringify([account, rows])).not.toContain("4711");
  });

  test("keeps its key while the provider and the key's id stay, and with no other", async () => {
    const account = await create(live, mailgun);
    await put(live, account, { displayName: "Ada L." });
    await put(live, account, { api: { domain: "other.example.com", region: "eu" } });
    expect((await keyOf(account))?.api).toMatchObject({ domain: "other.example.com", key: "key-4711" });
    expect((await put(live, account, { api: { region: "eu-west-1", accessKeyId: "AKID" } })).api?.hasKey).toBe(false);
    const again = await put(live, account, { api: { region: "eu-west-1", accessKeyId: "AKID", key: "shh" } });
    expect((await put(live, again, { provider: "ses" })).api).toBeNull();
    expect(await sendBy(await laneOf(live, again))).toMatchObject({ credentials: true });
  });

  test("is refused at an address in a private network that nobody allowed, and over plain HTTP outside", async () => {
    await standIn("mailgun", mailgunService);
    const account = await create(live, mailgun);
    sources = { ...sources, policy: createHostPolicy([]) };
    await expect(sendBy(await laneOf(live, account))).rejects.toThrow("private network");
    sources = { ...sources, providerUrls: { mailgun: "http://8.8.8.8" } };
    await expect(sendBy(await laneOf(live, account))).rejects.toThrow("8.8.8.8");
    expect(double.heard).toEqual([]);
  });

  test("of a sandbox speaks to nobody but the sandbox's own mail server", async () => {
    await standIn("mailgun", mailgunService);
    const account = await create(sandbox, mailgun);
    expect(await sendBy(await laneOf(sandbox, account))).toMatchObject({
      reason: expect.stringContaining("127.0.0.1:1"),
    });
    expect(double.heard).toEqual([]);
  });
});

test("an account its owner connected sends under its token, and its mails are found again", async () => {
  await standIn("gmail", gmailService);
  const account = await create(live, { provider: "gmail" });
  expect(await sendBy(await laneOf(live, account))).toMatchObject({ credentials: true });
  const asked: unknown[] = [];
  const tokens: AccessTokens = {
    async fresh(...what) {
      asked.push(what);
      return { kind: "ok", token: "ya29" };
    },
  };
  sources = { ...sources, tokens };
  expect(await sendBy(await laneOf(live, account))).toMatchObject({ kind: "accepted" });
  expect(asked[0]).toEqual([live.workspaceId, account.id, undefined]);
  const sent = await inWorkspace(database.db, live.workspaceId, (tx) => sentMailsOf(sources, tx, account.id));
  expect(await sent?.find([mailParts.messageId, "<never@example.com>"])).toEqual([
    { kind: "found" },
    { kind: "absent" },
  ]);
});

test("an account its owner connected is read where it consented, and by IMAP where a password says so", async () => {
  const tokens: AccessTokens = { fresh: async () => ({ kind: "ok", token: "ya29" }) };
  const imap = { host: "127.0.0.1", port: 993, username: "ada", password: "secret" };
  const made = [
    await create(live, { provider: "outlook" }),
    await create(live, { provider: "gmail", email: "b@mail.example.com" }),
    await create(live, { provider: "gmail", email: "c@mail.example.com", imap }),
    await create(live, { ...mailgun, email: "d@mail.example.com" }),
    await create(sandbox, { provider: "gmail" }),
  ];
  const ways = new Map(
    (await inboxAccounts(database.db, { ...sources, tokens })).map(({ accountId, way }) => [accountId, way.kind]),
  );
  expect(made.map(({ id }) => ways.get(id))).toEqual(["outlook", "gmail", "imap", undefined, "imap"]);
});

describe("an account that signs its mails", () => {
  const dkimSigning = { domain: "example.com", selectors: ["s1"], ed25519Selector: "s1-ed" };

  test("shows what to publish, and keeps the private half to itself", async () => {
    const account = await create(live, { dkimSigning });
    const keys = account.dkimSigning?.keys ?? [];
    expect(keys.map(({ selector, isSigning, record }) => [selector, isSigning, record.name])).toEqual([
      ["s1", true, "s1._domainkey.example.com"],
      ["s1-ed", true, "s1-ed._domainkey.example.com"],
    ]);
    const shown = /^v=DKIM1; k=rsa; p=([\w+/=]+)$/.exec(keys[0]?.record.value ?? "")?.[1] ?? "";
    const published = createPublicKey({ key: Buffer.from(shown, "base64"), format: "der", type: "spki" });
    const signs = (await laneOf(live, account)).dkimKeys;
    expect(createPublicKey(signs[0]?.privateKey ?? "").equals(published)).toBe(true);
    expect(JSON.stringify(account)).not.toContain("PRIVATE");
  });

  test("changes its key over two selectors, one after the other", async () => {
    const account = await create(live, { dkimSigning });
    const signsBy = async () => (await laneOf(live, account)).dkimKeys.map((key) => key.selector);
    const first = account.dkimSigning?.keys[0]?.record.value;
    const both = await put(live, account, { dkimSigning: { domain: "example.com", selectors: ["s1", "s2"] } });
    expect([both.dkimSigning?.keys.length, both.dkimSigning?.keys[0]?.record.value]).toEqual([2, first]);
    expect(await signsBy()).toEqual(["s1"]);
    await put(live, account, { dkimSigning: { domain: "example.com", selectors: ["s2", "s1"] } });
    expect(await signsBy()).toEqual(["s2"]);
    const last = await put(live, account, { dkimSigning: { domain: "example.com", selectors: ["s2"] } });
    expect(last.dkimSigning?.keys.map((key) => key.selector)).toEqual(["s2"]);
    expect((await put(live, account, { dkimSigning: null })).dkimSigning).toBeNull();
    expect(await signsBy()).toEqual([]);
  });

  test("signs for no domain but its own", async () => {
    const signing = (domain: string, selectors = ["s1"]) =>
      refusalOf(create(live, { dkimSigning: { domain, selectors } }));
    expect(await signing("example.org")).toEqual(["invalid_request", "invalid /dkimSigning/domain"]);
    expect(await signing("ample.com")).toEqual(["invalid_request", "invalid /dkimSigning/domain"]);
    expect(await signing("example.com", ["s1", "s1"])).toEqual(["invalid_request", "invalid /dkimSigning/selectors"]);
    const account = await create(live, { dkimSigning });
    expect(await refusalOf(put(live, account, { email: "ada@example.org" }))).toContain("invalid /dkimSigning/domain");
    await put(live, account, { email: "ada@example.org", dkimSigning: null });
  });
});
