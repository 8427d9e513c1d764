import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditSealKey, chainWaiting, type LogReport } from "../../server/src/catalog/audit/index.ts";
import { systemClock } from "../../server/src/platform/clock/index.ts";
import { loadMasterKey } from "../../server/src/platform/crypto/index.ts";
import { openDatabase } from "../../server/src/platform/db/index.ts";
import { haste } from "../cli/haste.ts";
import { testLog } from "../support/database.ts";
import { type Product, startProduct } from "../support/product.ts";
import { type Person, Scene, type Sequence } from "./scene.ts";

/** Somebody whose every word stands nowhere by chance. */
const zyx = {
  email: "zyxandra.quillfeather@vexmoor.example",
  firstName: "Zyxandra",
  lastName: "Quillfeather",
  customFields: { phone: "+491511234987" },
};
const words = [zyx.email, "Zyxandra", "Quillfeather", "1511234987"];

let product: Product;
let scene: Scene;
let sequence: Sequence;
let person: Person;

beforeAll(async () => {
  product = await startProduct({ flags: ["--log-level", "trace"] });
  scene = new Scene(await product.workspace());
  const greeting = {
    subject: "For {{ contact.firstName }}",
    html: '<p>Hi {{ contact.lastName }} <a href="https://a.example/x">x</a></p>',
  };
  sequence = await scene.sequence([greeting, { ...greeting, delay: { value: 2, unit: "days" } }]);
  person = await liveThrough();
}, 60_000);
afterAll(() => product?.stop());

/** Everything that can happen to somebody: mailed, opened, clicked, answered, called, imported, simulated. */
async function liveThrough(): Promise<Person> {
  const upload = await fileOf(
    `email,first name,last name\n${zyx.email},Zyxandra,Quillfeather\nbo@else.example,Bo,Else\n`,
  );
  const dry = await scene.api("POST /imports/:id/run", { params: { id: upload }, body: { dryRun: true } });
  await scene.finish(dry.id);
  const run = await scene.api("POST /imports/:id/run", { params: { id: upload }, body: {} });
  await scene.finish(run.id);
  const { data } = await scene.api("GET /contacts", { query: { q: zyx.email } });
  const contact = await scene.api("PUT /contacts/:id", {
    params: { id: data[0]?.id ?? "" },
    body: { ...zyx, title: "Chief" },
  });
  const contactId = contact.id;
  await scene.api("POST /tasks", { body: { title: "Ring Zyxandra", notes: "on 1511234987", contactId } });
  await scene.api("POST /sequences/:id/simulate", { params: { id: sequence.id }, body: { contactIds: [contactId] } });
  const preflight = await scene.api("POST /sequences/:id/preflight", { params: { id: sequence.id }, body: {} });
  await scene.finish(preflight.id);
  const enrolled = await scene.api("POST /sequences/:id/enroll", { params: { id: sequence.id }, body: { contactId } });
  const somebody = { contact, enrollmentId: enrolled.id };
  await scene.api("POST /deals", { body: { name: "Docks", contactIds: [contactId] } });
  await scene.api("PUT /contacts/:id/consent", {
    params: { id: contactId },
    body: { basis: "consent", kind: "express", proof: "Zyxandra ticked the box" },
  });
  const mail = await scene.mailTo(somebody);
  const sandbox = { params: { id: mail.id } };
  await scene.api("POST /sandbox/emails/:id/open", { ...sandbox, body: {} });
  await scene.api("POST /sandbox/emails/:id/click", { ...sandbox, body: {} });
  await scene.api("POST /custom-events", { body: { name: "demo", contactId, properties: { by: "Zyxandra" } } });
  const accounts = await scene.api("GET /sending-accounts", { query: {} });
  await scene.api("POST /contacts/:id/emails", {
    params: { id: contactId },
    headers: { "idempotency-key": "one" },
    body: {
      sendingAccountId: accounts.data[0]?.id ?? "",
      subject: "Dear Zyxandra",
      htmlContent: "<p>Quillfeather!</p>",
    },
  });
  // The account leaves some seconds between two mails.
  await scene.advance(1, "minutes");
  await scene.mailTo(somebody, 2);
  await scene.api("POST /sandbox/emails/:id/reply", { ...sandbox, body: { text: "Zyxandra Quillfeather here, no" } });
  await scene.reach(somebody, { status: "stopped" });
  await scene.sent(somebody);
  await scene.settle();
  const file = { report: "emails", format: "pdf", includePeople: true, query: { outcome: "replied" } } as const;
  await scene.finish((await scene.api("POST /exports", { body: file })).jobId);
  return somebody;
}

async function fileOf(csv: string): Promise<string> {
  const body = new TextEncoder().encode(csv);
  return (await scene.api("POST /imports", { body, headers: { "Content-Type": "text/csv" } })).id;
}

/** Every table of the database, whoever made it, in which one of the words stands; also as stored bytes. */
async function tablesWith(needles: readonly string[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: product.databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
    );
    expect(rows.length).toBeGreaterThan(70);
    const found: string[] = [];
    for (const { name } of rows) {
      const hit = await client.query(
        `select 1 from ${name} t, unnest($1::text[]) as word
          where position(lower(word) in lower(t::text)) > 0
             or position(encode(convert_to(word, 'UTF8'), 'hex') in t::text) > 0 limit 1`,
        [needles],
      );
      if (hit.rowCount !== 0) found.push(name.replace(/^public\./, ""));
    }
    return found;
  } finally {
    await client.end();
  }
}

async function fulfilled(kind: "access" | "erasure") {
  const { id } = await scene.api("POST /gdpr-requests", { body: { kind, email: zyx.email, note: "Zyxandra wrote" } });
  const job = await scene.api("POST /gdpr-requests/:id/fulfill", { params: { id }, body: {} });
  await scene.finish(job.id);
  return scene.api("GET /gdpr-requests/:id", { params: { id } });
}

test("the audit log tells what a change of a person changed, before and after, and never more than can be read", async () => {
  const query = { "filter[subjectId]": person.contact.id, "filter[action]": "contact.changed" };
  const { data } = await scene.api("GET /audit-log", { query });
  expect(data).toHaveLength(1);
  expect(data[0]?.changes).toMatchObject({ title: { before: null, after: "Chief" } });
  expect(data[0]?.subject.name).toContain("Zyxandra");
  const made = await scene.api("POST /api-keys", { body: { name: "Third" } });
  const log = await scene.api("GET /audit-log/export", { query: {} });
  expect(log).toContain(made.id);
  expect(log).not.toContain(made.secret);
});

const analytics = () => scene.api("GET /sequences/:id/analytics", { params: { id: sequence.id }, query: {} });

test("whoever asks gets a copy of everything that is held of them, also of what lies sealed", async () => {
  const request = await fulfilled("access");
  expect(request).toMatchObject({ status: "done", hasExport: true });
  const { tables } = await scene.api("GET /gdpr-requests/:id/export", { params: { id: request.id } });
  const exported = new Set(tables.map(({ table }) => table));
  const holding = await tablesWith(words);
  expect(holding.length).toBeGreaterThan(10);
  const missed = holding.filter((table) => !exported.has(table.replace(/_(?:\d{6}|default)$/, "")));
  expect(missed).toEqual([]);
  for (const table of ["email_contents", "inbound_mails", "signals", "tasks", "import_rows", "audit_details"]) {
    expect(exported, "the scene made rows of it").toContain(table);
  }
  expect(JSON.stringify(tables)).toContain("Zyxandra Quillfeather here, no");
});

test("an erased person stands nowhere any more: not in a table, a queue or a log, and the counts stay", async () => {
  const before = await analytics();
  const { id } = await scene.api("POST /gdpr-requests", { body: { kind: "erasure", email: zyx.email } });
  const preview = await scene.api("GET /gdpr-requests/:id/preview", { params: { id } });
  expect(preview.data).toContainEqual({ table: "contacts", name: "Contact", rows: 1, onErasure: "deleted" });
  await scene.api("POST /gdpr-requests/:id/refuse", { params: { id }, body: { reason: "Asked twice" } });

  const request = await fulfilled("erasure");
  expect(request).toMatchObject({ status: "done", email: null, note: null, hasExport: false });
  expect(request.certificate?.erased).toContainEqual({ table: "exports", rows: 1 });
  expect(request.certificate).toMatchObject({ left: [], hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  await scene.settle();
  // The log's rows are chained and stay; the id in them leads to nothing any more.
  expect(await tablesWith([person.contact.id])).toEqual(["audit_log"]);
  expect(await tablesWith(words)).toEqual([]);
  for (const word of words) expect(product.output()).not.toContain(word);
  expect((await analytics()).summary).toEqual(before.summary);
  const told = await scene.api("GET /audit-log", { query: { "filter[subjectId]": person.contact.id } });
  expect(told.data.length).toBeGreaterThan(0);
  for (const row of told.data)
    expect(row).toMatchObject({ isErased: true, changes: {}, detail: {}, subject: { name: null } });
});

test("the log still proves that nobody touched it, and tells what was erased from what was taken out", async () => {
  const database = openDatabase(product.databaseUrl, { log: testLog });
  const master = loadMasterKey({ file: join(product.dataDir, "keys", "master.key"), mayCreate: false });
  try {
    await chainWaiting({ database, clock: systemClock, sealKey: auditSealKey(master) });
  } finally {
    await database.close();
  }
  const told = await haste(["verify-audit", "--data-dir", product.dataDir, "--json"]);
  expect(told, told.stderr).toMatchObject({ code: 0 });
  const { workspaces } = JSON.parse(told.stdout) as { workspaces: LogReport[] };
  const ours = workspaces.find(({ workspaceId }) => workspaceId === scene.place.workspaceId);
  expect(ours).toMatchObject({ faults: [] });
  expect(ours?.erased).toBeGreaterThan(3);
});

test("whoever was erased is not brought back by a list, nor enrolled by hand", async () => {
  const upload = await fileOf(`email\n${zyx.email.toUpperCase()}\n`);
  const run = await scene.api("POST /imports/:id/run", { params: { id: upload }, body: {} });
  expect((await scene.finish(run.id)).counts).toMatchObject({ suppressed: 1 });
  const contact = await scene.contact({ email: zyx.email });
  const enrolled = scene.api("POST /sequences/:id/enroll", {
    params: { id: sequence.id },
    body: { contactId: contact.id },
  });
  await expect(enrolled).rejects.toMatchObject({ body: { guards: [{ code: "suppressed", overridable: false }] } });
});

test("an objection stops everything to that person at once, and is due for no one", async () => {
  const reader = await scene.reader(sequence, { lastName: "Reader" });
  const request = await scene.api("POST /gdpr-requests", { body: { kind: "objection", email: reader.contact.email } });
  expect(request).toMatchObject({ status: "done", settledBy: expect.any(String) });
  await scene.reach(reader, { status: "stopped", stopReason: "suppressed" });
});
