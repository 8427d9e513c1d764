import type { ResponseOf } from "@haste/contract/client";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { callRoute, type Sent } from "../../../../../tests/support/call-route.ts";
import { createTestDatabase, type TestDatabase } from "../../../../../tests/support/database.ts";
import { type Claimed, LedgerWorld, signalOf, start } from "../../../../../tests/support/ledger-world.ts";
import type { Caller } from "../../../../../tests/support/work-context.ts";
import { sendingPaceRoutes } from "./routes.ts";

let database: TestDatabase;
let world: LedgerWorld;
let caller: Caller;
let replanned: string[] = [];
const routes = sendingPaceRoutes({
  accountChanged: async (_ctx, id) => {
    replanned.push(id);
  },
});
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  world = await LedgerWorld.create(database.db);
  caller = { db: database.db, workspaceId: world.workspaceId, now: new Date(start) };
  replanned = [];
});

const call = <K extends keyof typeof routes>(key: K, sent: Sent = {}): Promise<ResponseOf<K>> =>
  callRoute(routes, key, caller, sent);

test("limits over all accounts are none until somebody sets them, and what waits is planned again under new ones", async () => {
  expect(await call("GET /sending-limits")).toMatchObject({ workspace: { perHour: null, perDay: null }, version: 0 });
  const change = { workspace: { perDay: 500 }, domain: { perHour: 5 } };
  expect(await call("PUT /sending-limits", { body: change })).toMatchObject({ version: 1, domain: { perHour: 5 } });
  expect(replanned).toEqual([world.accountId]);
  expect(await call("PUT /sending-limits", { body: { workspace: { perDay: null } } })).toMatchObject({
    ...{ workspace: { perHour: null, perDay: null }, domain: { perHour: 5, perDay: null }, version: 2 },
  });
});

test("an account's pace shows what its warm-up allows, what was sent, and which provider holds it back", async () => {
  const ramp = { start: 3, step: 2, ceiling: 9, restartAfterDays: 30 };
  await world.rows("update sending_accounts set ramp = $2 where workspace_id = $1", [
    world.workspaceId,
    JSON.stringify(ramp),
  ]);
  const { emails } = await world.toTheWire(3);
  await world.rows("update email_activities set recipient_provider = 'google' where workspace_id = $1", [
    world.workspaceId,
  ]);
  const [sent, ...late] = emails as [Claimed, Claimed, Claimed];
  const reply = "421 4.7.28 unusual rate of mail";
  const meta = { reply, pace: "slower" as const, retryAt: start };
  await world.results([
    signalOf(sent, "sent", { claimId: sent.claimId }),
    ...late.map((one) => signalOf(one, "deferred", { claimId: one.claimId, meta })),
  ]);
  const pace = await call("GET /sending-accounts/:id/pace", { params: { id: world.accountId } });
  expect(pace.plan.slice(0, 3)).toEqual([
    { date: "2026-11-23", cap: 3 },
    { date: "2026-11-24", cap: 5 },
    { date: "2026-11-25", cap: 7 },
  ]);
  expect(pace.actual).toHaveLength(14);
  expect(pace.actual.at(-1)).toEqual({ date: "2026-11-23", sent: 1 });
  expect(pace.providers).toMatchObject([{ provider: "google", state: "resting", waiting: 2, lastReply: reply }]);
  expect(pace.providers[0]?.heldSince).toBe(new Date(start).toISOString());
  expect(pace.reputation).toMatchObject({ score: null, reason: expect.stringContaining("1 of the 50") });
  const { accounts } = await call("GET /sending-accounts/paces");
  expect(accounts).toEqual([{ accountId: world.accountId, providers: pace.providers }]);
});
