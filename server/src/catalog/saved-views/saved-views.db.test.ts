import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { callRoute, refusalOf } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../tests/support/database.ts";
import type { Caller } from "../../../../tests/support/work-context.ts";
import { savedViewRoutes as routes } from "./index.ts";

let database: TestDatabase;
let ada: Caller;
let bo: Caller;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  const workspaceId = await seedWorkspace(database.db);
  const caller = { db: database.db, workspaceId, now: new Date("2026-11-23T09:00:00.000Z") };
  ada = { ...caller, actorId: randomUUID(), role: "rep" };
  bo = { ...caller, actorId: randomUUID(), role: "rep" };
});

const save = (who: Caller, body: Record<string, unknown>) =>
  callRoute(routes, "POST /saved-views", who, { body: { screen: "sequences", ...body } });
const namesFor = async (who: Caller) =>
  (await callRoute(routes, "GET /saved-views", who, { query: { "filter[screen]": "sequences" } })).data.map(
    ({ name, canChange }) => [name, canChange],
  );

test("a view keeps filters, order and columns, and is seen by its owner until it is shared", async () => {
  const view = { query: { view: "paused", q: "port", sort: "name" }, columns: ["state", "sent"] };
  const mine = await save(ada, { name: "Stuck", ...view });
  expect(mine).toMatchObject({ ...view, visibility: "private", version: 1, canChange: true });
  expect(await namesFor(bo)).toEqual([]);
  const params = { id: mine.id };
  expect(await refusalOf(callRoute(routes, "GET /saved-views/:id", bo, { params }))).toEqual(["not_found"]);

  await callRoute(routes, "PUT /saved-views/:id", ada, { params, body: { visibility: "workspace", columns: null } });
  expect(await namesFor(bo)).toEqual([["Stuck", false]]);
  expect(await callRoute(routes, "GET /saved-views/:id", bo, { params })).toMatchObject({ columns: null, version: 2 });
});

test("a view of the workspace is changed by its owner or an admin, and by nobody else", async () => {
  const { id } = await save(ada, { name: "Ours", visibility: "workspace" });
  const rename = (who: Caller, name: string) =>
    callRoute(routes, "PUT /saved-views/:id", who, { params: { id }, body: { name } });
  expect(await refusalOf(rename(bo, "Mine"))).toEqual(["forbidden"]);
  expect(await refusalOf(callRoute(routes, "DELETE /saved-views/:id", bo, { params: { id } }))).toEqual(["forbidden"]);
  expect((await rename({ ...bo, role: "admin" }, "Everybody's")).name).toBe("Everybody's");
  await callRoute(routes, "DELETE /saved-views/:id", ada, { params: { id } });
  expect(await namesFor(ada)).toEqual([]);
});

test("whoever may only read keeps views for themselves", async () => {
  const viewer = { ...ada, role: "viewer" } as const;
  expect((await save(viewer, { name: "Stuck" })).visibility).toBe("private");
  expect(await refusalOf(save(viewer, { name: "Ours", visibility: "workspace" }))).toEqual(["forbidden"]);
});

test("a view's name is taken among one's own and among the workspace's, not between two people", async () => {
  await save(ada, { name: "Stuck" });
  await save(bo, { name: "Stuck" });
  await save(bo, { name: "Stuck", visibility: "workspace" });
  expect(await refusalOf(save(ada, { name: "Stuck" }))).toEqual(["name_taken"]);
  expect(await refusalOf(save(ada, { name: "Stuck", visibility: "workspace" }))).toEqual(["name_taken"]);
});

test("a view changed meanwhile is not written over", async () => {
  const { id } = await save(ada, { name: "Stuck" });
  const params = { id };
  await callRoute(routes, "PUT /saved-views/:id", { ...ada, ifMatch: '"v1"' }, { params, body: { name: "Held" } });
  const late = callRoute(
    routes,
    "PUT /saved-views/:id",
    { ...ada, ifMatch: '"v1"' },
    { params, body: { name: "Late" } },
  );
  expect(await refusalOf(late)).toEqual(["precondition_failed"]);
});
