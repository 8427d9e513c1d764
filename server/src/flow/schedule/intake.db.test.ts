import { addMs, DAY_MS, HOUR_MS } from "@haste/engine/base";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callRoute } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, type TestDatabase } from "../../../../tests/support/database.ts";
import { LedgerWorld, type Person, signalOf } from "../../../../tests/support/ledger-world.ts";
import { pausePerson, removePerson, resumePerson, stopSequence } from "../../ledger/index.ts";
import { simulationPorts } from "../../wiring/simulation-ports.ts";
import { scheduleRoutes } from "./index.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const threeADay = { intake: { perDay: 3, perCompanyPerDay: null } };

/** Whose first email leaves or left on the world's present day, in the order of enrolling. */
async function beginToday(world: LedgerWorld): Promise<string[]> {
  const rows = await world.rows<{ id: string }>(
    `select n.id from sequence_enrollments n join email_activities e on e.enrollment_id = n.id
     where e.step_id = $1 and e.status <> 'canceled' and date_trunc('day', e.send_at at time zone 'UTC') =
       date_trunc('day', $2::timestamptz at time zone 'UTC') order by n.id`,
    [world.stepIds[0], new Date(world.now)],
  );
  return rows.map((row) => row.id);
}

async function sendAll(world: LedgerWorld): Promise<void> {
  const claimed = await world.claim();
  const allowed = await world.mark(claimed);
  const sent = claimed.filter((email) => allowed.has(email.id));
  await world.results(sent.map((email) => signalOf(email, "sent", { occurredAt: world.now, claimId: email.claimId })));
}

function ids(people: readonly Person[]): string[] {
  return people.map((person) => person.enrollmentId).toSorted();
}

describe("a sequence with an intake of three a day", () => {
  test("takes nobody more in where follow-ups of that day's newcomers fall due in the same instant", async () => {
    const world = await LedgerWorld.create(database.db, threeADay);
    await world.enroll(3);
    await world.plan();
    await sendAll(world);
    world.now = addMs(world.now, HOUR_MS);
    await world.enroll(2);
    await world.plan();
    expect(await beginToday(world)).toHaveLength(3);
  });

  test("begins with everybody once, three a day, first come first served, while follow-ups go on", async () => {
    const world = await LedgerWorld.create(database.db, threeADay);
    const waiting = ids(await world.enroll(8));
    const begun: string[][] = [];
    for (let day = 0; day < 4; day += 1) {
      await world.plan();
      await sendAll(world);
      begun.push(await beginToday(world));
      // The follow-ups of today's people leave two hours later, and no newcomer slips in beside them.
      world.now = addMs(world.now, 2 * HOUR_MS);
      await world.plan();
      await sendAll(world);
      world.now = addMs(world.now, DAY_MS - 2 * HOUR_MS);
    }
    expect(begun.map((day) => day.length)).toEqual([3, 3, 2, 0]);
    expect(begun.flat().toSorted()).toEqual(waiting);
    const [followed] = await world.rows<{ n: number }>(
      "select count(*)::int as n from email_activities where step_id = $1 and sent_at is not null",
      [world.stepIds[1]],
    );
    expect(followed?.n).toBe(8);
  });

  test("says whose turn comes when, and keeps to it", async () => {
    const world = await LedgerWorld.create(database.db, threeADay);
    await world.enroll(5);
    await world.plan();
    const today = new Set(await beginToday(world));
    const rows = await world.rows<{ id: string }>("select id from sequence_enrollments order by id");
    const later = rows.map((row) => row.id).filter((id) => !today.has(id));
    expect(later).toHaveLength(2);
    const caller = { db: world.db, workspaceId: world.workspaceId, now: new Date(world.now) };
    for (const id of later) {
      const why = await callRoute(scheduleRoutes(simulationPorts), "GET /enrollments/:id/why", caller, {
        params: { id },
      });
      expect(why).toMatchObject({ state: "waiting", binding: "intake", plannedAt: "2026-11-24T00:00:00.000Z" });
      expect(why.constraints.at(-1)?.detail).toContain("this person's turn comes on Tue");
    }
  });

  test("gives the place of somebody who is paused or removed before their mail to who comes next", async () => {
    const world = await LedgerWorld.create(database.db, threeADay);
    const [paused, removed] = (await world.enroll(3)) as [Person, Person, Person];
    await world.plan();
    await world.in(async (tx) => {
      await pausePerson(tx, paused.enrollmentId, null, world.moment());
      await removePerson(tx, removed.enrollmentId, world.moment());
    });
    await world.enroll(3);
    await world.plan();
    expect(await beginToday(world)).toHaveLength(3);
    // Whoever comes back waits for a day of their own.
    await world.in((tx) => resumePerson(tx, paused.enrollmentId, world.moment()));
    await world.plan();
    expect(await beginToday(world)).toHaveLength(3);
    world.now = addMs(world.now, DAY_MS);
    await world.plan();
    expect(await beginToday(world)).toContain(paused.enrollmentId);
  });

  test("hands a place that is given up on to who waits, whose own goes to who waits behind them", async () => {
    const world = await LedgerWorld.create(database.db, threeADay);
    const everybody = await world.enroll(8);
    await world.plan();
    const order = ids(everybody);
    const today = await beginToday(world);
    expect(today).toEqual(order.slice(0, 3));
    await world.in((tx) => removePerson(tx, today[1] as string, world.moment()));
    await world.plan();
    expect(await beginToday(world)).toEqual([order[0], order[2], order[3]]);
    await world.in((tx) => pausePerson(tx, order[4] as string, null, world.moment()));
    await world.plan();
    world.now = addMs(world.now, DAY_MS);
    await world.plan();
    // Of the five others one left with today's place and one waits: three are left, and all of them begin tomorrow.
    expect(await beginToday(world)).toEqual([order[5], order[6], order[7]]);
  });

  test("calls nobody where the whole sequence is given up, nor for somebody who was mailed", async () => {
    const world = await LedgerWorld.create(database.db, threeADay);
    await world.enroll(5);
    await world.plan();
    await sendAll(world);
    const [mailed] = await beginToday(world);
    await world.in((tx) => removePerson(tx, mailed as string, world.moment()));
    expect(await world.plan()).toBe(0);
    await world.rows("update email_sequences set archived_at = $1", [new Date(world.now)]);
    await world.in((tx) => stopSequence(tx, world.sequenceId, "archived", world.moment()));
    expect(await world.rows("select id from sequence_enrollments where status = 'active'")).toEqual([]);
  });

  test("counts whoever was mailed and left again: the day's number is of mails, not of people who stayed", async () => {
    const world = await LedgerWorld.create(database.db, threeADay);
    const { people } = await world.toTheWire(3);
    for (const { enrollmentId } of people) await world.in((tx) => removePerson(tx, enrollmentId, world.moment()));
    await world.enroll(2);
    expect(await world.plan()).toBe(0);
  });
});

test("follow-ups get the day's room before a crowd of new people that fell due first", async () => {
  const world = await LedgerWorld.create(database.db, { dailyLimit: 5 });
  const { emails } = await world.toTheWire(2);
  await world.results(
    emails.map((email) => signalOf(email, "sent", { occurredAt: world.now, claimId: email.claimId })),
  );
  world.now = addMs(world.now, HOUR_MS - 60_000);
  // More than one batch of the planner, due a minute before the two.
  await world.enroll(620);
  world.now = addMs(world.now, 60_000);
  await world.plan();
  const rows = await world.rows<{ step_id: string; n: number }>(
    "select step_id, count(*)::int as n from email_activities where status = 'scheduled' group by 1 order by n desc",
  );
  expect(rows).toEqual([
    { step_id: world.stepIds[1], n: 2 },
    { step_id: world.stepIds[0], n: 1 },
  ]);
});
