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

test("a company's budget holds whoever enrolls its people at once, and the plan says what the others wait for", async () => {
  const world = await LedgerWorld.create(database.db, {});
  await limit(world, 0, 0, 0);
  await world.rows("update compliance_settings set company_emails_per_day = 2 where workspace_id = $1", [
    world.workspaceId,
  ]);
  const contactIds = await world.contacts(12);
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
