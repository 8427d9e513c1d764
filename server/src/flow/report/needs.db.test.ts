import { addMs, HOUR_MS } from "@haste/engine/base";
import { afterAll, beforeAll, expect, test } from "vitest";
import { callRoute } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, type TestDatabase } from "../../../../tests/support/database.ts";
import { LedgerWorld, signalOf } from "../../../../tests/support/ledger-world.ts";
import { accountChanged } from "../../ledger/index.ts";
import { reportRoutes } from "./routes.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function needsOf(world: LedgerWorld) {
  const caller = { db: world.db, workspaceId: world.workspaceId, now: new Date(world.now) };
  return (await callRoute(reportRoutes, "GET /home", caller)).needsYou;
}

test("home tells how many people of which sequence wait for an account that is paused", async () => {
  const world = await LedgerWorld.create(database.db);
  const emails = await world.toTheWire(3).then((wire) => wire.emails);
  await world.results(emails.map((email) => signalOf(email, "sent", { claimId: email.claimId })));
  await world.rows("update sending_accounts set status = 'paused', status_reason = $2 where workspace_id = $1", [
    ...[world.workspaceId, "Signing in was refused"],
  ]);
  expect(await needsOf(world)).toMatchObject([
    { code: "failing-account", detail: "Signing in was refused · Nobody waits for it", count: 0 },
  ]);
  await world.in((tx) => accountChanged(tx, world.accountId, world.moment()));
  world.now = addMs(world.now, 2 * HOUR_MS);
  await world.plan();
  expect(await needsOf(world)).toMatchObject([
    { code: "failing-account", detail: "Signing in was refused · 3 people of Founders wait for it", count: 3 },
  ]);
});
