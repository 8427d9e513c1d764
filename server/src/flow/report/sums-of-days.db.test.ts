import { addMs, DAY_MS, MINUTE_MS } from "@haste/engine/base";
import { reportGroups } from "@haste/engine/report";
import type { SignalKind } from "@haste/engine/track";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callRoute } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, type TestDatabase } from "../../../../tests/support/database.ts";
import { type Claimed, LedgerWorld, signalOf, start } from "../../../../tests/support/ledger-world.ts";
import { type NewSignal, rebuildRollups, sumDays, unsummedWorkspaces } from "../../ledger/index.ts";
import { asSweep, inWorkspace } from "../../platform/db/index.ts";
import { reportRoutes } from "./routes.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const people = 6;
/** Over the end of a month. */
const days = 12;
const quartersADay = DAY_MS / (15 * MINUTE_MS);
const quarters = days * quartersADay;
const kinds = ["opened", "clicked", "replied", "delivered", "bounced", "complained", "unsubscribed"] as const;

const told = fc.record({
  email: fc.nat(people - 1),
  kind: fc.constantFrom<SignalKind>(...kinds),
  actor: fc.constantFrom<NewSignal["actor"]>("human", "machine", "unknown"),
  minute: fc.nat((days * DAY_MS) / MINUTE_MS),
  /** Summed just before, so that what follows comes to days that were summed. */
  isSummedBefore: fc.boolean(),
});
const zones = fc.constantFrom("UTC", "Asia/Kolkata", "America/New_York");
const history = fc.record({
  sentAfter: fc.array(fc.nat((days - 1) * 24 * 60), { minLength: people, maxLength: people }),
  told: fc.array(told, { maxLength: 12 }),
  from: fc.nat(quarters),
  to: fc.nat(quarters),
  timezone: zones,
  /** Where the workspace is, and where it moves to after some of its days were summed. */
  homes: fc.tuple(zones, zones),
});
type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

const summedAt = new Date(addMs(start, days * DAY_MS));
const sum = (world: LedgerWorld) => inWorkspace(database.db, world.workspaceId, (tx) => sumDays(tx, summedAt));

const moveTo = (world: LedgerWorld, zone: string) =>
  world.rows("update workspaces set timezone = $2 where id = $1", [world.workspaceId, zone]);

async function live(world: LedgerWorld, { sentAfter, told: events, homes }: History): Promise<void> {
  await moveTo(world, homes[0]);
  const { emails } = await world.toTheWire(people);
  world.now = addMs(start, days * DAY_MS);
  await world.results(
    emails.map((email, at) =>
      signalOf(email, "sent", { claimId: email.claimId, occurredAt: addMs(start, (sentAfter[at] ?? 0) * MINUTE_MS) }),
    ),
  );
  for (const [at, { email, kind, actor, minute, isSummedBefore }] of events.entries()) {
    if (at === 3) await moveTo(world, homes[1]);
    if (isSummedBefore) await sum(world);
    const key = kind === "opened" || kind === "clicked" ? null : `${email} ${kind}`;
    await world.record([
      signalOf(emails[email] as Claimed, kind, {
        ...{ actor, key, occurredAt: addMs(start, minute * MINUTE_MS) },
        meta: kind === "bounced" ? { bounceType: "soft" } : {},
      }),
    ]);
  }
}

type Caller = { db: TestDatabase["db"]; workspaceId: string; now: Date };

/** Every report that sums of days are read for. */
async function readEach(caller: Caller, { sequenceId }: LedgerWorld, period: { timezone: string }): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const groupBy of reportGroups)
    answers.push(
      await callRoute(reportRoutes, "GET /reports/email-performance", caller, { query: { ...period, groupBy } }),
    );
  for (const question of ["sent", "happened"] as const) {
    const query = { ...period, interval: "day" as const, question };
    answers.push(await callRoute(reportRoutes, "GET /reports/engagement-trends", caller, { query }));
  }
  for (const groupBy of ["day", "week"] as const)
    answers.push(
      await callRoute(reportRoutes, "GET /sequences/:id/analytics", caller, {
        params: { id: sequenceId },
        query: { ...period, groupBy },
      }),
    );
  answers.push(await callRoute(reportRoutes, "GET /reports/best-practices", caller, { query: period }));
  return answers;
}

/** All of them: of all days, of a part, and of months that are long over. */
async function readAll(world: LedgerWorld, { from, to, timezone }: History): Promise<unknown[]> {
  const at = (quarter: number) => new Date(addMs(start, quarter * 15 * MINUTE_MS)).toISOString();
  const all = { from: at(-quarters), to: at(2 * quarters), timezone };
  const part = { from: at(Math.min(from, to)), to: at(Math.max(from, to)), timezone };
  const months = { from: at(-60 * quartersADay), to: at(60 * quartersADay), timezone };
  const caller = { db: database.db, workspaceId: world.workspaceId };
  const [now, later] = [new Date(world.now), new Date(addMs(world.now, 60 * DAY_MS))];
  return [
    ...(await readEach({ ...caller, now }, world, all)),
    ...(await readEach({ ...caller, now }, world, part)),
    ...(await readEach({ ...caller, now: later }, world, months)),
  ];
}

describe("the sums of days", () => {
  test("change no number of a report, whatever was told before and after they were made", async () => {
    await fc.assert(
      fc.asyncProperty(history, async (lived) => {
        const world = await LedgerWorld.create(database.db);
        await live(world, lived);
        const amid = await readAll(world, lived);
        await sum(world);
        const summed = await readAll(world, lived);
        expect(await world.rows("select 1 from email_days")).not.toEqual([]);
        const { wrong } = await rebuildRollups(database.db, world.workspaceId, { isDryRun: true });
        expect(Object.values(wrong).every((rows) => rows === 0)).toBe(true);
        await world.rows("delete from day_zones");
        for (const table of ["email", "provider", "happening"])
          await world.rows(`update ${table}_rollups set is_summed = false, as_summed = null`);
        const counted = await readAll(world, lived);
        expect(amid).toEqual(counted);
        expect(summed).toEqual(counted);
      }),
      { numRuns: 10 },
    );
  });

  test("are read where they hold the whole day, found where they are wrong, and made again", async () => {
    const world = await LedgerWorld.create(database.db);
    const isLookedAt = async () =>
      (await asSweep(database.db, (sweep) => unsummedWorkspaces(sweep, summedAt))).includes(world.workspaceId);
    const { emails } = await world.toTheWire(2);
    await world.results(emails.map((email) => signalOf(email, "sent", { claimId: email.claimId })));
    expect(await isLookedAt()).toBe(true);
    await sum(world);
    expect(await isLookedAt()).toBe(false);
    await world.rows("update email_day_totals set sent = 7");
    const caller = { db: database.db, workspaceId: world.workspaceId, now: summedAt };
    const sent = async () =>
      (await callRoute(reportRoutes, "GET /reports/email-performance", caller, { query: { timezone: "UTC" } })).totals
        .sent;
    expect(await sent()).toBe(7);
    const { wrong, isRewritten } = await rebuildRollups(database.db, world.workspaceId, { isDryRun: false });
    expect([wrong.email_day_totals, isRewritten]).toEqual([1, true]);
    expect(await sent()).toBe(2);
    await sum(world);
    expect([await world.rows("select sent from email_day_totals"), await sent()]).toEqual([[{ sent: 2 }], 2]);
  });
});
