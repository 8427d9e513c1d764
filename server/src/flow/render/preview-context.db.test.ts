import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { callRoute, refusalOf } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../tests/support/database.ts";
import { SequenceDesk } from "../../../../tests/support/sequences.ts";
import { plainEdits } from "../../../../tests/support/templates.ts";
import { inWorkspace } from "../../platform/db/index.ts";
import { preflightPorts } from "../../wiring/preflight-ports.ts";
import { renderRoutes } from "./routes.ts";

const now = new Date("2026-11-23T09:00:00.000Z");
let database: TestDatabase;
let workspaceId: string;
let contactId: string;
let sequenceId: string;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  workspaceId = await seedWorkspace(database.db, { timezone: "Europe/Berlin" });
  contactId = randomUUID();
  const desk = new SequenceDesk({ db: database.db, workspaceId, now });
  sequenceId = (await desk.call("POST /sequences", { body: { name: "Founders" } })).id;
  await run(
    "insert into contacts (workspace_id, id, email, email_key, first_name, custom_fields) values ($1, $2, $3, $3, $4, $5)",
    [contactId, "zoe@frost.example", "Zoë", { fleet: 12 }],
  );
});

function run(sql: string, values: readonly unknown[]): Promise<unknown> {
  return inWorkspace(database.db, workspaceId, (tx) => tx.rows(sql, [workspaceId, ...values]));
}

const preview = (query: Record<string, string>, id = sequenceId) =>
  callRoute(
    renderRoutes(preflightPorts, plainEdits),
    "GET /sequences/:id/preview-context",
    { db: database.db, workspaceId, now },
    { params: { id }, query },
  );

test("a mail can be looked at as one person would get it, before anybody is enrolled and before there is an account", async () => {
  expect(await preview({ contactId })).toMatchObject({
    contact: { email: "zoe@frost.example", firstName: "Zoë", lastName: null, customFields: { fleet: 12 } },
    company: null,
    sender: { name: "Your name" },
    sequence: { name: "Founders" },
    customData: {},
  });
});

test("a mail that is looked at comes from an account that sends", async () => {
  const add = (email: string, name: string, status: string) =>
    run(
      "insert into sending_accounts (workspace_id, id, provider, email, display_name, status) values ($1, $2, 'smtp', $3, $4, $5)",
      [randomUUID(), email, name, status],
    );
  await add("old@x.example", "Old", "paused");
  await add("amina@x.example", "Amina", "active");
  expect((await preview({ contactId })).sender).toEqual({ name: "Amina", email: "amina@x.example", signature: null });
});

test("a look at a mail for somebody who is not there is refused", async () => {
  expect(await refusalOf(preview({ contactId: randomUUID() }))).toEqual(["not_found"]);
  expect(await refusalOf(preview({ contactId }, randomUUID()))).toEqual(["not_found"]);
});
