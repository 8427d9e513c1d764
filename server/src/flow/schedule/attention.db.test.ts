import { addMs, DAY_MS } from "@haste/engine/base";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../../tests/support/database.ts";
import { LedgerWorld } from "../../../../tests/support/ledger-world.ts";
import { attentionChanged } from "../../ledger/index.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const limit = (world: LedgerWorld, day: number, week: number, cooldown: number) =>
  world.rows(
    `insert into compliance_settings (workspace_id, max_emails_per_day, max_emails_per_week, cooldown_days, updated_at)
     values ($1, $2, $3, $4, now()) on conflict (workspace_id) do update set max_emails_per_day = $2,
       max_emails_per_week = $3, cooldown_days = $4`,
    [world.workspaceId, day, week, cooldown],
  );

test.each([
  ["maxEmailsPerDay", [1, 0, 0], 1],
  ["maxEmailsPerWeek", [0, 1, 0], 7],
  ["cooldownPeriod", [0, 0, 3], 3],
] as const)("%s lets a person who was mailed by hand wait, and goes on when it is lifted", async (_, rule, days) => {
  const world = await LedgerWorld.create(database.db, {});
  const [day, week, cooldown] = rule;
  await limit(world, day, week, cooldown);
  const [person, other] = await world.enroll(2);
  await world.rows(
    `insert into email_activities (workspace_id, id, kind, contact_id, sending_account_id, message_id, to_email, status,
       sent_at, created_at)
     select $1, uuidv7(), 'manual', $2, a.id, 'm@x', 'a@b.example', 'sent', $3, $3 from sending_accounts a
     where a.workspace_id = $1 limit 1`,
    [world.workspaceId, person?.contactId, new Date(addMs(world.now, -60_000))],
  );
  await world.plan();
  const planned = () =>
    world.rows<{ contact_id: string }>(
      "select contact_id from email_activities where workspace_id = $1 and status = 'scheduled'",
      [world.workspaceId],
    );
  expect(await planned()).toEqual([{ contact_id: other?.contactId }]);
  const due = () =>
    world.rows<{ due_at: Date }>("select due_at from sequence_enrollments where workspace_id = $1 and id = $2", [
      world.workspaceId,
      person?.enrollmentId,
    ]);
  expect((await due())[0]?.due_at.getTime()).toBe(world.now - 60_000 + days * DAY_MS);
  await limit(world, 0, 0, 0);
  await world.in((tx) => attentionChanged(tx, world.moment()));
  await world.plan();
  expect(await planned()).toHaveLength(2);
});

async function twoPerCompany(world: LedgerWorld): Promise<void> {
  await limit(world, 0, 0, 0);
  await world.rows("update compliance_settings set company_emails_per_day = 2 where workspace_id = $1", [
    world.workspaceId,
  ]);
}

async function colleagues(world: LedgerWorld, count: number): Promise<string[]> {
  const contactIds = await world.contacts(count);
  const companyId = world.moment().newId();
  await world.rows("insert into companies (workspace_id, id, name) values ($1, $2, 'Acme')", [
    world.workspaceId,
    companyId,
  ]);
  await world.rows("update contacts set company_id = $2 where workspace_id = $1 and id = any($3)", [
    world.workspaceId,
    companyId,
    contactIds,
  ]);
  return contactIds;
}

test("a company's budget holds whoever enrolls its people at once, and the plan says what the others wait for", async () => {
  const world = await LedgerWorld.create(database.db, {});
  await twoPerCompany(world);
  const contactIds = await colleagues(world, 12);
  const enrollAndPlan = async (contactId: string) => {
    const enrollmentId = world.moment().newId();
    await world.in((tx) => world.enrollAgain(tx, [{ contactId, enrollmentId }]));
    await world.plan();
  };
  await Promise.all(contactIds.map(enrollAndPlan));
  await world.plan();
  const planned = await world.rows<{ id: string }>(
    "select id from email_activities where workspace_id = $1 and status = 'scheduled'",
    [world.workspaceId],
  );
  expect(planned).toHaveLength(2);
  const waits = await world.rows<{ n: number }>(
    `select count(*)::int as n from sequence_enrollments
     where workspace_id = $1 and waiting -> 'constraints' @> '[{"code": "company_daily_limit"}]'`,
    [world.workspaceId],
  );
  expect(waits).toEqual([{ n: 10 }]);
});

/** Version 2 matters more than version 1. */
async function worldWithPriorities(): Promise<LedgerWorld> {
  const world = await LedgerWorld.create(database.db, { priority: "low" });
  await twoPerCompany(world);
  await world.publish(2, world.stepIds, { priority: "high" });
  return world;
}

function enroll(world: LedgerWorld, contactIds: readonly string[], version: number): Promise<string[]> {
  const people = contactIds.map((contactId) => ({ contactId, enrollmentId: world.moment().newId() }));
  return world.in((tx) => world.enrollAgain(tx, people, version));
}

const mailsOf = (world: LedgerWorld) =>
  world.rows<{ version: number; status: string; n: number }>(
    `select sequence_version as version, status, count(*)::int as n from email_activities where workspace_id = $1
     group by 1, 2 order by 1, 2`,
    [world.workspaceId],
  );

test("a mail of a higher priority takes the place of one that waits, never of one that is claimed", async () => {
  const world = await worldWithPriorities();
  const [one, other, third, fourth] = (await colleagues(world, 4)) as [string, string, string, string];
  await enroll(world, [one, other], 1);
  await world.plan();
  const [claimed] = await world.claim(1);
  const dueAt = world.now;
  world.now = addMs(world.now, 60_000);
  await enroll(world, [third, fourth], 2);
  await world.plan();
  expect(await mailsOf(world)).toEqual([
    { version: 1, status: "canceled", n: 1 },
    { version: 1, status: "scheduled", n: 1 },
    { version: 2, status: "scheduled", n: 1 },
  ]);
  expect(await world.mark(claimed === undefined ? [] : [claimed])).toHaveLength(1);
  const displaced = await world.rows<{ step_due_at: Date; due_at: Date; codes: string[]; gave_way: string }>(
    `select step_due_at, due_at, waiting -> 'constraints' -> 0 ->> 'subject' as gave_way,
       array(select c ->> 'code' from jsonb_array_elements(waiting -> 'constraints') c) as codes
     from sequence_enrollments where workspace_id = $1 and sequence_version = 1 and contact_id <> $2`,
    [world.workspaceId, claimed?.contact_id ?? one],
  );
  // As old as it was, it goes on as soon as the two have had their day.
  expect(displaced).toEqual([
    {
      ...{ step_due_at: new Date(dueAt), due_at: new Date(addMs(dueAt, DAY_MS)), gave_way: "Founders" },
      codes: ["gave_way", "company_daily_limit"],
    },
  ]);
});

test("a budget holds while everybody enrolls, plans and claims at once, and what matters more has the places that were free", async () => {
  const world = await worldWithPriorities();
  const contactIds = await colleagues(world, 16);
  const enrollAndPlan = async (contactId: string, n: number) => {
    await enroll(world, [contactId], n % 2 === 0 ? 1 : 2);
    await world.plan();
    return n === 5 ? world.claim(1) : [];
  };
  const claimed = (await Promise.all(contactIds.map(enrollAndPlan))).flat();
  await world.plan();
  const planned = (await mailsOf(world)).filter(({ status }) => status === "scheduled");
  expect(planned.reduce((sum, { n }) => sum + n, 0)).toBe(2);
  const low = planned.find(({ version }) => version === 1)?.n ?? 0;
  expect(low).toBe(claimed.filter(({ sequence_version: version }) => version === 1).length);
  expect(await world.mark(claimed)).toHaveLength(claimed.length);
});
