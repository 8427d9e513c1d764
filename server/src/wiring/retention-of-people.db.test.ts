import { createSecretKey, randomBytes, randomUUID } from "node:crypto";
import { addMs, DAY_MS } from "@haste/engine/base";
import { signalKinds } from "@haste/engine/track";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { callRoute } from "../../../tests/support/call-route.ts";
import { createTestDatabase, type TestDatabase } from "../../../tests/support/database.ts";
import { LedgerWorld, start } from "../../../tests/support/ledger-world.ts";
import { runRetention } from "../../../tests/support/retention-run.ts";
import { asCaller, type Caller } from "../../../tests/support/work-context.ts";
import { chainWaiting } from "../catalog/audit/index.ts";
import { verifyLog } from "../catalog/audit/verify-log.ts";
import { exportPerson } from "../catalog/privacy/export-person.ts";
import { privacyRoutes } from "../catalog/privacy/index.ts";
import { audit } from "../platform/audit/index.ts";
import { manualClock } from "../platform/clock/index.ts";
import { createKeyRing, type KeyRing, makeDataKey } from "../platform/crypto/index.ts";
import type { Tx } from "../platform/db/index.ts";
import { sealOf } from "./accounts.ts";

const everything = {
  ...{ unsent_text: 30, told_events: 30, preflights: 7, simulations: 7, sandbox_mails: 30, dormant_contacts: 90 },
} as const;
const nothing = Object.fromEntries(Object.keys(everything).map((key) => [key, 0]));

let database: TestDatabase;
let world: LedgerWorld;
let keyRing: KeyRing<Tx>;
/** On the way in the sequence; the email of the first of them failed. */
let enrolled: readonly string[];
/** Nobody ever wrote to them. */
let dormant: readonly string[];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

/** A hundred days ago: two people on the way, one of whose emails failed; an email by hand that failed; and the rest. */
beforeEach(async () => {
  world = await LedgerWorld.create(database.db);
  const master = { id: randomUUID(), key: createSecretKey(randomBytes(32)) };
  const keys = [makeDataKey(master, world.workspaceId, randomUUID())];
  keyRing = createKeyRing<Tx>(master, async () => keys);
  const { people, emails } = await world.toTheWire(2);
  enrolled = people.map(({ contactId }) => contactId);
  dormant = await world.contacts(3);
  await world.rows("update email_activities set status = 'failed' where id = $1", [emails[0]?.id]);
  await world.rows("update contacts set created_at = $1, updated_at = $1", [new Date(start)]);
  await byHand("failed");
  await told("custom_event", { name: "demo_watched", properties: { plan: "pro" } });
  await told("page_visit", { page: "shop.example/prices" });
  await looked();
  await caught(null);
  world.now = addMs(start, 100 * DAY_MS);
});

/** An email that somebody wrote themselves. */
async function byHand(status: "failed" | "uncertain"): Promise<string> {
  const id = world.moment().newId();
  await world.rows(
    `insert into email_activities (workspace_id, id, kind, contact_id, sending_account_id, message_id, to_email, subject, status, created_at)
     values ($1, $2, 'manual', $3, $4, $7, 'ann@example.com', 'Secret plan', $5, $6)`,
    [world.workspaceId, id, enrolled[0], world.accountId, status, new Date(world.now), `<${id}@haste.test>`],
  );
  await world.rows(
    "insert into email_attention (workspace_id, email_id, status, contact_id, since) values ($1, $2, $3, $4, $5)",
    [world.workspaceId, id, status, enrolled[0], new Date(world.now)],
  );
  await world.in(async (tx) => {
    const mail = {
      subject: "Hi",
      html: "<p>Secret</p>",
      text: "Secret",
      links: [],
      unsubscribeUrl: "",
      fromName: null,
    };
    const sealed = Buffer.from((await sealOf(keyRing, tx)).seal(id, mail));
    await tx.rows("insert into email_contents (workspace_id, email_id, sealed) values ($1, $2, $3)", [
      ...[world.workspaceId, id, sealed],
    ]);
  });
  return id;
}

async function told(kind: "custom_event" | "page_visit", meta: object): Promise<void> {
  await world.rows(
    `insert into signals (workspace_id, occurred_at, id, contact_id, kind, actor, meta) values ($1, $2, $3, $4, $5, 1, $6)`,
    [
      world.workspaceId,
      new Date(world.now),
      world.moment().newId(),
      enrolled[1],
      signalKinds[kind],
      JSON.stringify(meta),
    ],
  );
}

/** A pre-flight with more findings than go in one batch, and a simulation. */
async function looked(): Promise<void> {
  const id = world.moment().newId();
  const values = [world.workspaceId, id, world.sequenceId, new Date(world.now)];
  await world.rows(
    `insert into preflights (workspace_id, id, sequence_id, version, draft_revision, summary, created_at) values ($1, $2, $3, 1, 1, '{}', $4)`,
    values,
  );
  await world.rows(
    `insert into preflight_rows (workspace_id, preflight_id, position, contact_id, severity, code, detail)
     select $1, $2, n, $3, 'error', 'missing', 'No first name' from generate_series(1, 2500) n`,
    [...values.slice(0, 2), dormant[0]],
  );
  await world.rows(
    "insert into simulations (workspace_id, id, sequence_id, summary, created_at) values ($1, $2, $3, '{}', $4)",
    values,
  );
  await world.rows(
    "insert into simulation_timelines (workspace_id, simulation_id, contact_id, lines) values ($1, $2, $3, '[]')",
    [...values.slice(0, 2), enrolled[0]],
  );
}

async function caught(emailId: string | null): Promise<string> {
  const id = world.moment().newId();
  await world.rows(
    `insert into sandbox_mails (workspace_id, id, account, is_listed, from_email, to_email, email_id, subject, received_at, size, raw)
     values ($1, $2, 'a@haste.test', true, 'a@haste.test', 'ann@example.com', $3, 'Secret', $4, 3, '\\x01')`,
    [world.workspaceId, id, emailId, new Date(world.now)],
  );
  return id;
}

const caller = (): Caller => ({ db: world.db, workspaceId: world.workspaceId, now: new Date(world.now) });
const call = (key: "GET /retention" | "PUT /retention" | "POST /gdpr-requests", body?: object) =>
  callRoute(privacyRoutes({ keyRing }), key, caller(), body === undefined ? {} : { body });
const set = (periods: object = everything) => call("PUT /retention", { periods });
const run = (diesAfter?: number) => runRetention({ caller, keyRing, diesAfter });
const preview = async () => {
  const body = { periods: everything };
  const { data } = await callRoute(privacyRoutes({ keyRing }), "POST /retention/preview", caller(), { body });
  return Object.fromEntries(data.map(({ key, rows }) => [key, rows]));
};
const kinds = async () =>
  (
    await world.rows<{ kind: string }>(
      "select kind from email_contents join email_activities on id = email_id order by 1",
    )
  ).map(({ kind }) => kind);
const contacts = async () => (await world.rows<{ id: string }>("select id from contacts")).map(({ id }) => id).sort();

test("what was told of people, looked at for them or never left goes exactly as foretold, however often the run dies", async () => {
  await set();
  const foretold = await preview();
  expect(foretold).toEqual({
    ...{ unsent_text: 1, told_events: 2, preflights: 1, simulations: 1, sandbox_mails: 1, dormant_contacts: 3 },
  });
  expect(await run(1)).toBeGreaterThan(5);
  expect(await preview()).toEqual(nothing);
  const { classes } = (await call("GET /retention")) as { classes: { key: string; lastRemoved: number }[] };
  expect(Object.fromEntries(classes.map((one) => [one.key, one.lastRemoved]))).toMatchObject(foretold);
  expect(await contacts()).toEqual([...enrolled].sort());
  const meta = await world.rows<{ meta: object }>("select meta from signals where kind in (34, 36) order by kind");
  expect(meta.map((one) => Object.keys(one.meta).sort())).toEqual([["name", "removedAt"], ["removedAt"]]);
  // Whose person is still on the way keeps its words; the one by hand waits for nobody any more.
  expect(await kinds()).toEqual(["sequence", "sequence"]);
  expect(await world.rows("select status from email_attention")).toEqual([]);
  expect(await run()).toBe(0);
});

test("a mail that may have to be looked up and an email that may still leave keep what they say", async () => {
  world.now = start;
  const id = await byHand("uncertain");
  await caught(id);
  world.now = addMs(start, 100 * DAY_MS);
  await set();
  await run();
  expect(await kinds()).toEqual(["manual", "sequence", "sequence"]);
  expect(await world.rows("select email_id as id from sandbox_mails")).toEqual([{ id }]);
});

test.each([
  [
    "a task",
    `insert into tasks (workspace_id, id, kind, title, contact_id, created_at, updated_at) values ($1, $3, 'call', 'x', $2, now(), now())`,
  ],
  [
    "a record of consent",
    `insert into consents (workspace_id, contact_id, number, basis, origin, recorded_by, recorded_at)
     select $1, $2, 1, 'contract', 'hand', 'Ada', now() where $3::uuid is not null`,
  ],
  [
    "an event told of them",
    `insert into signals (workspace_id, occurred_at, id, contact_id, kind, actor) values ($1, now(), $3, $2, 34, 1)`,
  ],
  ["a change since", `update contacts set updated_at = '2027-02-01' where workspace_id = $1 and id = $2 and id <> $3`],
])("a contact with %s is not one nobody had to do with", async (_, sql) => {
  const [kept] = dormant as readonly [string];
  await world.rows(sql, [world.workspaceId, kept, randomUUID()]);
  await set({ dormant_contacts: 30 + 60 });
  await run();
  expect(await contacts()).toEqual([...enrolled, kept].sort());
});

test("a suppressed address stays barred by a hash when its contact goes, and what bars it for one topic stays as it was", async () => {
  const [barred, scoped] = (await world.rows<{ key: string }>(
    "select email_key as key from contacts where id = any($1) order by id",
    [dormant],
  )) as unknown as readonly { key: string }[];
  const suppress = (key: string | undefined, scope: string | null) =>
    world.rows(
      `insert into suppressions (workspace_id, id, email_key, reason, source, created_at, scope_kind, scope_id)
       values ($1, $2, $3, 'manual', 'import', now(), $4, coalesce($5::uuid, '00000000-0000-0000-0000-000000000000'))`,
      [world.workspaceId, randomUUID(), key, scope === null ? "workspace" : "topic", scope],
    );
  await suppress(barred?.key, null);
  await suppress(scoped?.key, randomUUID());
  await set();
  await run();
  expect(await world.rows("select email_key as key from suppressions")).toEqual([{ key: scoped?.key }]);
  const found = await world.rows("select reason from suppression_of($1, $2)", [world.workspaceId, barred?.key]);
  expect(found).toEqual([{ reason: "manual" }]);
  const words = await world.rows<{ text: string }>("select t::text as text from erased_addresses t");
  expect(words).toHaveLength(1);
  expect(words[0]?.text).not.toContain("@");
});

test("after a run the audit log is whole: what told of contacts that went is erased, and nothing was tampered with", async () => {
  const sealKey = randomBytes(32);
  await asCaller(caller(), (ctx) =>
    audit(ctx, "contact.changed", { kind: "contact", id: dormant[0] as string }, { title: "VP" }),
  );
  const clock = manualClock(new Date(world.now));
  await chainWaiting({ database: database.db, clock, sealKey });
  await set();
  await run();
  await chainWaiting({ database: database.db, clock, sealKey });
  const report = await verifyLog(database.db, world.workspaceId, sealKey);
  expect(report).toMatchObject({ waiting: 0, erased: 1, faults: [] });
  const told = await world.rows("select action from audit_log where action like 'retention%' order by id");
  expect(told).toEqual([
    { action: "retention.changed" },
    { action: "retention.erased" },
    { action: "retention.applied" },
  ]);
});

test("nothing of whoever has an open request goes, and nothing at all while a hold stands", async () => {
  const [asking] = dormant as readonly [string];
  await set();
  await call("PUT /retention", { hold: { reason: "A law suit" } });
  const before = await contacts();
  await run();
  expect(await contacts()).toEqual(before);
  await call("PUT /retention", { hold: null });
  for (const email of [`${asking}@example.com`, `${enrolled[1]}@example.com`, "ann@example.com"])
    await call("POST /gdpr-requests", { kind: "access", email });
  // The pre-flight found something of one of them, the events are of another, the mail went to the third.
  expect(await preview()).toEqual({ ...nothing, simulations: 1, dormant_contacts: 2 });
  await run();
  expect(await contacts()).toEqual([...enrolled, asking].sort());
});

test("a copy made for a person says what went by age and when", async () => {
  await set();
  await run();
  const now = new Date(world.now);
  const copy = await world.in((tx) => exportPerson(tx, { keyRing, sealed: [] }, { address: "ann@example.com", now }));
  expect(copy.removedByAge?.map(({ name, olderThanDays }) => [name, olderThanDays])).toContainEqual([
    ...["Pages visited and events told", 30],
  ]);
  expect(new Set(copy.removedByAge?.map(({ lastRunAt }) => lastRunAt))).toEqual(new Set([now.toISOString()]));
  const visits = await world.in((tx) =>
    exportPerson(tx, { keyRing, sealed: [] }, { address: `${enrolled[1]}@example.com`, now }),
  );
  expect(JSON.stringify(visits.tables.find(({ table }) => table === "signals"))).toContain("removedAt");
});
