import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { callRoute, refusalOf } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../tests/support/database.ts";
import { asCaller, type Caller } from "../../../../tests/support/work-context.ts";
import { inWorkspace } from "../../platform/db/index.ts";
import { complianceRoutes } from "./index.ts";

let database: TestDatabase;
let caller: Caller;
beforeAll(async () => {
  database = await createTestDatabase();
  const workspaceId = await seedWorkspace(database.db, { mode: "live" });
  caller = { db: database.db, workspaceId, now: new Date("2026-11-23T09:20:00Z") };
});
afterAll(() => database.drop());

const add = (body: unknown) => callRoute(complianceRoutes, "POST /suppressions", caller, { body });
const list = (query = {}) => callRoute(complianceRoutes, "GET /suppressions", caller, { query });
const load = (text: string) =>
  callRoute(complianceRoutes, "POST /suppressions/import", caller, { body: new TextEncoder().encode(text) });
async function addSequence(name: string): Promise<string> {
  const id = randomUUID();
  await inWorkspace(caller.db, caller.workspaceId, (tx) =>
    tx.rows("insert into email_sequences (workspace_id, id, name) values ($1, $2, $3)", [tx.workspaceId, id, name]),
  );
  return id;
}
const bars = (address: string) =>
  inWorkspace(caller.db, caller.workspaceId, (tx) =>
    tx.rows<{ reason: string }>("select reason from suppression_of($1, $2)", [tx.workspaceId, address]),
  );

test("an entry for a while gives way to one for good, which no later entry shortens or explains away", async () => {
  const ends = "2026-12-23T09:20:00.000Z";
  const first = await add({ email: "Ada@Kestrel.example", note: "On leave", expiresAt: ends });
  expect(first).toMatchObject({ email: "ada@kestrel.example", domain: null, expiresAt: ends, note: "On leave" });
  const forGood = await add({ email: "ada@kestrel.example", reason: "unsubscribe" });
  expect(forGood).toMatchObject({ id: first.id, reason: "unsubscribe", expiresAt: null });
  expect(await add({ email: "ada@kestrel.example", expiresAt: ends })).toEqual(forGood);
});

test("a domain bars everybody at exactly that name and nobody else", async () => {
  expect(await add({ domain: "Heron.example." })).toMatchObject({ email: null, domain: "heron.example" });
  expect(await bars("grace@heron.example")).toEqual([{ reason: "manual" }]);
  for (const other of ["grace@mail.heron.example", "grace@notheron.example", "heron.example@kestrel.example"])
    expect(await bars(other)).toEqual([]);
  expect((await list({ q: "heron" })).data).toHaveLength(1);
});

test.each([
  {},
  { email: "heron.example" },
  { domain: "a@b.example" },
  { email: "a@b.example", expiresAt: "2026-01-01T00:00:00Z" },
])("an entry like %j is refused", async (body) => {
  await expect(add(body)).rejects.toThrow();
});

test("an entry is taken off with a reason only, which the log keeps beside what it was", async () => {
  const { id } = await add({ email: "back@kestrel.example", reason: "complaint" });
  const remove = (body: unknown) =>
    callRoute(complianceRoutes, "DELETE /suppressions/:id", caller, { params: { id }, body });
  await expect(remove({ reason: "" })).rejects.toThrow();
  await remove({ reason: "Asked for mail again by phone" });
  expect(await bars("back@kestrel.example")).toEqual([]);
  expect(await refusalOf(remove({ reason: "Once more" }))).toEqual(["not_found"]);
  const [row] = await asCaller(caller, (ctx) =>
    ctx.tx.rows<{ detail: unknown }>(
      `select d.detail::jsonb as detail from audit_log l join audit_details d on d.audit_id = l.id
        where l.action = 'suppression.removed'`,
    ),
  );
  expect(row?.detail).toMatchObject({ reason: "Asked for mail again by phone", was: { reason: "complaint" } });
});

test("a file adds what it names, says what it could not read, and is written again as it was", async () => {
  const text = "Name,Email,Note\nJo,jo@wren.example,Lawyer\nNo,wren,\nOnly,@lark.example,\nJo,JO@wren.example,\n";
  expect(await load(text)).toEqual({
    ...{ added: 2, known: 1, refused: 1 },
    lines: [{ line: 3, value: "wren", detail: "This is neither an address nor a domain." }],
  });
  expect(await load("gull.example\ntern.example\n")).toMatchObject({ added: 2, refused: 0 });
  expect(await refusalOf(load("name,website\nJo,wren.example\n"))).toEqual(["import_unreadable"]);
  const file = await callRoute(complianceRoutes, "GET /suppressions/export", caller);
  expect(file).toContain("\r\njo@wren.example,manual,import,Lawyer,,2026-11-23T09:20:00.000Z,everything,,\r\n");
  const total = (await list({ limit: 200 })).data.length;
  expect(await load(file)).toMatchObject({ added: 0, known: total, refused: 0 });
});

test("an entry of a topic or a sequence bars from that alone, is listed with its name, and a file keeps its scope", async () => {
  const [mine, other] = [await addSequence("Founders"), await addSequence("Renewals")];
  const call = <K extends keyof typeof complianceRoutes>(key: K, sent = {}) =>
    callRoute(complianceRoutes, key, caller, sent);
  const topic = await call("POST /topics", { body: { name: "News", sequenceIds: [mine] } });
  expect(await refusalOf(call("POST /topics", { body: { name: "news" } }))).toEqual(["name_taken"]);
  const barsFrom = (address: string, sequenceId: string) =>
    inWorkspace(caller.db, caller.workspaceId, (tx) =>
      tx.rows("select reason from suppression_of($1, $2, $3)", [tx.workspaceId, address, sequenceId]),
    );
  const email = "iris@finch.example";
  const entry = await add({ email, topicId: topic.id });
  expect(entry).toMatchObject({ scope: { kind: "topic", id: topic.id, name: "News" }, email });
  await add({ domain: "finch.example", sequenceId: other, expiresAt: "2027-01-01T00:00:00.000Z" });
  expect([await bars(email), await barsFrom(email, mine), await barsFrom(email, other)]).toMatchObject([
    [],
    [{ reason: "manual" }],
    [{ reason: "manual" }],
  ]);
  expect(await barsFrom("ada@finch.example", mine)).toEqual([]);
  await expect(add({ email, topicId: other })).rejects.toThrow("There is no such topic.");
  const file = await call("GET /suppressions/export");
  expect(file).toContain(
    `finch.example,manual,api,,2027-01-01T00:00:00.000Z,2026-11-23T09:20:00.000Z,sequence:${other},,`,
  );
  const stored = await call("GET /suppressions", { query: { limit: 200 } });
  expect(await load(file)).toMatchObject({ added: 0, refused: 0 });
  expect(await call("GET /suppressions", { query: { limit: 200 } })).toEqual(stored);
  const named = await load(`email,scope\nleo@finch.example,topic:NEWS\nleo@finch.example,topic:Nothing\n`);
  expect(named).toMatchObject({
    added: 1,
    refused: 1,
    lines: [{ line: 3, detail: "There is no topic or sequence of that name." }],
  });
  // What the topic held is refused for good, wherever its sequences go.
  await call("PUT /topics/:id", { params: { id: topic.id }, body: { sequenceIds: [other] } });
  expect(await barsFrom("leo@finch.example", mine)).toHaveLength(1);
  await call("DELETE /topics/:id", { params: { id: topic.id } });
  expect(await barsFrom("leo@finch.example", other)).toHaveLength(1);
  expect((await call("GET /topics")).data).toEqual([]);
});

test("an address is searched by its key under row-level security, however long the list is", async () => {
  const far = { ...caller, workspaceId: await seedWorkspace(database.db, { mode: "live" }) };
  await inWorkspace(far.db, far.workspaceId, (tx) =>
    tx.rows(
      `insert into suppressions (workspace_id, id, email_key, reason, source, created_at)
       select $1, uuidv7(), md5(i::text) || '@finch.example', 'manual', 'import', now() from generate_series(1, 20000) i`,
      [tx.workspaceId],
    ),
  );
  const plan = await inWorkspace(far.db, far.workspaceId, (tx) =>
    tx.rows<Record<string, string>>(
      `explain select s.reason from contacts c left join lateral suppression_of($1, c.email_key, $2) s on true
       where c.workspace_id = $1`,
      [tx.workspaceId, tx.workspaceId],
    ),
  );
  const lines = plan.map((row) => Object.values(row)[0] ?? "");
  const search = lines.findIndex((line) => line.includes("using suppressions_pkey"));
  expect(lines[search + 1]).toMatch(/Index Cond: .*email_key\)::text = ANY/);
});
