import { addMs, DAY_MS, HOUR_MS, MINUTE_MS } from "@haste/engine/base";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../tests/support/database.ts";
import { type Claimed, LedgerWorld, signalOf, start } from "../../../tests/support/ledger-world.ts";
import { releaseRefused } from "./index.ts";

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

describe("an email whose server puts it off", () => {
  test("gives the room of its hour back, and waits for one in the hour in which it is tried again", async () => {
    const world = await LedgerWorld.create(database.db, { hourlyLimit: 2 });
    const { emails } = await world.toTheWire(2);
    const [late, sent] = emails as [Claimed, Claimed];
    const claimId = late.claimId;
    const retryAt = addMs(start, HOUR_MS + 15 * MINUTE_MS);
    await world.results([
      signalOf(late, "deferred", { claimId, meta: { retryAt } }),
      signalOf(sent, "sent", { claimId }),
    ]);
    expect(await usedByHour(world)).toEqual({ 9: 1 });
    // The next hour fills up without it.
    world.now = addMs(start, HOUR_MS);
    await world.enroll(2);
    await world.plan();
    world.now = retryAt;
    await letLateOnesGo(world, await world.claim());
    await world.plan();
    expect(await usedByHour(world)).toEqual({ 9: 1, 10: 2, 11: 2 });
    const [row] = await world.rows<{ at: Date; attempt: number }>(
      "select send_at as at, attempt from email_activities where id = $2 and workspace_id = $1",
      [world.workspaceId, late.id],
    );
    expect(row).toEqual({ at: new Date(start + 2 * HOUR_MS), attempt: 1 });
  });

  test("keeps its room where it is tried again within its hour", async () => {
    const world = await LedgerWorld.create(database.db, { hourlyLimit: 1 });
    const { emails } = await world.toTheWire(1);
    const [late] = emails as [Claimed];
    const meta = { retryAt: addMs(start, 5 * MINUTE_MS) };
    await world.results([signalOf(late, "deferred", { claimId: late.claimId, meta })]);
    world.now = meta.retryAt;
    const again = await world.claim();
    expect(await world.mark(again)).toEqual(new Set([late.id]));
    expect(await usedByHour(world)).toEqual({ 9: 1 });
  });

  test("is tried for five days in all, however often it is planned anew", async () => {
    const world = await LedgerWorld.create(database.db, { hourlyLimit: 5 });
    const { emails } = await world.toTheWire(1);
    const [late] = emails as [Claimed];
    const meta = { retryAt: addMs(start, 3 * HOUR_MS) };
    await world.results([signalOf(late, "deferred", { claimId: late.claimId, meta })]);
    world.now = meta.retryAt;
    await letLateOnesGo(world, await world.claim());
    await world.plan();
    const [again] = await world.claim();
    expect(again).toMatchObject({ id: late.id, attempt: 2, first_tried_at: new Date(start) });
  });
});

test("what a worker left lying leaves in an hour that has room for it, not all at once when one comes back", async () => {
  const world = await LedgerWorld.create(database.db, { hourlyLimit: 3 });
  await world.enroll(3);
  await world.plan();
  world.now = addMs(start, 90 * MINUTE_MS);
  const stale = await world.claim();
  expect(await world.mark(stale)).toEqual(new Set());
  await letLateOnesGo(world, stale);
  await world.enroll(3);
  await world.plan();
  expect(await usedByHour(world)).toEqual({ 10: 3, 11: 3 });
});

/** As their lane does with emails whose hour is over. */
async function letLateOnesGo(world: LedgerWorld, emails: readonly Claimed[]): Promise<void> {
  const late = emails.filter(({ reserved_until: until }) => until !== null && until.getTime() <= world.now);
  const [first] = late;
  if (first === undefined) return;
  const { claimId } = first;
  const enrollmentIds = late.flatMap(({ enrollment_id: id }) => id ?? []);
  const emailIds = late.map(({ id }) => id);
  await world.in((tx) => releaseRefused(tx, { claimId, emailIds, enrollmentIds }, world.moment()));
}

async function usedByHour(world: LedgerWorld): Promise<Record<number, number>> {
  const rows = await world.rows<{ hour: number; used: number }>(
    `select extract(hour from starts_at at time zone 'UTC')::int as hour, used from capacity
     where period = 1 and used > 0 order by 1`,
  );
  return Object.fromEntries(rows.map(({ hour, used }) => [hour, used]));
}
