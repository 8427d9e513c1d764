import { addMs, DAY_MS, HOUR_MS } from "@haste/engine/base";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../tests/support/database.ts";
import { LedgerWorld, start } from "../../../tests/support/ledger-world.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("an account's room of long ago is forgotten by its next plan, that of the last days is kept", async () => {
  const world = await LedgerWorld.create(database.db);
  const hours = () =>
    world.rows<{ at: Date }>("select starts_at as at from capacity where period = 1 order by starts_at");
  for (const at of [start, addMs(start, 6 * DAY_MS), addMs(start, 7 * DAY_MS + HOUR_MS)]) {
    world.now = at;
    await world.enroll(1);
    await world.plan();
  }
  expect((await hours()).map(({ at }) => at.getTime())).toEqual([start + 6 * DAY_MS, start + 7 * DAY_MS + HOUR_MS]);
});
