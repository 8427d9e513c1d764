import { createSecretKey, randomBytes, randomUUID } from "node:crypto";
import type { ResponseOf } from "@haste/contract/client";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callRoute, refusalOf, type Sent } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../tests/support/database.ts";
import { asCaller, type Caller } from "../../../../tests/support/work-context.ts";
import { createKeyRing, type KeyRing, makeDataKey, type WrappedKey } from "../../platform/crypto/index.ts";
import { inWorkspace, type Tx } from "../../platform/db/index.ts";
import { createHostPolicy } from "../../platform/net/index.ts";
import {
  createAccountLoader,
  createConsentClients,
  ensureSandboxAccount,
  pauseAccount,
  sendingAccountRoutes,
} from "./index.ts";

const now = new Date("2026-11-23T09:20:00.000Z");
const master = { id: randomUUID(), key: createSecretKey(randomBytes(32)) };
const dataKeys = new Map<string, WrappedKey>();
/** Every workspace has a key the moment it is asked for. */
const keyRing: KeyRing<Tx> = createKeyRing(master, async (workspaceId) => {
  const key = dataKeys.get(workspaceId) ?? makeDataKey(master, workspaceId, randomUUID());
  dataKeys.set(workspaceId, key);
  return [key];
});
let asked: string[] = [];
let changed: string[] = [];
let hours: boolean[] = [];
const ports = {
  keyRing,
  policy: createHostPolicy(["10.0.0.0/8"]),
  resolve: async (host: string) => {
    asked.push(host);
    if (host === "nowhere.example.com") throw new Error("ENOTFOUND");
    if (host === "localhost") return ["127.0.0.1"];
    return [/^\d/.test(host) ? host : "8.8.8.8"];
  },
  accountChanged: async (_ctx: unknown, id: string, what: { readonly hours: boolean }) => {
    changed.push(id);
    hours.push(what.hours);
  },
};
const notRegistered = {
  googleClientId: null,
  googleClientSecret: null,
  googleIssuer: "https://accounts.example",
  microsoftClientId: null,
  microsoftClientSecret: null,
  microsoftIssuer: "https://login.example",
};
const routes = sendingAccountRoutes({
  ...ports,
  get db() {
    return database.db;
  },
  clients: createConsentClients(notRegistered),
  publicUrl: () => "https://haste.example.com",
});

let database: TestDatabase;
let live: Caller;
let sandbox: Caller;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  asked = [];
  changed = [];
  hours = [];
  const at = { timezone: "America/New_York" };
  live = { db: database.db, workspaceId: await seedWorkspace(database.db, { ...at, mode: "live" }), now };
  sandbox = { db: database.db, workspaceId: await seedWorkspace(database.db, { ...at, mode: "sandbox" }), now };
});

const call = <K extends keyof typeof routes>(key: K, caller: Caller, sent: Sent = {}): Promise<ResponseOf<K>> =>
  callRoute(routes, key, caller, sent);

const smtp = { host: "smtp.example.com", port: 587, username: "ada", password: "correct horse" };
const create = (caller: Caller, body: Record<string, unknown> = {}) =>
  call("POST /sending-accounts", caller, { body: { email: "Ada@Example.com", displayName: "Ada", ...body } });
const put = (caller: Caller, id: string, body: Record<string, unknown>) =>
  call("PUT /sending-accounts/:id", caller, { params: { id }, body });

describe("a new sending account", () => {
  test("may be made to wait until somebody says that it sends", async () => {
    const account = await create(live, { status: "paused" });
    expect(account).toMatchObject({ status: "paused", statusReason: "Not checked yet" });
    expect(await put(live, account.id, { status: "active" })).toMatchObject({ status: "active", statusReason: null });
  });

  test("starts gently in a live workspace and in a hurry in a sandbox", async () => {
    expect(await create(live)).toMatchObject({
      email: "ada@example.com",
      status: "active",
      dailyLimit: 200,
      hourlyLimit: 200,
      pacing: { minGap: { value: 20, unit: "seconds" }, jitter: 0.5, ramp: { start: 20, ceiling: 200 } },
      timezone: "America/New_York",
      spf: null,
      reputation: null,
      bounceRate: null,
      smtp: null,
    });
    expect(await create(sandbox)).toMatchObject({
      dailyLimit: 10_000,
      pacing: { minGap: { value: 0 }, jitter: 0, ramp: null },
    });
    expect(changed).toHaveLength(2);
  });

  test("sends at any hour until it has a workday, in its own zone unless another is named", async () => {
    const workday = { days: ["mon", "tue"], start: "09:00", end: "17:00" };
    const account = await create(live);
    expect(account.workday).toBeNull();
    expect((await put(live, account.id, { workday })).workday).toEqual({ ...workday, timezone: null });
    expect(hours).toEqual([false, true]);
    expect((await put(live, account.id, { displayName: "Grace" })).workday).toEqual({ ...workday, timezone: null });
    // Its hours are those of its zone, so another zone moves them.
    await put(live, account.id, { timezone: "Asia/Tokyo" });
    const inBerlin = { ...workday, timezone: "Europe/Berlin" };
    expect((await put(live, account.id, { workday: inBerlin })).workday).toEqual(inBerlin);
    await put(live, account.id, { timezone: "Europe/Lisbon" });
    expect((await put(live, account.id, { workday: null })).workday).toBeNull();
    expect(hours).toEqual([false, true, false, true, true, false, true]);
    expect(await refusalOf(create(live, { email: "b@example.com", workday: { ...workday, end: "09:00" } }))).toEqual([
      "window_empty",
      "window_empty /workday/end",
    ]);
    expect(await refusalOf(put(live, account.id, { workday: { ...workday, timezone: "Mars/Olympus" } }))).toEqual([
      "zone_unknown",
      "zone_unknown /workday/timezone",
    ]);
  });

  test("never gives its password back, neither by the API nor from the database", async () => {
    const account = await create(live, {
      smtp,
      imap: { ...smtp, host: "imap.example.com", port: 993, password: null },
    });
    expect(account.smtp).toEqual({
      client: "built-in",
      host: "smtp.example.com",
      port: 587,
      secure: false,
      tls: null,
      username: "ada",
      hasPassword: true,
    });
    expect(account.imap).toMatchObject({ secure: true, hasPassword: false });
    const stored = await inWorkspace(database.db, live.workspaceId, (tx) =>
      tx.rows<{ row: string }>(
        `select to_jsonb(a)::text || encode(secrets, 'escape') || (select string_agg(d.detail, '') from audit_details d) as row
           from sending_accounts a`,
      ),
    );
    expect(stored).toHaveLength(1);
    expect(JSON.stringify([account, stored])).not.toContain("correct horse");
    const [loaded] = await asCaller(live, (ctx) => createAccountLoader(keyRing)(ctx.tx, [account.id]));
    expect(loaded?.smtp).toMatchObject({ password: "correct horse", tls: "starttls", isSandbox: false });
  });

  test("is the only one of its address", async () => {
    const { id } = await create(live);
    expect(await refusalOf(create(live, { email: "ADA@example.com" }))).toEqual(["name_taken"]);
    const other = await create(live, { email: "bob@example.com" });
    expect(await refusalOf(put(live, other.id, { email: "ada@example.com" }))).toEqual(["name_taken"]);
    await call("DELETE /sending-accounts/:id", live, { params: { id } });
    await create(live);
  });

  test("needs an address and a zone that are such", async () => {
    expect(await refusalOf(create(live, { email: "ada@localhost" }))).toEqual([
      "invalid_request",
      "domain_without_dot /email",
    ]);
    expect(await refusalOf(create(live, { timezone: "Mars/Olympus" }))).toEqual([
      "zone_unknown",
      "zone_unknown /timezone",
    ]);
  });

  test("may not lead into a private network that was not allowed", async () => {
    for (const host of ["127.0.0.1", "localhost", "169.254.169.254", "192.168.1.10"]) {
      expect(await refusalOf(create(live, { smtp: { host, port: 25 } })), host).toEqual([
        "host_not_allowed",
        "host_not_allowed /smtp/host",
      ]);
    }
    await create(live, { smtp: { ...smtp, host: "10.1.2.3" }, imap: { ...smtp, host: "nowhere.example.com" } });
  });

  test("sends nothing in clear except on the operator's own ground, and a password not even there", async () => {
    const plain = { host: "smtp.example.com", port: 25, tls: "none" };
    expect(await refusalOf(create(live, { smtp: plain }))).toEqual(["invalid_request", "tls_required /smtp/tls"]);
    const withPassword = { ...plain, host: "10.1.2.3", username: "ada", password: "x" };
    expect(await refusalOf(create(live, { smtp: withPassword }))).toEqual([
      "invalid_request",
      "tls_required /smtp/password",
    ]);
    expect((await create(live, { smtp: { ...plain, host: "10.1.2.3" } })).smtp?.tls).toBe("none");
  });

  test("asks the network nothing in a sandbox", async () => {
    await create(sandbox, { smtp: { ...smtp, host: "127.0.0.1" } });
    expect(asked).toEqual([]);
  });
});

describe("changing a sending account", () => {
  test("keeps what is left out, and its password while host and user stay", async () => {
    const { id } = await create(live, { smtp, hourlyLimit: 30, signature: "Ada" });
    const load = createAccountLoader(keyRing);
    const passwordNow = async () => (await asCaller(live, (ctx) => load(ctx.tx, [id])))[0]?.smtp?.password;
    const account = await put(live, id, {
      dailyLimit: 50,
      pacing: { jitter: 0.1 },
      smtp: { host: smtp.host, port: 465, username: "ada" },
    });
    expect(account).toMatchObject({ dailyLimit: 50, hourlyLimit: 30, signature: "Ada", version: 2 });
    expect(account.pacing).toEqual({
      ...{ minGap: { value: 20, unit: "seconds" }, jitter: 0.1 },
      ramp: { start: 20, step: 13, ceiling: 50, restartAfterDays: 30 },
    });
    expect(account.smtp).toMatchObject({ secure: true, hasPassword: true });
    expect(await passwordNow()).toBe("correct horse");
    expect(
      (await put(live, id, { smtp: { host: "other.example.com", port: 465, username: "ada" } })).smtp?.hasPassword,
    ).toBe(false);
    expect(await passwordNow()).toBeNull();
    expect(
      await put(live, id, { smtp: null, pacing: { minGap: { value: 2, unit: "minutes" } }, dailyLimit: null }),
    ).toMatchObject({
      smtp: null,
      dailyLimit: 200,
      pacing: { minGap: { value: 2, unit: "minutes" }, jitter: 0.1 },
    });
  });

  test("pauses it with a reason and wakes its people when it goes on", async () => {
    const { id } = await create(live);
    expect(await put(live, id, { status: "paused" })).toMatchObject({
      status: "paused",
      statusReason: "Paused by Ada",
    });
    expect(await put(live, id, { displayName: "A." })).toMatchObject({ statusReason: "Paused by Ada" });
    expect(await put(live, id, { status: "active" })).toMatchObject({ status: "active", statusReason: null });
    await asCaller(live, (ctx) => pauseAccount(ctx, ports, { id, reason: "The server refused the password" }));
    const { data } = await call("GET /sending-accounts", live);
    expect(data).toMatchObject([{ status: "paused", statusReason: "The server refused the password", version: 5 }]);
    expect(changed.length).toBe(5);
  });

  test("refuses a change meant for an older version", async () => {
    const { id } = await create(live);
    const late = put({ ...live, ifMatch: '"v7"' }, id, { displayName: "Late" });
    expect(await refusalOf(late)).toEqual(["precondition_failed"]);
  });
});

describe("removing a sending account", () => {
  test("waits until nobody depends on it, then forgets the password", async () => {
    const { id } = await create(live, { smtp });
    const setStatus = await seedPerson(id);
    const remove = () => call("DELETE /sending-accounts/:id", live, { params: { id } });
    expect(await refusalOf(remove())).toEqual(["account_in_use"]);
    await setStatus("completed");
    await remove();
    expect(await refusalOf(remove())).toEqual(["not_found"]);
    const [loaded] = await asCaller(live, (ctx) => createAccountLoader(keyRing)(ctx.tx, [id]));
    expect(loaded).toMatchObject({ isArchived: true, smtp: { password: null } });
  });
});

describe("the use of a sending account", () => {
  test("counts since its own midnight and says when that comes again", async () => {
    const { id } = await create(live, { timezone: "America/New_York" });
    const midnight = "2026-11-23T05:00:00Z";
    await seedCapacity(id, [
      [2, midnight, 7],
      [2, "2026-11-22T05:00:00Z", 99],
      [1, "2026-11-23T09:00:00Z", 3],
      [1, "2026-11-23T08:00:00Z", 4],
    ]);
    const account = await call("GET /sending-accounts/:id", live, { params: { id } });
    expect(account.currentUsage).toEqual({ daily: 7, hourly: 3, resetAt: "2026-11-24T05:00:00.000Z" });
  });

  test("shows what bounced of the last 30 days, with the numbers behind it", async () => {
    const { id } = await create(live);
    await seedOutcomes(id, [
      // 39 left, one of them came back; one was refused in the dialogue and never left.
      ["2026-11-20T10:00:00Z", 39, 2, 1],
      ["2026-10-01T10:00:00Z", 900, 900, 0],
    ]);
    const account = await call("GET /sending-accounts/:id", live, { params: { id } });
    expect(account).toMatchObject({ bounceRate: 0.05, spamRate: 0, evidence: { "/bounceRate": { n: 2, of: 40 } } });
  });
});

describe("the list of sending accounts", () => {
  test("comes newest first, page by page, and finds by address or name", async () => {
    for (const name of ["Ada", "Bob", "Cy"]) {
      const at = { ...live, now: new Date(now.getTime() + name.charCodeAt(0)) };
      await create(at, { email: `${name}@example.com`, displayName: `${name} of Sales` });
    }
    const list = (query: Record<string, string>) => call("GET /sending-accounts", live, { query });
    const first = await list({ limit: "2", include: "total" });
    expect(first.data.map((account) => account.email)).toEqual(["cy@example.com", "bob@example.com"]);
    expect(first.page).toMatchObject({ hasMore: true, total: 3 });
    const rest = await list({ cursor: first.page.nextCursor ?? "" });
    expect(rest.data.map((account) => account.email)).toEqual(["ada@example.com"]);
    expect((await list({ q: "BOB of" })).data).toHaveLength(1);
    expect((await call("GET /sending-accounts", sandbox)).data).toEqual([]);
  });
});

describe("a sandbox workspace", () => {
  test("has an account of its own, made once", async () => {
    await asCaller(sandbox, (ctx) => ensureSandboxAccount(ctx));
    await asCaller(sandbox, (ctx) => ensureSandboxAccount(ctx, { local: "other" }));
    const { data } = await call("GET /sending-accounts", sandbox);
    expect(data).toMatchObject([
      { email: `you-${sandbox.workspaceId.slice(-6)}@sandbox.haste.test`, dailyLimit: 10_000 },
    ]);
    await expect(asCaller(live, (ctx) => ensureSandboxAccount(ctx))).rejects.toThrow("only a sandbox");
  });
});

async function seedPerson(accountId: string): Promise<(status: string) => Promise<void>> {
  const [contactId, sequenceId, id] = [randomUUID(), randomUUID(), randomUUID()];
  const inside = (work: (tx: Tx) => Promise<unknown>) => inWorkspace(database.db, live.workspaceId, work);
  await inside(async (tx) => {
    const own = live.workspaceId;
    await tx.rows("insert into contacts (workspace_id, id, email, email_key) values ($1, $2, $3, $3)", [
      own,
      contactId,
      "bo@example.com",
    ]);
    await tx.rows("insert into email_sequences (workspace_id, id, name) values ($1, $2, $3)", [
      own,
      sequenceId,
      "Founders",
    ]);
    await tx.rows(
      `insert into sequence_enrollments (workspace_id, id, sequence_id, contact_id, sequence_version, sending_account_id)
       values ($1, $2, $3, $4, 1, $5)`,
      [own, id, sequenceId, contactId, accountId],
    );
  });
  return async (status) => {
    await inside((tx) => tx.rows("update sequence_enrollments set status = $2 where id = $1", [id, status]));
  };
}

async function seedCapacity(accountId: string, rows: readonly (readonly [number, string, number])[]): Promise<void> {
  await inWorkspace(database.db, live.workspaceId, async (tx) => {
    for (const [period, startsAt, used] of rows) {
      await tx.rows(
        "insert into capacity (workspace_id, scope, scope_key, period, starts_at, cap, used) values ($1, 1, $2, $3, $4, 100, $5)",
        [live.workspaceId, accountId, period, startsAt, used],
      );
    }
  });
}

async function seedOutcomes(
  accountId: string,
  rows: readonly (readonly [string, number, number, number])[],
): Promise<void> {
  await inWorkspace(database.db, live.workspaceId, async (tx) => {
    for (const [bucket, sent, bounced, refused] of rows) {
      await tx.rows(
        `insert into email_rollups (workspace_id, sequence_id, sequence_version, step_id, variant_id, sending_account_id,
           bucket, sent, bounced, refused)
         values ($1, $2, 1, $3, $3, $4, $5, $6, $7, $8)`,
        [live.workspaceId, randomUUID(), randomUUID(), accountId, bucket, sent, bounced, refused],
      );
    }
  });
}
