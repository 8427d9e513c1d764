import type { AbTest } from "@haste/contract/nouns/ab-tests";
import type { Tx } from "../../../platform/db/index.ts";

export interface TestRow {
  readonly id: string;
  readonly sequenceId: string;
  readonly stepId: string;
  readonly name: string;
  readonly type: AbTest["type"];
  readonly distribution: AbTest["distribution"];
  readonly sampleSize: number;
  readonly metric: AbTest["metric"];
  readonly minSampleSize: number;
  readonly confidenceLevel: AbTest["confidenceLevel"];
  readonly winner: string | null;
  readonly results: AbTest["results"];
  readonly countsFromVersion: number;
  readonly startedAt: Date | null;
  readonly stoppedAt: Date | null;
  readonly evaluatedAt: Date | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const columns = `id, sequence_id as "sequenceId", step_id as "stepId", name, type, distribution, sample_size as "sampleSize",
  metric, min_sample_size as "minSampleSize", confidence_level as "confidenceLevel", winner, results,
  counts_from_version as "countsFromVersion", started_at as "startedAt", stopped_at as "stoppedAt",
  evaluated_at as "evaluatedAt", version, created_at as "createdAt", updated_at as "updatedAt"`;

export async function findTest(tx: Tx, id: string): Promise<TestRow | null> {
  return (await findTests(tx, [id]))[0] ?? null;
}

async function findTests(tx: Tx, ids: readonly string[]): Promise<TestRow[]> {
  return tx.rows<TestRow>(`select ${columns} from ab_tests where workspace_id = $1 and id = any($2) order by id`, [
    tx.workspaceId,
    ids,
  ]);
}

/** Under lock, in the order of their ids. */
export async function lockTests(tx: Tx, ids: readonly string[]): Promise<TestRow[]> {
  return tx.rows<TestRow>(
    `select ${columns} from ab_tests where workspace_id = $1 and id = any($2) order by id for update`,
    [tx.workspaceId, ids],
  );
}

export interface TestList {
  readonly sequenceId: string | null;
  readonly before: string | null;
  readonly limit: number;
}

/** Newest first: ids sort as tests were made. */
export async function listTests(tx: Tx, { sequenceId, before, limit }: TestList): Promise<TestRow[]> {
  return tx.rows<TestRow>(
    `select ${columns} from ab_tests
      where workspace_id = $1 and ($2::uuid is null or sequence_id = $2) and ($3::uuid is null or id < $3)
      order by id desc limit $4`,
    [tx.workspaceId, sequenceId, before, limit],
  );
}

export async function insertTest(tx: Tx, row: TestRow): Promise<void> {
  await tx.rows(
    `insert into ab_tests (workspace_id, id, sequence_id, step_id, name, type, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $7)`,
    [tx.workspaceId, row.id, row.sequenceId, row.stepId, row.name, row.type, row.createdAt],
  );
}

export async function updateTest(tx: Tx, row: TestRow): Promise<void> {
  await tx.rows(
    `update ab_tests set name = $3, type = $4, distribution = $5, sample_size = $6, metric = $7, min_sample_size = $8,
       confidence_level = $9, winner = $10, results = $11, counts_from_version = $12, started_at = $13, stopped_at = $14,
       evaluated_at = $15, version = $16, updated_at = $17
      where workspace_id = $1 and id = $2`,
    [
      tx.workspaceId,
      row.id,
      row.name,
      row.type,
      row.distribution,
      row.sampleSize,
      row.metric,
      row.minSampleSize,
      row.confidenceLevel,
      row.winner,
      row.results === null ? null : JSON.stringify(row.results),
      row.countsFromVersion,
      row.startedAt,
      row.stoppedAt,
      row.evaluatedAt,
      row.version,
      row.updatedAt,
    ],
  );
}

/** Tests that no step of the draft has any more: those that ran are stopped, the others taken away. */
export async function sweepUnbound(tx: Tx, sequenceId: string, now: Date): Promise<void> {
  const unbound = `t.workspace_id = $1 and t.sequence_id = $2 and not exists (
    select from sequence_steps s where s.workspace_id = $1 and s.ab_test_id = t.id)`;
  await tx.rows(
    `update ab_tests t set stopped_at = $3, updated_at = $3, version = version + 1
      where ${unbound} and t.started_at is not null and t.stopped_at is null`,
    [tx.workspaceId, sequenceId, now],
  );
  await tx.rows(
    `delete from ab_test_variants v using ab_tests t
      where v.workspace_id = $1 and v.ab_test_id = t.id and ${unbound} and t.started_at is null`,
    [tx.workspaceId, sequenceId],
  );
  await tx.rows(`delete from ab_tests t where ${unbound} and t.started_at is null`, [tx.workspaceId, sequenceId]);
}

export async function isSequence(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.rows("select from email_sequences where workspace_id = $1 and id = $2", [tx.workspaceId, id]);
  return rows.length > 0;
}

/** Whether a test is bound to a step's draft. */
export async function isTested(tx: Tx, stepId: string): Promise<boolean> {
  const rows = await tx.rows(
    "select from sequence_steps where workspace_id = $1 and id = $2 and ab_test_id is not null",
    [tx.workspaceId, stepId],
  );
  return rows.length > 0;
}
