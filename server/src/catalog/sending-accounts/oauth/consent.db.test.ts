import { createSecretKey, randomBytes, randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callRoute, refusalOf } from "../../../../../tests/support/call-route.ts";
import { ConsentDouble } from "../../../../../tests/support/consent-double.ts";
import {
  createTestDatabase,
  seedWorkspace,
  type TestDatabase,
  testLog,
} from "../../../../../tests/support/database.ts";
import { asCaller, type Caller } from "../../../../../tests/support/work-context.ts";
import { createKeyRing, makeDataKey } from "../../../platform/crypto/index.ts";
import { inWorkspace, type Tx } from "../../../platform/db/index.ts";
import { createHostPolicy } from "../../../platform/net/index.ts";
import { createAccessTokens, createConsentClients, pauseAccount, sendingAccountRoutes } from "../index.ts";

const master = { id: randomUUID(), key: createSecretKey(randomBytes(32)) };
const keyId = randomUUID();
const wrapped = new Map<string, ReturnType<typeof makeDataKey>>();
const newRing = () =>
  createKeyRing<Tx>(master, async (workspaceId) => {
    const key = wrapped.get(workspaceId) ?? makeDataKey(master, workspaceId, keyId);
    wrapped.set(workspaceId, key);
    return [key];
  });

let now = new Date("2026-11-23T09:20:00.000Z");
let double: ConsentDouble;
let database: TestDatabase;
let live: Caller;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  double = new ConsentDouble();
  await double.listen();
  now = new Date();
  live = {
    db: database.db,
    workspaceId: await seedWorkspace(database.db, { mode: "live" }),
    now,
    actorId: randomUUID(),
  };
});
afterEach(() => double.close());

const settings = () => ({
  googleClientId: double.clientId,
  googleClientSecret: double.clientSecret,
  googleIssuer: double.issuer,
  microsoftClientId: null,
  microsoftClientSecret: null,
  microsoftIssuer: double.issuer,
});
const ports = () => ({
  keyRing: newRing(),
  policy: createHostPolicy([]),
  resolve: async () => ["8.8.8.8"],
  accountChanged: async () => {},
  db: database.db,
  clients: createConsentClients(settings()),
  publicUrl: () => "https://haste.example.com",
});

const begin = (caller: Caller, body: Record<string, unknown> = { provider: "gmail" }) =>
  callRoute(sendingAccountRoutes(ports()), "POST /sending-accounts/connect", caller, { body });
const finish = (caller: Caller, query: string) =>
  callRoute(sendingAccountRoutes(ports()), "POST /sending-accounts/connect/finish", caller, { body: { query } });
const connect = async (caller = live) => finish(caller, await double.agree((await begin(caller)).url));

/** The tokens as another process keeps them, with a memory of its own; it pauses accounts as the product does. */
const newProcess = () =>
  createAccessTokens({
    database: database.db,
    keyRing: newRing(),
    clients: createConsentClients(settings()),
    machineNow: () => now,
    log: testLog,
    accountFailed: (_workspaceId, id, reason) => asCaller(live, (ctx) => pauseAccount(ctx, ports(), { id, reason })),
  });
const later = (ms: number) => {
  now = new Date(now.getTime() + ms);
};
const accountOf = (id: string) =>
  callRoute(sendingAccountRoutes(ports()), "GET /sending-accounts/:id", live, { params: { id } });

describe("connecting a mailbox by consent", () => {
  test("makes a sending account of the mailbox that agreed, whose tokens lie sealed", async () => {
    const account = await connect();
    expect(account).toMatchObject({
      email: "ada@gmail.example",
      provider: "gmail",
      status: "active",
      imap: { host: "imap.gmail.com", username: "ada@gmail.example", hasPassword: false },
    });
    const fresh = await newProcess().fresh(live.workspaceId, account.id);
    expect(fresh).toEqual({ kind: "ok", token: expect.stringMatching(/^[0-9a-f]{32}$/) });
    const rows = await inWorkspace(database.db, live.workspaceId, (tx) =>
      tx.rows<{ all: string }>("select account_tokens::text || encode(sealed, 'escape') as all from account_tokens"),
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.all).not.toContain((fresh as { token: string }).token);
    expect(double.asked).toEqual({ codes: 1, refreshes: 0 });
  });

  test("takes an answer once, and only from the person and the workspace that asked", async () => {
    const query = await double.agree((await begin(live)).url);
    const other = { ...live, workspaceId: await seedWorkspace(database.db, { mode: "live" }) };
    expect(await refusalOf(finish(other, query))).toEqual(["consent_spent"]);
    const account = await finish(live, query);
    expect(account.email).toBe("ada@gmail.example");
    expect(await refusalOf(finish(live, query))).toEqual(["consent_spent"]);
    expect(await refusalOf(finish(live, query.replace(/state=[^&]+/, "state=guessed")))).toEqual(["consent_spent"]);
    expect(double.asked.codes).toBe(1);
  });

  test("refuses an answer after a quarter of an hour, and one that says no", async () => {
    const query = await double.agree((await begin(live)).url);
    const late = { ...live, now: new Date(now.getTime() + 15 * 60_000 + 1) };
    expect(await refusalOf(finish(late, query))).toEqual(["consent_spent"]);
    const state = new URL((await begin(live)).url).searchParams.get("state");
    expect(await refusalOf(finish(live, `?error=access_denied&state=${state}`))).toEqual(["consent_refused"]);
  });

  test("of another mailbox than the account's own is refused with what to do", async () => {
    const account = await connect();
    double.email = "bob@gmail.example";
    const again = await begin(live, { provider: "gmail", accountId: account.id });
    expect(new URL(again.url).searchParams.get("login_hint")).toBe("ada@gmail.example");
    expect(await refusalOf(finish(live, await double.agree(again.url)))).toEqual(["consent_refused"]);
  });

  test("is not offered where the installation is not registered, nor in a sandbox", async () => {
    expect(await refusalOf(begin(live, { provider: "outlook" }))).toEqual(["provider_not_ready"]);
    const sandbox = { ...live, workspaceId: await seedWorkspace(database.db, { mode: "sandbox" }) };
    expect(await refusalOf(begin(sandbox))).toEqual(["not_live"]);
  });
});

describe("an access token", () => {
  test("that ran out is renewed once, however many workers ask at the same time", async () => {
    const account = await connect();
    later(59 * 60_000 + 1_000);
    const workers = Array.from({ length: 50 }, () => newProcess());
    const answers = await Promise.all(workers.map((worker) => worker.fresh(live.workspaceId, account.id)));
    expect(answers.every(({ kind }) => kind === "ok")).toBe(true);
    expect(new Set(answers.map((answer) => (answer as { token: string }).token)).size).toBe(1);
    expect(double.asked.refreshes).toBe(1);
    // One process with fifty lanes shares one question.
    later(60 * 60_000);
    const process = newProcess();
    await Promise.all(Array.from({ length: 50 }, () => process.fresh(live.workspaceId, account.id)));
    expect(double.asked.refreshes).toBe(2);
  });

  test("that the provider refused before its time is replaced once for all who met it", async () => {
    const account = await connect();
    const process = newProcess();
    const first = (await process.fresh(live.workspaceId, account.id)) as { token: string };
    const refused = { refused: first.token };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => process.fresh(live.workspaceId, account.id, refused)),
    );
    expect(answers.every((answer) => answer.kind === "ok" && answer.token !== first.token)).toBe(true);
    expect(double.asked.refreshes).toBe(1);
  });

  test("whose consent was taken back pauses the account with its reason, until it is connected again", async () => {
    const account = await connect();
    later(60 * 60_000);
    double.trouble = "invalid_grant";
    const process = newProcess();
    expect(await process.fresh(live.workspaceId, account.id)).toMatchObject({ kind: "revoked" });
    expect(await accountOf(account.id)).toMatchObject({
      status: "paused",
      statusReason: "Google takes the consent of this account no more. Connect it again.",
    });
    // Nobody asks the provider again for what it has refused.
    expect(await process.fresh(live.workspaceId, account.id)).toMatchObject({ kind: "revoked" });
    expect(double.asked.refreshes).toBe(1);
    double.trouble = "none";
    expect(await connect({ ...live, now })).toMatchObject({ id: account.id, status: "active", statusReason: null });
    expect(await process.fresh(live.workspaceId, account.id)).toMatchObject({ kind: "ok" });
  });

  test.each(["away", "invalid_client"] as const)(
    "waits where the provider is %s, and pauses nobody",
    async (trouble) => {
      const account = await connect();
      later(60 * 60_000);
      double.trouble = trouble;
      const process = newProcess();
      expect(await process.fresh(live.workspaceId, account.id)).toMatchObject({ kind: "unavailable" });
      expect(await accountOf(account.id)).toMatchObject({ status: "active" });
      double.trouble = "none";
      expect(await process.fresh(live.workspaceId, account.id)).toMatchObject({ kind: "ok" });
    },
  );
});
