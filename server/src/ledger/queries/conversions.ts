import type { DealFacts, Goal, Money } from "@haste/engine/goal";
import type { Tx } from "../../platform/db/index.ts";

export interface NamedGoal extends Goal {
  readonly name: string;
}

/** The goals that may be reached now. */
export async function readGoals(tx: Tx): Promise<NamedGoal[]> {
  const rows = await tx.rows<
    Omit<NamedGoal, "value"> & { from: "nothing" | "fixed" | "signal"; amount: number | null; currency: string | null }
  >(
    `select id, name, kind, match, counts, window_days as "windowDays", value_from as from, amount_minor as amount, currency
     from goals where workspace_id = $1 and archived_at is null order by id`,
    [tx.workspaceId],
    "ledger-read-goals",
  );
  return rows.map(({ from, amount, currency, ...goal }) => ({
    ...goal,
    value: from === "fixed" ? { from, amount: amount ?? 0, currency: currency ?? "" } : { from },
  }));
}

/** What these deals are worth and whether they are won, by id. */
export async function readDeals(tx: Tx, ids: readonly string[]): Promise<Map<string, DealFacts>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.rows<{ id: string; isWon: boolean; amount: number | null; currency: string | null }>(
    `select d.id, s.status = 'won' as "isWon", d.amount_minor as amount, d.currency
     from deals d join pipeline_stages s on s.workspace_id = $1 and s.id = d.stage_id
     where d.workspace_id = $1 and d.id = any($2)`,
    [tx.workspaceId, ids],
  );
  return new Map(
    rows.map(({ id, isWon, amount, currency }) => [
      id,
      { isWon, worth: amount === null || currency === null ? null : { amount, currency } },
    ]),
  );
}

/** In small letters. */
export async function readWonStages(tx: Tx): Promise<Set<string>> {
  const rows = await tx.rows<{ name: string }>(
    "select distinct lower(name) as name from pipeline_stages where workspace_id = $1 and status = 'won' and archived_at is null",
    [tx.workspaceId],
  );
  return new Set(rows.map(({ name }) => name));
}

/** Whether a goal of a conversion `c` is everybody's, or of this sequence; $1 is the workspace. */
const isGoalOf = (sequenceId: string) => `(not exists (
    select from goal_sequences g where g.workspace_id = $1 and g.goal_id = c.goal_id)
  or exists (select from goal_sequences g
    where g.workspace_id = $1 and g.goal_id = c.goal_id and g.sequence_id = ${sequenceId}))`;

/**
 * Whether an email `e` shares in a conversion `c` of its person: it left within the goal's window, did not come back, and
 * the goal is everybody's or its sequence's. In one place, so that a test, a report and a sequence's numbers cannot
 * disagree; $1 is the workspace.
 */
export const sharesIn = `e.sent_at between c.since and c.occurred_at and e.bounced_at is null
  and ${isGoalOf("e.sequence_id")}`;

/** The same of an instant in a person's way through a sequence, whether an email left then or not. */
export const reachedFrom = (instant: string, sequenceId: string) =>
  `${instant} between c.since and c.occurred_at and ${isGoalOf(sequenceId)}`;

export interface NewConversion {
  readonly id: string;
  readonly goalId: string;
  readonly occurrence: string;
  readonly occurredAt: Date;
  readonly since: Date;
  readonly worth: Money | null;
  /** Who reached it, and what part of its worth each of them is. */
  readonly people: readonly { readonly contactId: string; readonly amount: number | null }[];
}

/**
 * Stores what was not known yet, in the order of its key, so that two writers of the same wait for each other and never in
 * a circle. Returns the ids stored.
 */
export async function insertConversions(tx: Tx, conversions: readonly NewConversion[]): Promise<Set<string>> {
  const rows = await tx.rows<{ id: string }>(
    `insert into conversions (workspace_id, id, goal_id, occurrence, occurred_at, since, amount_minor, currency)
     select $1, x.id, x.goal_id, x.occurrence, x.at, x.since, x.amount, x.currency
     from unnest($2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::bigint[], $8::text[])
       x(id, goal_id, occurrence, at, since, amount, currency)
     order by x.goal_id, x.occurrence
     on conflict (workspace_id, goal_id, occurrence) do nothing returning id`,
    [
      tx.workspaceId,
      conversions.map(({ id }) => id),
      conversions.map(({ goalId }) => goalId),
      conversions.map(({ occurrence }) => occurrence),
      conversions.map(({ occurredAt }) => occurredAt),
      conversions.map(({ since }) => since),
      conversions.map(({ worth }) => worth?.amount ?? null),
      conversions.map(({ worth }) => worth?.currency ?? null),
    ],
    "ledger-insert-conversions",
  );
  return new Set(rows.map(({ id }) => id));
}

export function insertConversionPeople(tx: Tx, conversions: readonly NewConversion[]): void {
  const rows = conversions.flatMap(({ id, people }) => people.map((one) => ({ id, ...one })));
  tx.write(
    `insert into conversion_people (workspace_id, conversion_id, contact_id, amount_minor)
     select $1, x.id, x.contact_id, x.amount from unnest($2::uuid[], $3::uuid[], $4::bigint[]) x(id, contact_id, amount)`,
    [
      tx.workspaceId,
      rows.map(({ id }) => id),
      rows.map(({ contactId }) => contactId),
      rows.map(({ amount }) => amount),
    ],
    "ledger-insert-conversion-people",
  );
}
