import { asInstant, epochDayFromIso, must } from "@haste/engine/base";
import { resolveCalendar, type WrittenCalendar } from "@haste/engine/schedule";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../../tests/support/database.ts";
import { LedgerWorld, type Person } from "../../../../tests/support/ledger-world.ts";
import { asCaller } from "../../../../tests/support/work-context.ts";
import { accountChanged, accountHoursChanged } from "../../ledger/index.ts";
import { explainEnrollment } from "./explain-enrollment.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** The world begins on Monday 23 November 2026 at nine, and Thursday the 26th is Thanksgiving. */
const day = (date: string) => must(epochDayFromIso(date), date);
const calendar = (over: Partial<WrittenCalendar>) =>
  resolveCalendar({ id: "c", regions: [], byContactRegion: false, days: [], ...over });
const at = (text: string) => asInstant(Date.parse(text));

function why(world: LedgerWorld, { enrollmentId }: Person) {
  const caller = { db: world.db, workspaceId: world.workspaceId, now: new Date(world.now) };
  return asCaller(caller, (ctx) => explainEnrollment(ctx, enrollmentId));
}

async function sendTimes(world: LedgerWorld): Promise<string[]> {
  const rows = await world.rows<{ at: Date }>(
    "select send_at as at from email_activities where workspace_id = $1 and due_at is not null order by send_at",
    [world.workspaceId],
  );
  return rows.map(({ at: sendAt }) => sendAt.toISOString());
}

async function setWorkday(world: LedgerWorld, workday: object | null): Promise<void> {
  await world.rows("update sending_accounts set workday = $2 where workspace_id = $1", [
    world.workspaceId,
    workday === null ? null : JSON.stringify(workday),
  ]);
}

describe("a mail that is due on a holiday", () => {
  test("waits for the day after, and why not yet says that it is a holiday", async () => {
    const holidays = calendar({ days: [day("2026-11-23"), day("2026-11-24")] });
    const world = await LedgerWorld.create(database.db, { holidays });
    const [person] = await world.enroll(1);
    await world.plan();
    expect(await sendTimes(world)).toEqual(["2026-11-25T00:00:00.000Z"]);
    expect(await why(world, person as Person)).toMatchObject({
      state: "waiting",
      binding: "holiday",
      constraints: [
        { code: "holiday", freesAt: "2026-11-25T00:00:00.000Z", detail: expect.stringContaining("on Wed") },
      ],
    });
  });

  test("rests in the countries of those people only, where the calendar goes by region", async () => {
    const holidays = calendar({ byContactRegion: true });
    const world = await LedgerWorld.create(database.db, { holidays, timezoneMode: "contact" });
    world.now = at("2026-11-26T12:00:00Z");
    const people = await world.enroll(3);
    for (const [index, timezone] of ["America/New_York", "Europe/Berlin", "Africa/Lagos"].entries()) {
      await world.rows("update contacts set timezone = $3 where workspace_id = $1 and id = $2", [
        world.workspaceId,
        people[index]?.contactId,
        timezone,
      ]);
    }
    await world.plan();
    const noon = "2026-11-26T12:00:00.000Z";
    expect(await sendTimes(world)).toEqual([noon, noon, "2026-11-27T05:00:00.000Z"]);
    expect(await why(world, people[0] as Person)).toMatchObject({
      binding: "holiday",
      plannedAt: "2026-11-27T05:00:00.000Z",
    });
  });
});

describe("an account's workday", () => {
  const office = { timezone: null, days: ["mon", "tue", "wed", "thu", "fri"], start: "10:00", end: "18:00" };

  test("keeps mail until its person works, and why not yet says whose day it is", async () => {
    const world = await LedgerWorld.create(database.db);
    await setWorkday(world, office);
    const [person] = await world.enroll(1);
    expect(await world.plan()).toBe(1);
    expect(await sendTimes(world)).toEqual(["2026-11-23T10:00:00.000Z"]);
    expect(await why(world, person as Person)).toMatchObject({
      binding: "workday",
      constraints: [{ code: "workday", detail: expect.stringContaining("grace@sandbox.haste.test") }],
    });
  });

  test("that changes takes mail along that waited for the old one", async () => {
    const world = await LedgerWorld.create(database.db);
    await setWorkday(world, office);
    await world.enroll(2);
    await world.plan();
    await setWorkday(world, { ...office, timezone: "America/New_York" });
    await world.in((tx) => accountHoursChanged(tx, world.accountId, world.moment()));
    await world.plan();
    expect(await sendTimes(world)).toEqual(["2026-11-23T15:00:00.000Z", "2026-11-23T15:00:00.000Z"]);
  });

  test("that never meets somebody's window holds their mail until the account is changed", async () => {
    const world = await LedgerWorld.create(database.db, { holidays: calendar({ days: mondaysOf(60) }) });
    await setWorkday(world, { ...office, days: ["mon"] });
    const [person] = await world.enroll(1);
    expect(await world.plan()).toBe(0);
    expect(await why(world, person as Person)).toMatchObject({
      state: "held",
      binding: "workday",
      plannedAt: null,
      constraints: [{ code: "workday", freesAt: null, detail: expect.stringContaining("never meet") }],
    });
    await setWorkday(world, null);
    await world.in((tx) => accountChanged(tx, world.accountId, world.moment()));
    world.now = at("2026-11-24T00:00:00Z");
    expect(await world.plan()).toBe(1);
  });

  test("that meets it in a distant week only keeps their mail until then, or until the account is changed", async () => {
    const world = await LedgerWorld.create(database.db, { holidays: calendar({ days: mondaysOf(12) }) });
    await setWorkday(world, { ...office, days: ["mon"] });
    const [person] = await world.enroll(1);
    expect(await world.plan()).toBe(0);
    expect(await why(world, person as Person)).toMatchObject({
      state: "waiting",
      binding: "workday",
      plannedAt: "2027-02-15T10:00:00.000Z",
    });
    await setWorkday(world, { ...office, days: ["tue"] });
    await world.in((tx) => accountChanged(tx, world.accountId, world.moment()));
    expect(await world.plan()).toBe(1);
    expect(await sendTimes(world)).toEqual(["2026-11-24T10:00:00.000Z"]);
  });

  function mondaysOf(weeks: number): number[] {
    return Array.from({ length: weeks }, (_, week) => day("2026-11-23") + 7 * week);
  }
});
