import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Endpoint } from "@haste/contract/endpoint";
import { endpoints } from "@haste/contract/endpoints";
import type { ProblemBody } from "@haste/contract/problems";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type App, startApp } from "../../server/src/app.ts";
import { createWorkspace, loadDataKeys } from "../../server/src/catalog/identity/index.ts";
import { readConfig } from "../../server/src/platform/config/index.ts";
import { createKeyRing } from "../../server/src/platform/crypto/index.ts";
import { inWorkspace, type Tx } from "../../server/src/platform/db/index.ts";
import { createTestDatabase, type TestDatabase, testLog } from "../support/database.ts";
import { bodies } from "./isolation-bodies.ts";
import { call } from "./support.ts";

/** The whole API with two workspaces: everything in the first must look to the second as if it were not there. */
let database: TestDatabase;
let app: App;
let url: string;
let dataDir: string;
let mine: { readonly workspaceId: string; readonly apiKey: string };
let theirs: { readonly workspaceId: string; readonly apiKey: string };
/** Ids of rows of `mine`, by the noun of the path they stand in. */
let ids: Record<string, string>;
let stepId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = mkdtempSync(join(tmpdir(), "haste-isolation-"));
  const read = readConfig(["--port", "0", "--data-dir", dataDir, "--no-demo", "--allow-unsafe-database"], {});
  if (!read.ok) throw new Error(read.sentences.join(" "));
  app = await startApp({
    config: read.config,
    databaseUrl: database.url,
    roles: { api: true, worker: false },
    log: testLog,
    webFolder: null,
    demoWorkspaceId: null,
  });
  url = app.url ?? "";
  const make = (name: string) =>
    createWorkspace(
      { db: app.database, master: app.master, machineNow: new Date() },
      { name, mode: "sandbox", owner: { email: `${name}@example.com`, name } },
    );
  mine = await make("mine");
  theirs = await make("theirs");
  ids = await fill();
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** One row of every noun that has an id in a path, made through the API as its owner would. */
async function fill(): Promise<Record<string, string>> {
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const answer = await call<{ id: string; steps?: { id: string }[] }>(url, `POST /api/v1${path}` as "POST /", {
      key: mine.apiKey,
      body,
      headers,
    });
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const company = await post("/companies", { name: "Acme" });
  const contact = await post("/contacts", { email: "ann@acme.example", firstName: "Ann", companyId: company.id });
  const pipeline = await post("/pipelines", { name: "Renewals" });
  const account = await post("/sending-accounts", {
    provider: "smtp",
    email: "rep@sandbox.haste.test",
    displayName: "Rep",
  });
  const calendar = await post("/holiday-calendars", { name: "Office" });
  const view = await post("/saved-views", { screen: "reports", name: "Stuck", visibility: "workspace" });
  const sequence = await post("/sequences", {
    name: "Founders",
    settings: { sendingDays: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] },
    steps: [
      { type: "email", delay: { value: 0, unit: "hours" }, content: { subject: "Hi", htmlContent: "<p>Hi</p>" } },
    ],
  });
  stepId = sequence.steps?.[0]?.id ?? "";
  await post(`/sequences/${sequence.id}/activate`, {});
  const deal = await post("/deals", { name: "Acme, 40 docks", contactIds: [contact.id], companyId: company.id });
  const enrollment = await post(`/sequences/${sequence.id}/enroll`, { contactId: contact.id, dealId: deal.id });
  const upload = await post("/imports", "email\nbob@acme.example\n", { "content-type": "text/csv" });
  const job = await post(`/imports/${upload.id}/run`, { dryRun: true });
  const key = await post("/api-keys", { name: "Second" });
  const segment = await post("/segments", {
    name: "VPs",
    condition: { field: "contact.title", op: "eq", value: "VP" },
  });
  const template = await post("/templates", { name: "Intro", subject: "Hi", htmlContent: "<p>Hi</p>" });
  const snippet = await post("/snippets", { name: "Proof", htmlContent: "31 %" });
  const preflight = await post(`/sequences/${sequence.id}/preflight`, {});
  const variants = [{}, { content: { subject: "Ahoy" } }];
  const test = await post("/ab-tests", { sequenceId: sequence.id, stepId, name: "Subject", type: "subject", variants });
  const task = await post("/tasks", { title: "Ring {{ contact.firstName }}", contactId: contact.id });
  const uncertain = await storeUncertainEmail(contact.id, account.id);
  const goal = await post("/goals", { name: "Demo", kind: "meeting_booked" });
  const suppression = await post("/suppressions", { domain: "quiet.example" });
  const request = await post("/gdpr-requests", { kind: "access", email: "ann@acme.example" });
  await storeExport(request.id);
  const topic = await post("/topics", { name: "News", sequenceIds: [sequence.id] });
  const everybody = { name: "Ours", condition: { all: [] }, effect: { do: "approve" } };
  const rule = await post("/compliance-rules", { ...everybody, sequenceIds: [sequence.id], isOn: false });
  const toReaders = { rhythm: { every: "day" }, hour: 8, format: "csv", recipients: ["ann@acme.example"] };
  const mailed = await post("/report-schedules", { ...toReaders, viewId: view.id, sendingAccountId: account.id });
  const link = await post("/report-links", { viewId: view.id });
  const file = await post("/exports", { report: "email-performance", format: "csv" });
  const written = "update exports set finished_at = now(), row_count = 0, more_rows = 0, byte_count = 0 where id = $1";
  await inWorkspace(app.database, mine.workspaceId, (tx) => tx.rows(written, [file.id]));
  return {
    exports: file.id,
    "report-schedules": mailed.id,
    "report-links": link.id,
    companies: company.id,
    contacts: contact.id,
    pipelines: pipeline.id,
    deals: deal.id,
    "sending-accounts": account.id,
    "holiday-calendars": calendar.id,
    "saved-views": view.id,
    "ab-tests": test.id,
    sequences: sequence.id,
    enrollments: enrollment.id,
    imports: upload.id,
    jobs: job.id,
    "api-keys": key.id,
    tasks: task.id,
    segments: segment.id,
    suppressions: suppression.id,
    "gdpr-requests": request.id,
    goals: goal.id,
    topics: topic.id,
    "compliance-rules": rule.id,
    templates: template.id,
    snippets: snippet.id,
    preflights: preflight.id,
    approvals: await storeApproval({ sequenceId: sequence.id, enrollmentId: enrollment.id }, contact.id, account.id),
    "sandbox/emails": await storeSandboxMail(),
    outbox: uncertain,
    emails: uncertain,
    inbound: await storeInboundMail(contact.id, account.id),
    "inbox/threads": contact.id,
    simulations: await storeSimulation(sequence.id, contact.id),
    "deliverability/tests": await storeTest("deliverability_tests", account.id),
    "seed-tests": await storeTest("seed_tests", account.id),
    "deliverability/reports": await storeReport(),
  };
}

/** A row that no request makes here; `$1` is the workspace and `$2` its id. */
async function store(statement: string, ...values: readonly unknown[]): Promise<string> {
  const id = randomUUID();
  await inWorkspace(app.database, mine.workspaceId, (tx) => tx.rows(statement, [mine.workspaceId, id, ...values]));
  return id;
}

/** The answer to an access request, as its job leaves it. */
async function storeExport(id: string): Promise<void> {
  const empty = JSON.stringify({ about: "ann@acme.example", madeAt: "2026-11-28T00:00:00.000Z", tables: [] });
  const keyRing = createKeyRing<Tx>(app.master, (_workspaceId, tx) => loadDataKeys(tx));
  await inWorkspace(app.database, mine.workspaceId, async (tx) => {
    const sealed = (await keyRing.cipher(mine.workspaceId, tx)).seal(empty, `answer to request ${id}`);
    await tx.rows("update gdpr_requests set answer = $2 where id = $1", [id, sealed]);
  });
}

/** What a job looks at, which nobody runs here. */
function storeTest(table: "deliverability_tests" | "seed_tests", accountId: string): Promise<string> {
  const columns = "(workspace_id, id, sending_account_id, subject, created_at)";
  return store(`insert into ${table} ${columns} values ($1, $2, $3, 'Hi', now())`, accountId);
}

function storeReport(): Promise<string> {
  return store(
    `insert into aggregate_reports (workspace_id, id, kind, organization, report_id, domain, covers_from, covers_until,
       passed, failed, received_at)
     values ($1, $2, 'dmarc', 'Big', 'r-1', 'example.com', now(), now(), 1, 0, now())`,
  );
}

/** The sandbox's mail comes in by SMTP; here one row is enough. */
function storeSandboxMail(): Promise<string> {
  const raw = Buffer.from("From: rep@sandbox.haste.test\r\nTo: ann@acme.example\r\nSubject: Hi\r\n\r\nHi\r\n");
  return store(
    `insert into sandbox_mails
       (workspace_id, id, account, is_listed, from_email, to_email, subject, size, raw, received_at)
     values ($1, $2, 'ann@acme.example', true, 'rep@sandbox.haste.test', 'ann@acme.example', 'Hi', $3, $4, now())`,
    raw.length,
    raw,
  );
}

/** A reply as the reader of the mailbox leaves it, without its content. */
async function storeInboundMail(contactId: string, accountId: string): Promise<string> {
  const id = randomUUID();
  await inWorkspace(app.database, mine.workspaceId, (tx) =>
    tx.rows(
      `insert into inbound_mails (workspace_id, id, sending_account_id, fingerprint, received_at, from_email, subject,
         class, contact_id, reply_class, reply_guess, reply_confidence, reply_by)
       values ($1, $2, $3, $4, now(), 'ann@acme.example', 'Re: Hi', 'human', $5, 'other', 'other', 0.4, 'model')`,
      [mine.workspaceId, id, accountId, Buffer.from(id), contactId],
    ),
  );
  return id;
}

/** The smallest simulation, kept as a job keeps it. */
async function storeSimulation(sequenceId: string, contactId: string): Promise<string> {
  const { log: _, ...summary } = await simulateOne(sequenceId, contactId);
  const id = randomUUID();
  await inWorkspace(app.database, mine.workspaceId, (tx) =>
    tx.rows(
      "insert into simulations (workspace_id, id, sequence_id, summary, created_at) values ($1, $2, $3, $4, now())",
      [...[mine.workspaceId, id, sequenceId, JSON.stringify(summary)]],
    ),
  );
  return id;
}

async function simulateOne(sequenceId: string, contactId: string) {
  const answer = await call<{ log: unknown }>(url, `POST /api/v1/sequences/${sequenceId}/simulate`, {
    key: mine.apiKey,
    body: { contactIds: [contactId] },
  });
  expect(answer.status).toBe(200);
  return answer.body;
}

/** An email that waits for somebody to approve it, as the renderer leaves it. */
async function storeApproval(
  of: { readonly sequenceId: string; readonly enrollmentId: string },
  contactId: string,
  accountId: string,
): Promise<string> {
  const id = randomUUID();
  await inWorkspace(app.database, mine.workspaceId, async (tx) => {
    const email = [mine.workspaceId, id, of.enrollmentId, of.sequenceId, stepId, contactId];
    await tx.rows(
      `insert into email_activities (workspace_id, id, enrollment_id, sequence_id, sequence_version, step_id, occurrence,
         contact_id, sending_account_id, message_id, to_email, status)
       values ($1, $2, $3, $4, 1, $5, 2, $6, $7, $8, 'ann@acme.example', 'held')`,
      [...email, accountId, `<${id}@acme.example>`],
    );
    await tx.rows(
      `insert into email_approvals (workspace_id, email_id, enrollment_id, sequence_id, step_id, contact_id, asked_at)
       values ($1, $2, $3, $4, $5, $6, now())`,
      email,
    );
  });
  return id;
}

/** An email whose server never answered. */
async function storeUncertainEmail(contactId: string, accountId: string): Promise<string> {
  const id = randomUUID();
  await inWorkspace(app.database, mine.workspaceId, (tx) =>
    tx.rows(
      `insert into email_activities (workspace_id, id, kind, contact_id, sending_account_id, message_id, to_email, status)
       values ($1, $2, 'manual', $3, $4, $5, 'ann@acme.example', 'uncertain')`,
      [mine.workspaceId, id, contactId, accountId, `<${id}@acme.example>`],
    ),
  );
  return id;
}

/** What has to be asked, for the routes that take no path alone. */
const queries: Record<string, () => string> = {
  "GET /sequences/:id/preview-context": () => `?contactId=${ids.contacts}`,
};

const routes = Object.entries(endpoints as Record<string, Endpoint>).filter(([key]) => key.includes("/:id"));

function nounOf(key: string): string {
  return key.slice(key.indexOf(" ") + 2, key.indexOf("/:id"));
}

function ask(key: string, path: string, bearer: string) {
  const [method = ""] = key.split(" ");
  const body = bodies[key]?.({ ids, stepId }) ?? (method === "GET" || method === "DELETE" ? undefined : {});
  return call(url, `${method} /api/v1${path}` as "GET /", { key: bearer, ...(body === undefined ? {} : { body }) });
}

function pathOf(key: string, id: string): string {
  const [, path = ""] = key.split(" ");
  return (
    path.replace(":id", id).replace(":stepId", stepId).replace(":row", "1").replace(":provider", "google") +
    (queries[key]?.() ?? "")
  );
}

/** What the caller can tell apart: everything but the request's own number and the path it named. */
function seen({ status, body }: { status: number; body: ProblemBody }, id: string) {
  return { status, body: JSON.parse(JSON.stringify({ ...body, instance: "" }).replaceAll(id, "ID")) as unknown };
}

describe("another workspace's row", () => {
  test("is asked for by more than forty routes, each of whose nouns is tried", () => {
    expect(routes.length).toBeGreaterThan(40);
    expect([...new Set(routes.map(([key]) => nounOf(key)))].sort()).toEqual(Object.keys(ids).sort());
  });

  test.each(routes.map(([key]) => key))("answers %s exactly like a missing one", async (key) => {
    const id = ids[nounOf(key)] ?? "";
    const missing = randomUUID();
    const foreign = seen(await ask(key, pathOf(key, id), theirs.apiKey), id);
    expect(foreign).toEqual(seen(await ask(key, pathOf(key, missing), theirs.apiKey), missing));
    expect(foreign).toMatchObject({ status: 404, body: { code: "not_found" } });
    // The path is right: its owner gets something else (reading first, so that nothing below is spoiled).
    if (key.startsWith("GET ")) expect((await ask(key, pathOf(key, id), mine.apiKey)).status).toBe(200);
  });

  test("does not show in any list", async () => {
    const lists = Object.entries(endpoints as Record<string, Endpoint>).filter(
      ([key, row]) => key.startsWith("GET /") && !key.includes(":") && row.permission !== "public",
    );
    expect(lists.length).toBeGreaterThan(10);
    for (const [key] of lists) {
      const { status, body } = await ask(key, key.slice(4), theirs.apiKey);
      expect([key, status]).toEqual([key, 200]);
      for (const id of [...Object.values(ids), mine.workspaceId])
        expect([key, JSON.stringify(body).includes(id)]).toEqual([key, false]);
    }
  });

  test.each([
    ["/contacts", () => ({ email: "eve@theirs.example", companyId: ids.companies })],
    ["/deals", () => ({ name: "Theirs", companyId: ids.companies })],
    ["/deals", () => ({ name: "Theirs", contactIds: [ids.contacts] })],
    ["/deals", () => ({ name: "Theirs", pipelineId: ids.pipelines })],
  ])("cannot be pointed at from the own workspace by POST %s (%#)", async (path, body) => {
    const { status } = await call(url, `POST /api/v1${path}` as "POST /", { key: theirs.apiKey, body: body() });
    expect(status).toBe(422);
  });

  test("cannot be simulated for from the own workspace", async () => {
    const theirSequence = await call<{ id: string }>(url, "POST /api/v1/sequences", {
      key: theirs.apiKey,
      body: { name: "Theirs", steps: [{ content: { subject: "Hi", htmlContent: "<p>Hi</p>" } }] },
    });
    const simulated = await call(url, `POST /api/v1/sequences/${theirSequence.body.id}/simulate`, {
      key: theirs.apiKey,
      body: { segmentId: ids.segments },
    });
    expect(simulated).toMatchObject({ status: 404, body: { code: "not_found" } });
  });
});

describe("the second wall", () => {
  test("hides, protects and refuses every tenant table's rows of another workspace, without any where clause", async () => {
    const tables = await app.database.app.query<{ name: string }>(
      `select c.relname as name from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
          and c.relforcerowsecurity
          and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id')`,
    );
    expect(tables.rows.length).toBeGreaterThan(25);
    const filled: string[] = [];
    for (const { name } of tables.rows) {
      const own = await inWorkspace(app.database, mine.workspaceId, (tx) => tx.rows(`select from ${name}`));
      if (own.length > 0) filled.push(name);
      await inWorkspace(app.database, theirs.workspaceId, async (tx) => {
        expect([name, await tx.rows(`select from ${name} where workspace_id = $1`, [mine.workspaceId])]).toEqual([
          name,
          [],
        ]);
      });
      const moved = inWorkspace(app.database, mine.workspaceId, (tx) =>
        tx.rows(`update ${name} set workspace_id = $1 returning 1`, [theirs.workspaceId]),
      );
      const outcome = await moved.then(
        (rows) => rows.length,
        (err: { code?: string }) => err.code,
      );
      // 42501: the policy's check, or no right to change such rows at all.
      expect([name, outcome]).toEqual([name, own.length === 0 && outcome === 0 ? 0 : "42501"]);
    }
    expect(filled.length).toBeGreaterThan(12);
  });

  test("shows a person only to the workspaces they belong to", async () => {
    const people = await inWorkspace(app.database, theirs.workspaceId, (tx) =>
      tx.rows<{ email: string }>("select email from users"),
    );
    expect(people).toEqual([{ email: "theirs@example.com" }]);
  });

  test("shows nothing where no workspace is set", async () => {
    const { rows } = await app.database.app.query(
      "select from contacts union all select from api_keys union all select from workspaces",
    );
    expect(rows).toEqual([]);
  });
});
