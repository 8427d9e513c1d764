import { randomUUID } from "node:crypto";
import { addMs, HOUR_MS } from "@haste/engine/base";
import { afterAll, beforeAll, expect, test } from "vitest";
import { callRoute, refusalOf } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, type TestDatabase } from "../../../../tests/support/database.ts";
import { LedgerWorld, signalOf } from "../../../../tests/support/ledger-world.ts";
import { accountChanged } from "../../ledger/index.ts";
import { enrollRoutes } from "./routes.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function addAccount(world: LedgerWorld, email: string): Promise<string> {
  const id = randomUUID();
  await world.rows(
    `insert into sending_accounts (workspace_id, id, provider, email, display_name, hourly_limit, daily_limit, min_gap_ms)
     values ($1, $2, 'smtp', $3, 'Ada', 10000, 10000, 0)`,
    [world.workspaceId, id, email],
  );
  return id;
}

async function setStatus(world: LedgerWorld, id: string, status: "active" | "paused"): Promise<void> {
  await world.rows("update sending_accounts set status = $3 where workspace_id = $1 and id = $2", [
    world.workspaceId,
    id,
    status,
  ]);
  await world.in((tx) => accountChanged(tx, id, world.moment()));
}

/** How many people have each account, and what keeps those who are held. */
async function threads(world: LedgerWorld) {
  const rows = await world.rows<{ account: string; hold: string | null; people: number }>(
    `select sending_account_id as account, waiting->>'hold' as hold, count(*)::int as people from sequence_enrollments
     where workspace_id = $1 group by 1, 2`,
    [world.workspaceId],
  );
  return new Map(rows.map(({ account, hold, people }) => [`${account} ${hold ?? "goes on"}`, people]));
}

test("people of a paused account wait until somebody moves them, and their threads go on from the other one", async () => {
  const world = await LedgerWorld.create(database.db);
  const other = await addAccount(world, "ada@sandbox.haste.test");
  const stranger = await addAccount(world, "stranger@sandbox.haste.test");
  const pool = [world.accountId, other].map((id) => ({ id, weight: 1 }));
  await world.publish(2, world.stepIds, { sendingAccounts: pool });
  await world.enroll(8, 2);
  await world.plan();
  // Each of the pool has its half, and nobody else writes to anybody.
  const halves = new Map([world.accountId, other].map((id) => [`${id} goes on`, 4]));
  expect(await threads(world)).toEqual(halves);

  const first = await world.claim();
  await world.mark(first);
  await world.results(first.map((email) => signalOf(email, "sent", { claimId: email.claimId })));
  await setStatus(world, world.accountId, "paused");
  world.now = addMs(world.now, 2 * HOUR_MS);
  await world.plan();
  expect((await threads(world)).get(`${world.accountId} account_paused`)).toBe(4);

  const caller = { db: world.db, workspaceId: world.workspaceId, now: new Date(world.now) };
  const params = { id: world.sequenceId };
  const move = (body: object) => callRoute(enrollRoutes, "POST /sequences/:id/move-account", caller, { params, body });
  const asked = { fromAccountId: world.accountId, toAccountId: other };
  const { data } = await callRoute(enrollRoutes, "GET /sequences/:id/paused-accounts", caller, { params });
  expect(data).toMatchObject([{ id: world.accountId, people: 4 }]);
  expect(await move({ ...asked, dryRun: true })).toEqual({ people: 4, dryRun: true });
  expect((await threads(world)).get(`${world.accountId} account_paused`)).toBe(4);
  await setStatus(world, stranger, "paused");
  const notThere = await refusalOf(move({ ...asked, toAccountId: stranger }));
  expect(notThere).toEqual(["invalid_request", "not_found /toAccountId"]);

  expect(await move(asked)).toEqual({ people: 4, dryRun: false });
  await world.plan();
  expect(await threads(world)).toEqual(new Map([[`${other} goes on`, 8]]));
  const waiting = await world.rows<{ account: string }>(
    `select sending_account_id as account from email_activities
     where workspace_id = $1 and status = 'scheduled' and step_id = $2`,
    [world.workspaceId, world.stepIds[1]],
  );
  expect(waiting.map(({ account }) => account)).toEqual(Array.from({ length: 4 }, () => other));
  const [audited] = await world.rows<{ detail: object }>(
    `select d.detail::jsonb as detail from audit_log l join audit_details d on d.audit_id = l.id
      where l.workspace_id = $1 and l.action = 'enrollment.account_changed'`,
    [world.workspaceId],
  );
  expect(audited?.detail).toMatchObject({ ...asked, people: 4 });
});
