import type { Goal, Money } from "@haste/engine/goal";
import type { Tx } from "../../platform/db/index.ts";

export interface GoalRow {
  readonly id: string;
  readonly name: string;
  readonly kind: Goal["kind"];
  readonly match: string | null;
  readonly counts: Goal["counts"];
  readonly windowDays: number;
  readonly valueFrom: Goal["value"]["from"];
  readonly amount: number | null;
  readonly currency: string | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly archivedAt: Date | null;
}

const columns = `id, name, kind, match, counts, window_days as "windowDays", value_from as "valueFrom",
  amount_minor as amount, currency, version, created_at as "createdAt", updated_at as "updatedAt",
  archived_at as "archivedAt"`;

export async function findGoal(tx: Tx, id: string): Promise<GoalRow | null> {
  const rows = await tx.rows<GoalRow>(`select ${columns} from goals where workspace_id = $1 and id = $2`, [
    tx.workspaceId,
    id,
  ]);
  return rows[0] ?? null;
}

export async function lockGoal(tx: Tx, id: string): Promise<GoalRow | null> {
  const rows = await tx.rows<GoalRow>(
    `select ${columns} from goals where workspace_id = $1 and id = $2 and archived_at is null for no key update`,
    [tx.workspaceId, id],
  );
  return rows[0] ?? null;
}

const matches = `workspace_id = $1 and archived_at is null
  and ($2::text is null or position(lower($2) in name_lower) > 0)`;

/** Newest first, after the goal `before`. */
export async function listGoals(
  tx: Tx,
  list: { readonly q: string | null; readonly before: { readonly at: Date; readonly id: string } | null },
  limit: number,
): Promise<GoalRow[]> {
  return tx.rows<GoalRow>(
    `select ${columns} from goals
      where ${matches} and ($3::timestamptz is null or (created_at, id) < ($3, $4::uuid))
      order by created_at desc, id desc limit $5`,
    [tx.workspaceId, list.q, list.before?.at ?? null, list.before?.id ?? null, limit],
  );
}

export async function countGoals(tx: Tx, q: string | null): Promise<number> {
  const rows = await tx.rows<{ n: number }>(`select count(*)::int as n from goals where ${matches}`, [
    tx.workspaceId,
    q,
  ]);
  return rows[0]?.n ?? 0;
}

function valuesOf(row: GoalRow): unknown[] {
  return [
    row.id,
    row.name,
    row.kind,
    row.match,
    row.counts,
    row.windowDays,
    row.valueFrom,
    row.amount,
    row.currency,
    row.version,
    row.createdAt,
    row.updatedAt,
    row.archivedAt,
  ];
}

export async function insertGoal(tx: Tx, row: GoalRow): Promise<void> {
  await tx.rows(
    `insert into goals (workspace_id, id, name, kind, match, counts, window_days, value_from, amount_minor, currency,
       version, created_at, updated_at, archived_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [tx.workspaceId, ...valuesOf(row)],
  );
}

/** Writes the whole row; it is locked already. */
export async function updateGoal(tx: Tx, row: GoalRow): Promise<void> {
  await tx.rows(
    `update goals set name = $3, kind = $4, match = $5, counts = $6, window_days = $7, value_from = $8,
       amount_minor = $9, currency = $10, version = $11, created_at = $12, updated_at = $13, archived_at = $14
     where workspace_id = $1 and id = $2`,
    [tx.workspaceId, ...valuesOf(row)],
  );
}

/** The sequences of these goals, by goal; one that is missing is everybody's. */
export async function listGoalSequences(tx: Tx, goalIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await tx.rows<{ goalId: string; sequenceIds: string[] }>(
    `select goal_id as "goalId", array_agg(sequence_id order by sequence_id) as "sequenceIds" from goal_sequences
      where workspace_id = $1 and goal_id = any($2) group by goal_id`,
    [tx.workspaceId, goalIds],
  );
  return new Map(rows.map(({ goalId, sequenceIds }) => [goalId, sequenceIds]));
}

/** Which of these sequences do not exist. */
export async function findMissingSequences(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select x.id from unnest($2::uuid[]) x(id)
      where not exists (select from email_sequences s where s.workspace_id = $1 and s.id = x.id)`,
    [tx.workspaceId, ids],
  );
  return rows.map(({ id }) => id);
}

/** These and no others. */
export async function writeGoalSequences(tx: Tx, goalId: string, sequenceIds: readonly string[]): Promise<void> {
  await tx.rows(
    "delete from goal_sequences where workspace_id = $1 and goal_id = $2 and sequence_id <> all($3::uuid[])",
    [tx.workspaceId, goalId, sequenceIds],
  );
  await tx.rows(
    `insert into goal_sequences (workspace_id, goal_id, sequence_id)
     select $1, $2, x.id from unnest($3::uuid[]) x(id) order by x.id on conflict do nothing`,
    [tx.workspaceId, goalId, sequenceIds],
  );
}

export interface GoalCount {
  readonly goalId: string;
  readonly conversions: number;
  readonly revenue: readonly Money[];
}

/** How often these goals were reached since then, and what it was worth in each currency. */
export async function countConversions(tx: Tx, goalIds: readonly string[], since: Date): Promise<GoalCount[]> {
  return tx.rows<GoalCount>(
    `with counted as (
       select goal_id, currency, count(*)::int as n, sum(amount_minor)::bigint as amount from conversions
       where workspace_id = $1 and goal_id = any($2) and occurred_at >= $3 group by goal_id, currency)
     select goal_id as "goalId", sum(n)::int as conversions,
       coalesce(jsonb_agg(jsonb_build_object('amount', amount, 'currency', currency) order by currency)
         filter (where currency is not null), '[]') as revenue
     from counted group by goal_id`,
    [tx.workspaceId, goalIds, since],
  );
}
