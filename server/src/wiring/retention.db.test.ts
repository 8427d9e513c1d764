import { createSecretKey, randomBytes, randomUUID } from "node:crypto";
import { addMs, asInstant, DAY_MS, HOUR_MS } from "@haste/engine/base";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { callRoute, refusalOf } from "../../../tests/support/call-route.ts";
import { createTestDatabase, type TestDatabase, testLog } from "../../../tests/support/database.ts";
import { type Claimed, LedgerWorld, signalOf, start } from "../../../tests/support/ledger-world.ts";
import { runRetention } from "../../../tests/support/retention-run.ts";
import type { Caller } from "../../../tests/support/work-context.ts";
import { privacyRoutes } from "../catalog/privacy/index.ts";
import { startDueRetention } from "../catalog/privacy/retention/start-due.ts";
import { reportRoutes } from "../flow/report/index.ts";
import { readSealedContent } from "../flow/track/queries.ts";
import { Recorder } from "../flow/track/recorder.ts";
import { createKeyRing, type KeyRing, makeDataKey } from "../platform/crypto/index.ts";
import type { Tx } from "../platform/db/index.ts";
import { openContent, sealOf } from "./accounts.ts";

const everything = {
  ...{ sent_text: 60, dialogues: 30, received_text: 30, unmatched_mail: 7 },
  ...{ visit_evidence: 30, import_files: 7, request_answers: 30, mailbox_reports: 90 },
} as const;

let database: TestDatabase;
let world: LedgerWorld;
let emails: readonly Claimed[];
let keyRing: KeyRing<Tx>;
let recorder: Recorder;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

/** Three emails that left and were opened, one answered, and everything else that gets old; a hundred days ago. */
beforeEach(async () => {
  world = await LedgerWorld.create(database.db);
  const master = { id: randomUUID(), key: createSecretKey(randomBytes(32)) };
  const keys = [makeDataKey(master, world.workspaceId, randomUUID())];
  keyRing = createKeyRing<Tx>(master, async () => keys);
  recorder = new Recorder({ database: world.db, onCommitted: () => {} });
  ({ emails } = await world.toTheWire(3));
  await world.results(emails.map((email) => signalOf(email, "sent", { claimId: email.claimId })));
  world.now = addMs(world.now, HOUR_MS);
  for (const email of emails) {
    await see(email, "opened", null);
    await see(email, "clicked", 0);
    await world.in(async (tx) => {
      const links = ["https://a.example/x"];
      const mail = { subject: "Hi", html: "<p>Secret</p>", text: "Secret", links, unsubscribeUrl: "", fromName: null };
      const sealed = (await sealOf(keyRing, tx)).seal(email.id, mail);
      await tx.rows("update email_contents set sealed = $2 where email_id = $1", [email.id, Buffer.from(sealed)]);
    });
  }
  await others();
  world.now = addMs(start, 100 * DAY_MS);
});

function see(email: Claimed, kind: "opened" | "clicked", link: number | null) {
  return recorder.record({
    ...{ workspaceId: world.workspaceId, emailId: email.id, kind, link, links: link === null ? null : 1 },
    ...{ agent: "Mozilla/5.0 Firefox/142.0", method: "GET", ahead: null, network: "203.0.113.0/24", visitor: "AAA" },
    machineAt: new Date(world.now),
  });
}

async function others(): Promise<void> {
  const [ann, bo] = emails as readonly [Claimed, Claimed];
  const id = () => world.moment().newId();
  const at = new Date(world.now);
  const all = [world.workspaceId, id(), at];
  await world.rows(
    `insert into email_attempts (workspace_id, email_id, attempt, outcome, at, sealed) values ($1, $2, 1, 'deferred', $3, '\\x01')`,
    [world.workspaceId, bo.id, at],
  );
  for (const [contactId, from] of [
    [ann.contact_id, "ann@example.com"],
    [null, "stranger@example.org"],
  ])
    await world.rows(
      `insert into inbound_mails (workspace_id, id, sending_account_id, fingerprint, received_at, from_email, subject,
         class, contact_id, sealed) values ($1, $2, $4, $5, $3, $6, 'Secret', 'human', $7, '\\x02')`,
      [world.workspaceId, id(), at, world.accountId, randomBytes(32), from, contactId],
    );
  await world.rows(
    `insert into imports (workspace_id, id, file_name, encoding, delimiter, newline, has_header, columns, mapping, status,
       created_at, updated_at)
     values ($1, $2, 'list.csv', 'utf-8', ',', e'\\n', true, '[{"name": "email", "samples": ["ann@example.com"]}]', '{}',
       'done', $3, $3)`,
    all,
  );
  await world.rows(
    `insert into import_rows (workspace_id, import_id, row_no, raw) select $1, $2, n, 'ann@example.com' from generate_series(1, 2500) n`,
    all.slice(0, 2),
  );
  await world.rows(
    `insert into gdpr_requests (workspace_id, id, kind, status, email_key, received_at, due_at, settled_at, answer, created_at,
       updated_at) values ($1, $2, 'access', 'done', 'ann@example.com', $3, $3, $3, '\\x03', $3, $3)`,
    [world.workspaceId, id(), at],
  );
  await world.rows(
    `insert into aggregate_reports (workspace_id, id, kind, organization, report_id, domain, covers_from, covers_until,
       passed, failed, received_at) values ($1, $2, 'dmarc', 'google.com', 'r1', 'haste.test', $3, $3, 4, 0, $3)`,
    [world.workspaceId, id(), at],
  );
}

const caller = (): Caller => ({ db: world.db, workspaceId: world.workspaceId, now: new Date(world.now) });
const routes = () => privacyRoutes({ keyRing });
const call = (key: "GET /retention" | "PUT /retention" | "POST /retention/preview", body?: object) =>
  callRoute(routes(), key, caller(), body === undefined ? {} : { body });
const preview = async (periods: object = everything) => {
  const { data } = await callRoute(routes(), "POST /retention/preview", caller(), { body: { periods } });
  return Object.fromEntries(data.map(({ key, rows }) => [key, rows]));
};

const run = (diesAfter?: number, onBatch?: () => Promise<void>) =>
  runRetention({ caller, keyRing, diesAfter, onBatch });

/** What the rows still hold, and what every count says. */
async function counts() {
  const tables = ["email_rollups", "email_totals", "happening_rollups", "provider_rollups", "enrollment_counts"];
  const sums: Record<string, unknown> = {};
  for (const table of tables) sums[table] = await world.rows(`select * from ${table} t order by t::text`);
  const emailFacts = await world.rows("select * from email_activities order by id");
  const params = { id: world.sequenceId };
  const query = { from: new Date(start).toISOString(), to: new Date(addMs(start, 2 * DAY_MS)).toISOString() };
  const analytics = await callRoute(reportRoutes, "GET /sequences/:id/analytics", caller(), { params, query });
  const verdicts = await world.rows(
    "select id, kind, actor, link, meta->'rule' as rule, meta->'client' as client from signals order by id",
  );
  return { sums, emailFacts, analytics, verdicts };
}

test("nothing is old enough until somebody says how long, and a period shorter than its class allows is refused", async () => {
  expect((await callRoute(routes(), "GET /retention", caller())).classes.every(({ days }) => days === null)).toBe(true);
  expect(await run()).toBe(0);
  expect((await preview()).sent_text).toBe(3);
  const tooShort = { periods: { sent_text: 59 } };
  expect(await refusalOf(call("PUT /retention", tooShort))).toEqual(["invalid_request", "invalid /periods/sent_text"]);
  expect(await refusalOf(call("POST /retention/preview", tooShort))).toContain("invalid_request");
});

test("exactly what the preview counted goes, however often the process dies in between, and no count changes", async () => {
  await call("PUT /retention", { periods: everything });
  const before = await counts();
  const foretold = await preview();
  expect(foretold).toEqual({
    ...{ sent_text: 3, dialogues: 1, received_text: 1, unmatched_mail: 1 },
    ...{ visit_evidence: 6, import_files: 1, request_answers: 1, mailbox_reports: 1 },
  });
  expect(await run(1)).toBeGreaterThan(5);
  expect(Object.values(await preview())).toEqual(Object.keys(everything).map(() => 0));
  const { classes } = await callRoute(routes(), "GET /retention", caller());
  expect(Object.fromEntries(classes.map(({ key, lastRemoved }) => [key, lastRemoved]))).toMatchObject(foretold);
  expect(await counts()).toEqual(before);
  const left = await world.rows<{ text: string }>(
    `select t::text as text from inbound_mails t union all select t::text from signals t union all select t::text from imports t
     union all select t::text from import_rows t union all select t::text from email_attempts t`,
  );
  expect(left.filter(({ text }) => /Secret|stranger|203\.0|Mozilla|samples": \["/.test(text))).toEqual([]);
  const told = await world.rows("select id from audit_log where action = 'retention.applied'");
  expect(told).toHaveLength(1);
  expect(await run()).toBe(0);
});

test("links and the way out of an email work after its words went", async () => {
  await call("PUT /retention", { periods: { sent_text: 60 } });
  await run();
  const [email] = emails as readonly [Claimed];
  const content = await world.in(async (tx) => {
    const sealed = (await readSealedContent(tx, email.id)) as Buffer;
    return openContent(keyRing, tx, { emailId: email.id, sealed });
  });
  expect(content).toMatchObject({ links: ["https://a.example/x"], text: "", html: "", subject: "" });
  await recorder.record({
    ...{ workspaceId: world.workspaceId, emailId: email.id, kind: "unsubscribed", by: "one-click", agent: "Mail" },
    machineAt: new Date(world.now),
  });
  const suppressed = await world.rows<{ reason: string }>("select reason from suppressions where email_id = $1", [
    email.id,
  ]);
  expect(suppressed).toEqual([{ reason: "unsubscribe" }]);
});

test("whoever has an open request keeps everything of theirs, and loses it once they are answered", async () => {
  const [email] = emails as readonly [Claimed];
  const { id } = await callRoute(routes(), "POST /gdpr-requests", caller(), {
    body: { kind: "access", email: email.to_email },
  });
  await call("PUT /retention", { periods: { sent_text: 60, visit_evidence: 30 } });
  await run();
  expect(await world.rows("select email_id as id from email_contents")).toEqual([{ id: email.id }]);
  const kept = "select distinct email_id as id from signals where meta ? 'agent'";
  expect(await world.rows(kept)).toEqual([{ id: email.id }]);
  await callRoute(routes(), "POST /gdpr-requests/:id/refuse", caller(), {
    params: { id },
    body: { reason: "Not them" },
  });
  await run();
  expect(await world.rows("select email_id from email_contents")).toEqual([]);
  expect(await world.rows(kept)).toEqual([]);
});

test("a hold stops the run it begins in, and no run begins before a day has passed since the last change", async () => {
  await call("PUT /retention", { periods: { sent_text: 60, visit_evidence: 30 } });
  let batches = 0;
  await run(undefined, async () => {
    batches += 1;
    if (batches === 2) await call("PUT /retention", { hold: { reason: "A law suit" } });
  });
  expect((await preview()).visit_evidence).toBe(6);
  const jobs = async () => (await world.rows("select id from jobs where kind = 'retention'")).length;
  const look = () =>
    startDueRetention({ database: world.db, clock: { machineNow: () => new Date(world.now) }, log: testLog });
  world.now = addMs(world.now, 2 * DAY_MS);
  await look();
  expect(await jobs()).toBe(0);
  await call("PUT /retention", { hold: null });
  world.now = asInstant(world.now + DAY_MS - 1);
  await look();
  expect(await jobs()).toBe(0);
  world.now = addMs(world.now, 1);
  await look();
  await look();
  expect(await jobs()).toBe(1);
});
