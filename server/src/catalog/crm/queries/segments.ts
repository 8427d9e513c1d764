import type { Condition } from "@haste/engine/condition";
import type { Tx } from "../../../platform/db/index.ts";

export interface SegmentRow {
  readonly id: string;
  readonly name: string;
  readonly condition: Condition;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly archivedAt: Date | null;
}

const columns = `id, name, condition, version, created_at as "createdAt", updated_at as "updatedAt",
  archived_at as "archivedAt"`;

/** Segments by id, archived ones too, in no order; unknown ids are missing. */
export async function listSegmentsById(tx: Tx, ids: readonly string[]): Promise<SegmentRow[]> {
  return tx.rows<SegmentRow>(`select ${columns} from segments where workspace_id = $1 and id = any($2)`, [
    tx.workspaceId,
    ids,
  ]);
}

export async function lockSegment(tx: Tx, id: string): Promise<SegmentRow | null> {
  const rows = await tx.rows<SegmentRow>(
    `select ${columns} from segments where workspace_id = $1 and id = $2 and archived_at is null for update`,
    [tx.workspaceId, id],
  );
  return rows[0] ?? null;
}

const matches = `workspace_id = $1 and archived_at is null
  and ($2::text is null or position(lower($2) in lower(name)) > 0)`;

/** Newest first, after the segment `before`. */
export async function listSegments(
  tx: Tx,
  list: { readonly q: string | null; readonly before: string | null; readonly limit: number },
): Promise<SegmentRow[]> {
  return tx.rows<SegmentRow>(
    `select ${columns} from segments where ${matches} and ($3::uuid is null or id < $3) order by id desc limit $4`,
    [tx.workspaceId, list.q, list.before, list.limit],
  );
}

export async function countSegments(tx: Tx, q: string | null): Promise<number> {
  const rows = await tx.rows<{ n: number }>(`select count(*)::int as n from segments where ${matches}`, [
    tx.workspaceId,
    q,
  ]);
  return rows[0]?.n ?? 0;
}

/** The sequences with a trigger that waits for one of these segments, as drafted or as published; archived ones left out. */
export async function listSegmentUsers(
  tx: Tx,
  ids: readonly string[],
): Promise<{ readonly segmentId: string; readonly name: string }[]> {
  return tx.rows(
    `select distinct t.value->'on'->>'segmentId' as "segmentId", s.id, s.name
       from email_sequences s
       left join sequence_versions v
         on v.workspace_id = $1 and v.sequence_id = s.id and v.version = s.published_version
       cross join lateral jsonb_array_elements(
         s.triggers || coalesce(v.definition->'settings'->'triggers', '[]')) as t (value)
      where s.workspace_id = $1 and s.archived_at is null and t.value->'on'->>'segmentId' = any($2::text[])
      order by s.name, s.id`,
    [tx.workspaceId, ids],
  );
}

function valuesOf(row: SegmentRow): unknown[] {
  const { id, name, condition, version, createdAt, updatedAt, archivedAt } = row;
  return [id, name, JSON.stringify(condition), version, createdAt, updatedAt, archivedAt];
}

export async function insertSegment(tx: Tx, row: SegmentRow): Promise<void> {
  await tx.rows(
    `insert into segments (workspace_id, id, name, condition, version, created_at, updated_at, archived_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [tx.workspaceId, ...valuesOf(row)],
  );
}

/** Writes the whole row; it is locked already. */
export async function updateSegment(tx: Tx, row: SegmentRow): Promise<void> {
  await tx.rows(
    `update segments set name = $3, condition = $4, version = $5, created_at = $6, updated_at = $7, archived_at = $8
      where workspace_id = $1 and id = $2`,
    [tx.workspaceId, ...valuesOf(row)],
  );
}
