import { randomUUID } from "node:crypto";
import { asInstant, HOUR_MS, type Instant, isoFromInstant } from "@haste/engine/base";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../../tests/support/database.ts";
import { LedgerWorld, type Person, signalOf, start } from "../../../../tests/support/ledger-world.ts";
import { asCaller } from "../../../../tests/support/work-context.ts";
import { readNextDue } from "../../ledger/index.ts";
import { explainEnrollment } from "./explain-enrollment.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const weekdays = ["mon", "tue", "wed", "thu", "fri"];

type Stored = { readonly settings: object; readonly steps: readonly { readonly id: string }[] };

/** Publishes the world's sequence with other settings or steps, and enrolls somebody into that. */
async function enrollInto(world: LedgerWorld, change: (definition: Stored) => object): Promise<Person> {
  const [row] = await world.rows<{ definition: Stored }>(
    "select definition from sequence_versions where workspace_id = $1",
    [world.workspaceId],
  );
  if (row === undefined) throw new Error("nothing was published");
  await world.rows(
    `insert into sequence_versions (workspace_id, sequence_id, version, definition, published_at)
     values ($1, $2, 2, $3, $4)`,
    [
      ...[world.workspaceId, world.sequenceId],
      ...[JSON.stringify({ ...row.definition, version: 2, ...change(row.definition) }), new Date(world.now)],
    ],
  );
  const person = { contactId: randomUUID(), enrollmentId: world.moment().newId() };
  await world.rows(
    `insert into contacts (workspace_id, id, email, email_key, first_name)
     values ($1, $2, $2::uuid || '@example.com', $2::uuid || '@example.com', 'Ada')`,
    [world.workspaceId, person.contactId],
  );
  await world.in((tx) => world.enrollAgain(tx, [person], 2));
  return person;
}

const inOfficeHours = (definition: Stored) => ({
  settings: { ...definition.settings, windows: [{ days: weekdays, start: "09:00", end: "12:00" }] },
});

function why(world: LedgerWorld, { enrollmentId }: Person) {
  const caller = { db: world.db, workspaceId: world.workspaceId, now: new Date(world.now) };
  return asCaller(caller, (ctx) => explainEnrollment(ctx, enrollmentId));
}

/** The same question twice: whatever is stored, all but the instant of asking is the same. */
async function whyTwice(world: LedgerWorld, person: Person) {
  const { asOf: _, ...first } = await why(world, person);
  world.now = asInstant(world.now + 61_000);
  const { asOf: __, ...second } = await why(world, person);
  expect(second).toEqual(first);
  return first;
}

/** Lets time pass until the next email has left; tells when, and asks why not yet at every stop on the way. */
async function sendNext(world: LedgerWorld, person: Person): Promise<{ sentAt: string; shown: (string | null)[] }> {
  const shown: (string | null)[] = [];
  for (let stops = 0; stops < 50; stops += 1) {
    const { next } = await world.in(readNextDue);
    if (next === null) throw new Error("nothing is due any more");
    shown.push((await why(world, person)).plannedAt);
    world.now = asInstant(Math.max(next, world.now)) as Instant;
    await world.plan();
    shown.push((await why(world, person)).plannedAt);
    const emails = await world.claim();
    if (emails.length === 0) continue;
    await world.mark(emails);
    await world.results(
      emails.map((email) => signalOf(email, "sent", { occurredAt: world.now, claimId: email.claimId })),
    );
    return { sentAt: isoFromInstant(world.now), shown };
  }
  throw new Error("no email left in fifty stops");
}

describe("why not yet", () => {
  test("shows one minute from the day of enrolling until the mail leaves in it", async () => {
    for (const minGapMs of [0, 20_000]) {
      const world = await LedgerWorld.create(database.db, { dailyLimit: 2 });
      await world.rows("update sending_accounts set min_gap_ms = $2 where workspace_id = $1", [
        world.workspaceId,
        minGapMs,
      ]);
      // Monday evening: the window is closed until Tuesday.
      world.now = asInstant(start + 9 * HOUR_MS);
      const person = await enrollInto(world, inOfficeHours);
      for (let email = 0; email < 3; email += 1) {
        const { sentAt, shown } = await sendNext(world, person);
        expect(shown.length).toBeGreaterThan(1);
        expect(new Set(shown), `email ${email}, gap ${minGapMs}`).toEqual(new Set([sentAt]));
      }
      expect(await why(world, person)).toMatchObject({ state: "done", plannedAt: null, constraints: [] });
    }
  });

  test("looks beyond the days on which the account is full", async () => {
    const world = await LedgerWorld.create(database.db, { dailyLimit: 1 });
    const days = ["2026-11-23", "2026-11-24", "2026-11-25"];
    for (const day of days) {
      await world.rows(
        `insert into capacity (workspace_id, scope, scope_key, period, starts_at, cap, used) values ($1, 1, $2, 2, $3, 1, 1)`,
        [world.workspaceId, world.accountId, `${day}T00:00:00Z`],
      );
    }
    const person = await enrollInto(world, inOfficeHours);
    const before = await whyTwice(world, person);
    expect(before).toMatchObject({ state: "waiting", plannedAt: "2026-11-26T09:00:00.000Z", binding: "window" });
    expect(before.constraints.map(({ code, freesAt }) => `${code} ${freesAt}`)).toEqual([
      "daily_limit 2026-11-24T00:00:00.000Z",
      "window 2026-11-24T09:00:00.000Z",
      "daily_limit 2026-11-25T00:00:00.000Z",
      "window 2026-11-25T09:00:00.000Z",
      "daily_limit 2026-11-26T00:00:00.000Z",
      "window 2026-11-26T09:00:00.000Z",
    ]);
    const { sentAt, shown } = await sendNext(world, person);
    expect(new Set(shown)).toEqual(new Set([sentAt]));
    expect(sentAt).toBe(before.plannedAt);
  });

  test("names its reasons in the order in which they end, the last one decides", async () => {
    const world = await LedgerWorld.create(database.db);
    world.now = asInstant(start + 2.5 * HOUR_MS);
    const person = await enrollInto(world, inOfficeHours);
    await sendNext(world, person);
    const { constraints, binding, plannedAt } = await whyTwice(world, person);
    expect(constraints.map((constraint) => constraint.code)).toEqual(["delay", "window"]);
    const ends = constraints.map(({ freesAt }) => freesAt ?? "");
    expect(ends).toEqual(ends.toSorted());
    expect([binding, plannedAt]).toEqual(["window", "2026-11-24T09:00:00.000Z"]);
  });

  test("says in words what a waiting step waits for, and when the mail after it leaves at the latest", async () => {
    const world = await LedgerWorld.create(database.db);
    const [email, wait] = world.stepIds;
    const person = await enrollInto(world, ({ steps }) => {
      const whole = steps.map((step) => ({ ...step, conditions: [], parentId: null }));
      const waitFor = { field: "email.opened", op: "eq", value: true, step: email };
      const content = { for: waitFor, upTo: { value: 2, unit: "days" } };
      return { steps: whole.map((step) => (step.id === wait ? { ...step, kind: "wait", content } : step)) };
    });
    await sendNext(world, person);
    const asked = async () => {
      const { constraints, plannedAt, binding } = await whyTwice(world, person);
      return { said: constraints.map(({ code, detail }) => `${code}: ${detail}`), plannedAt, binding };
    };
    const waiting = "waiting_for: Waits until this holds: opened step 1; on Wed at 10:00 (UTC) at the latest.";
    // An hour to the wait, two days in it, an hour to the email after it.
    const plannedAt = "2026-11-25T11:00:00.000Z";
    expect(await asked()).toEqual({
      said: ["delay: The step's delay ends on Mon at 10:00 (UTC).", waiting, expect.stringMatching(/^delay/)],
      ...{ plannedAt, binding: "delay" },
    });
    world.now = asInstant(start + HOUR_MS);
    await world.plan();
    expect(await asked()).toMatchObject({ said: [waiting, expect.stringMatching(/^delay/)], plannedAt });
    const { sentAt } = await sendNext(world, person);
    expect(sentAt).toBe(plannedAt);
  });

  test("is held, with no minute, where somebody must act", async () => {
    const world = await LedgerWorld.create(database.db);
    const [person] = (await world.enroll(1)) as [Person];
    await world.rows("update sending_accounts set status = 'paused' where workspace_id = $1", [world.workspaceId]);
    const unplanned = await whyTwice(world, person);
    expect(unplanned).toMatchObject({ plannedAt: null, binding: "no_account" });
    await world.plan();
    expect(await whyTwice(world, person)).toMatchObject({ state: "held", plannedAt: null, binding: "no_account" });
  });
});
