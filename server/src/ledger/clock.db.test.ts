import { addMs, HOUR_MS } from "@haste/engine/base";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../tests/support/database.ts";
import { LedgerWorld, start } from "../../../tests/support/ledger-world.ts";
import type { Tx } from "../platform/db/index.ts";
import { claimLane, claimLeaseMs, moveClock, repairLane, stages } from "./index.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("a clock that is moved while a lane claims leaves no mail behind that fell due by it", async () => {
  const world = await LedgerWorld.create(database.db);
  await world.enroll(1);
  await world.plan();
  const due = addMs(start, HOUR_MS);
  await world.rows("update email_activities set due_at = $2 where workspace_id = $1", [
    world.workspaceId,
    new Date(due),
  ]);
  const lane = { stage: stages.send, lane: world.accountId, id: world.moment().newId(), at: new Date(start) };
  await world.in((tx) => repairLane(tx, lane));
  const move = () => world.in((tx) => moveClock(tx, { ...world.moment(), now: due }));
  const wanted = { accountId: world.accountId, worker: 1, limit: 100, leaseMs: claimLeaseMs };
  const claim = await world.in((tx) => claimLane(beforeWakeupsAreTaken(tx, move), wanted, new Date(start)));
  expect(claim?.emails).toHaveLength(1);
});

test("what falls due a moment after a clock was moved is woken at its time, not where the clock of before would come to it", async () => {
  const world = await LedgerWorld.create(database.db);
  await world.enroll(1);
  await world.plan();
  const due = addMs(start, 3 * HOUR_MS);
  await world.rows("update email_activities set due_at = $2 where workspace_id = $1", [
    world.workspaceId,
    new Date(due),
  ]);
  await world.rows("delete from wakeups where workspace_id = $1", [world.workspaceId]);
  await world.in((tx) => moveClock(tx, { ...world.moment(), now: addMs(due, -5) }));
  const lanes = await world.rows("select stage, due_at from wakeups where workspace_id = $1", [world.workspaceId]);
  expect(lanes).toEqual([{ stage: stages.send, due_at: new Date(start + 5) }]);
});

/** The same transaction, in which something else commits right before the lane's wake-ups are taken. */
function beforeWakeupsAreTaken(tx: Tx, happens: () => Promise<unknown>): Tx {
  return new Proxy(tx, {
    get(target, name) {
      if (name !== "rows") return Reflect.get(target, name, target);
      return async (text: string, values: readonly unknown[], statement?: string) => {
        if (statement === "ledger-take-wakeups") await happens();
        return target.rows(text, values, statement);
      };
    },
  });
}
