/** A random world as rows of PostgreSQL. */
import type { Instant } from "@haste/engine/base";
import { dueAfter, zoneOf } from "@haste/engine/schedule";
import { type Definition, firstStep, type StepDefinition } from "@haste/engine/sequence";
import type { SimulatedPerson } from "@haste/engine/simulate";
import type { enrollPeople } from "../../server/src/ledger/index.ts";
import type { Tx } from "../../server/src/platform/db/index.ts";
import { seedBudgets } from "./random-budgets.ts";
import { seedTests } from "./random-tests.ts";
import type { RandomWorld, SecondSequence } from "./worlds.ts";

/** The one of the others first: its people were enrolled before. */
export function sequencesOf({ second, definition, people }: RandomWorld): SecondSequence[] {
  return [...(second === null ? [] : [second]), { definition, people }];
}

export function enrollmentsOf(
  definition: Definition,
  people: readonly SimulatedPerson[],
  from: Instant,
): Parameters<typeof enrollPeople>[1] {
  const first = firstStep(definition) as StepDefinition;
  return people.map((person) => ({
    ...{ id: person.enrollmentId, sequenceId: definition.sequenceId, contactId: person.contactId },
    ...{ sequenceVersion: definition.version, currentStepId: first.id, sendingAccountId: null, enrolledBy: null },
    stepDueAt: dueAfter(first.delay, from, { definition, zone: zoneOf(person, definition) }),
    context: {},
  }));
}

export async function seed(tx: Tx, world: RandomWorld): Promise<void> {
  const { accounts, from } = world;
  const everybody = sequencesOf(world).flatMap(({ people }) => people);
  const people = [...new Map(everybody.map((person) => [person.contactId, person])).values()];
  const insert = (text: string, values: readonly unknown[] = []) => tx.rows(text, [tx.workspaceId, ...values]);
  await insert("insert into workspaces (id, name, mode, timezone) values ($1, 'Random', 'sandbox', $2)", [
    world.limits?.zone ?? "UTC",
  ]);
  await seedLimits(tx, world);
  await seedBudgets(tx, world);
  for (const account of accounts) {
    await insert(
      `insert into sending_accounts (workspace_id, id, provider, email, display_name, status, timezone, hourly_limit,
         daily_limit, min_gap_ms, gap_jitter, workday, ramp)
       values ($1, $2, 'smtp', $3, 'Grace', $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        ...[account.id, `${account.id}@sandbox.haste.test`, account.isActive ? "active" : "paused", account.zone],
        ...[account.hourlyLimit, account.dailyLimit, account.minGapMs, account.gapJitter],
        account.hours === null ? null : JSON.stringify(account.hours),
        account.ramp === undefined ? null : JSON.stringify(account.ramp),
      ],
    );
  }
  for (const { definition } of sequencesOf(world)) await seedSequence(tx, definition, from);
  await seedTests(tx, world);
  await insert(
    `insert into companies (workspace_id, id, name, created_at, updated_at)
     select $1, id, id, $3, $3 from unnest($2::uuid[]) id`,
    [[...new Set(people.flatMap((person) => person.companyId ?? []))], new Date(from)],
  );
  await insert(
    `insert into contacts (workspace_id, id, email, email_key, first_name, title, timezone, company_id)
     select $1, x.id, x.id || '@' || x.domain, x.id || '@' || x.domain, 'Ada', x.title, x.zone, x.company
     from unnest($2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::text[]) x(id, title, zone, company, domain)`,
    [
      people.map((person) => person.contactId),
      people.map((person) => person.values.person["contact.title"]),
      people.map((person) => person.contactZone),
      people.map((person) => person.companyId),
      people.map((person) => person.domain),
    ],
  );
}

async function seedLimits(tx: Tx, { limits, mx, from }: RandomWorld): Promise<void> {
  if (limits !== undefined) {
    const { workspace, domain, provider } = limits.caps;
    await tx.rows("insert into sending_limits values ($1, $2, $3, $4, $5, $6, $7, 1, $8)", [
      tx.workspaceId,
      ...[workspace, domain, provider].flatMap(({ perHour, perDay }) => [perHour, perDay]),
      new Date(from),
    ]);
  }
  for (const [domain, reader] of mx ?? [])
    await tx.rows("insert into mail_domains values ($1, $2, $3, $4)", [tx.workspaceId, domain, reader, new Date(from)]);
}

async function seedSequence(tx: Tx, definition: Definition, from: Instant): Promise<void> {
  const { sequenceId, steps } = definition;
  const insert = (text: string, values: readonly unknown[]) => tx.rows(text, [tx.workspaceId, ...values]);
  await insert(
    "insert into email_sequences (workspace_id, id, name, status, published_version) values ($1, $2, $3, 'active', 1)",
    [sequenceId, sequenceId],
  );
  for (const step of steps) {
    await insert(
      `insert into sequence_steps (workspace_id, id, sequence_id, type, order_index, delay_value, delay_unit)
       values ($1, $2, $3, $4, $5, 0, 'minutes')`,
      [step.id, sequenceId, step.kind, step.order],
    );
  }
  await insert(
    "insert into sequence_versions (workspace_id, sequence_id, version, definition, published_at) values ($1, $2, 1, $3, $4)",
    [sequenceId, JSON.stringify(definition), new Date(from)],
  );
}
