import type { ResponseOf } from "@haste/contract/client";
import type { Condition } from "@haste/engine/condition";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callRoute, refusalOf, type Sent } from "../../../../../tests/support/call-route.ts";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../../tests/support/database.ts";
import type { Caller } from "../../../../../tests/support/work-context.ts";
import { inWorkspace } from "../../../platform/db/index.ts";
import { ledgerPorts } from "../../../wiring/ledger-ports.ts";
import { crmRoutes } from "../routes.ts";

const now = new Date("2026-11-23T09:20:00.000Z");
const vips = { field: "contact.title", op: "startsWith", value: "VP" } as const;

let database: TestDatabase;
let caller: Caller;
const routes = crmRoutes(ledgerPorts.crm);
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  caller = { db: database.db, workspaceId: await seedWorkspace(database.db), now };
});

const call = <K extends keyof typeof routes>(
  key: K,
  sent: Sent = {},
  as: Partial<Caller> = {},
): Promise<ResponseOf<K>> => callRoute(routes, key, { ...caller, ...as }, sent);
const create = (name: string, condition: Condition = vips) => call("POST /segments", { body: { name, condition } });
const put = (id: string, body: Record<string, unknown>, as: Partial<Caller> = {}) =>
  call("PUT /segments/:id", { params: { id }, body }, as);
const members = (id: string, query: Record<string, string | undefined> = {}) =>
  call("GET /segments/:id/contacts", { params: { id }, query: { limit: "50", ...query } });
const refused = (condition: Condition) => refusalOf(call("POST /segments/preview", { body: { condition } }));

/** People made a millisecond apart, every third of them a VP, by address. */
async function makePeople(count: number): Promise<string[]> {
  const emails: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const at = new Date(now.getTime() + n);
    const email = `p${n}@harborline.example`;
    await call("POST /contacts", { body: { email, ...(n % 3 === 0 ? { title: "VP Sales" } : {}) } }, { now: at });
    if (n % 3 === 0) emails.push(email);
  }
  return emails.toReversed();
}

describe("a segment", () => {
  test("is a name and a condition that says itself in words", async () => {
    const condition: Condition = { all: [vips, { field: "contact.tags", op: "notContains", value: "customer" }] };
    const segment = await create(" Deciders ", condition);
    expect(segment).toMatchObject({
      name: "Deciders",
      condition,
      sentence: 'title starts with "VP" and tags does not contain "customer"',
      sequences: 0,
      version: 1,
      archivedAt: null,
    });
    expect(await call("GET /segments/:id", { params: { id: segment.id } })).toEqual(segment);
  });

  test("has whoever matches at the moment somebody looks", async () => {
    const { id } = await create("Deciders");
    const ada = await call("POST /contacts", { body: { email: "ada@harborline.example", title: "VP" } });
    expect((await members(id)).data).toMatchObject([{ id: ada.id, title: "VP" }]);
    await call("PUT /contacts/:id", { params: { id: ada.id }, body: { title: "CEO" } });
    expect((await members(id)).data).toEqual([]);
    await put(id, { condition: { field: "contact.title", op: "eq", value: "ceo" } });
    expect((await members(id)).data).toMatchObject([{ id: ada.id }]);
    await call("DELETE /contacts/:id", { params: { id: ada.id } });
    expect((await members(id, { include: "total" })).page).toEqual({ nextCursor: null, hasMore: false, total: 0 });
  });

  test("shows its members page by page, newest first, each once, with how many they are", async () => {
    const wanted = await makePeople(20);
    const { id } = await create("Deciders");
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const { data, page } = await members(id, { limit: "2", include: "total", ...(cursor ? { cursor } : {}) });
      expect(page.total).toBe(wanted.length);
      seen.push(...data.map(({ email }) => email));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(wanted);
  });

  test("that nobody has saved yet says how many it would have, of how many, and who", async () => {
    const wanted = await makePeople(20);
    const preview = await call("POST /segments/preview", { body: { condition: vips } });
    expect(preview).toMatchObject({ matching: 7, of: 20, complete: true });
    expect(preview.sample.map(({ email }) => email)).toEqual(wanted.slice(0, 5));
    const everybody = await call("POST /segments/preview", { body: { condition: { all: [] } } });
    expect(everybody).toMatchObject({ matching: 20, of: 20 });
  });

  test("asks only for what is known of contacts, and says at which test it does not", async () => {
    const at = (test: Condition): Condition => ({ any: [vips, test] });
    expect(await refused(at({ field: "contact.shoeSize", op: "eq", value: 44 }))).toEqual([
      "invalid_request",
      "unknown-field /condition/any/1/field",
    ]);
    expect(await refused(at({ field: "email.opened", op: "eq", value: true }))).toEqual([
      "invalid_request",
      "unknown-field /condition/any/1/field",
    ]);
    expect(await refused({ field: "deal.stage", op: "eq", value: "won" })).toEqual([
      "invalid_request",
      "unknown-field /condition",
    ]);
    expect(await refused({ field: "contact.title", op: "eq", value: "a\0b" })).toEqual([
      "invalid_request",
      "wrong-value /condition",
    ]);
    const { id } = await create("Deciders");
    const bad = { condition: { field: "contact.title", op: "within", value: 3 } };
    expect(await refusalOf(put(id, bad))).toEqual(["invalid_request", "wrong-op /condition/op"]);
  });

  test("has a name that no other one has, and that is free again once it is archived", async () => {
    const { id } = await create("Deciders");
    expect(await refusalOf(create("Deciders"))).toEqual(["name_taken"]);
    const other = await create("Others");
    expect(await refusalOf(put(other.id, { name: "Deciders" }))).toEqual(["name_taken"]);
    await call("DELETE /segments/:id", { params: { id } });
    expect(await refusalOf(call("DELETE /segments/:id", { params: { id } }))).toEqual(["not_found"]);
    expect(await put(other.id, { name: "Deciders" })).toMatchObject({ name: "Deciders", condition: vips, version: 2 });
    expect(await call("GET /segments/:id", { params: { id } })).toMatchObject({ archivedAt: now.toISOString() });
  });

  test("is not changed by somebody who saw an older version", async () => {
    const { id } = await create("Deciders");
    await put(id, { name: "VPs" }, { ifMatch: '"v1"' });
    expect(await refusalOf(put(id, { name: "Chiefs" }, { ifMatch: '"v1"' }))).toEqual(["precondition_failed"]);
  });

  test("stands in the list newest first, found by a part of its name, with what was done to it in the log", async () => {
    for (const [n, name] of ["Deciders", "Berlin", "Users"].entries()) {
      await call("POST /segments", { body: { name, condition: vips } }, { now: new Date(now.getTime() + n) });
    }
    const list = await call("GET /segments", { query: { limit: "2", include: "total" } });
    expect(list).toMatchObject({ data: [{ name: "Users" }, { name: "Berlin" }], page: { hasMore: true, total: 3 } });
    const found = await call("GET /segments", { query: { limit: "50", q: "ers" } });
    expect(found.data.map(({ name }) => name)).toEqual(["Users", "Deciders"]);
    const log = await inWorkspace(database.db, caller.workspaceId, (tx) =>
      tx.rows("select action from audit_log where action like 'segment.%'"),
    );
    expect(log).toEqual(Array.from({ length: 3 }, () => ({ action: "segment.created" })));
  });

  test("of another workspace is as if it were not there", async () => {
    const { id } = await create("Deciders");
    const elsewhere = { workspaceId: await seedWorkspace(database.db) };
    expect(await refusalOf(put(id, { name: "Mine" }, elsewhere))).toEqual(["not_found"]);
    expect((await call("GET /segments", { query: { limit: "50" } }, elsewhere)).data).toEqual([]);
    await call("POST /segments", { body: { name: "Deciders", condition: vips } }, elsewhere);
  });
});
