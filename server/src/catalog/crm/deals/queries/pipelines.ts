import type { DealStatus } from "@haste/contract/nouns/deals";
import type { Tx } from "../../../../platform/db/index.ts";

export interface StageRow {
  readonly id: string;
  readonly name: string;
  readonly status: DealStatus;
}

export interface PipelineRow {
  readonly id: string;
  readonly name: string;
  readonly stages: readonly StageRow[];
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly archivedAt: Date | null;
}

const columns = `p.id, p.name, p.version, p.created_at as "createdAt", p.updated_at as "updatedAt",
  p.archived_at as "archivedAt",
  array(select jsonb_build_object('id', s.id, 'name', s.name, 'status', s.status) from pipeline_stages s
    where s.workspace_id = $1 and s.pipeline_id = p.id and s.archived_at is null order by s.position) as stages`;

export async function findPipeline(tx: Tx, id: string): Promise<PipelineRow | null> {
  const rows = await tx.rows<PipelineRow>(
    `select ${columns} from pipelines p where p.workspace_id = $1 and p.id = $2`,
    [tx.workspaceId, id],
  );
  return rows[0] ?? null;
}

/** Whoever moves a deal into a stage shares this lock, so that no stage changes under a deal that comes into it. */
export async function lockPipeline(tx: Tx, id: string): Promise<PipelineRow | null> {
  await tx.rows("select from pipelines where workspace_id = $1 and id = $2 and archived_at is null for update", [
    tx.workspaceId,
    id,
  ]);
  const pipeline = await findPipeline(tx, id);
  return pipeline?.archivedAt === null ? pipeline : null;
}

/**
 * The pipeline of a stage; null where it was removed. Held until the deal that comes into it is written: locked first and
 * read after, because a lock that had to wait shows the stage as it was before.
 */
export async function holdPipelineOfStage(tx: Tx, stageId: string): Promise<string | null> {
  await tx.rows(
    `select from pipelines where workspace_id = $1 and id = (
       select pipeline_id from pipeline_stages where workspace_id = $1 and id = $2) for share`,
    [tx.workspaceId, stageId],
  );
  const rows = await tx.rows<{ id: string }>(
    `select p.id from pipeline_stages s
       join pipelines p on p.workspace_id = $1 and p.id = s.pipeline_id
      where s.workspace_id = $1 and s.id = $2 and s.archived_at is null and p.archived_at is null`,
    [tx.workspaceId, stageId],
  );
  return rows[0]?.id ?? null;
}

/** The oldest pipeline there is. */
export async function findFirstPipelineId(tx: Tx): Promise<string | null> {
  const rows = await tx.rows<{ id: string }>(
    "select id from pipelines where workspace_id = $1 and archived_at is null order by id limit 1",
    [tx.workspaceId],
  );
  return rows[0]?.id ?? null;
}

interface PipelineList {
  readonly q: string | null;
  /** The last id already shown. */
  readonly before: string | null;
  readonly limit: number;
}

const matches = `p.workspace_id = $1 and p.archived_at is null
  and ($2::text is null or starts_with(p.name_lower, lower($2)))`;

/** Newest first: ids are made of time. */
export async function listPipelines(tx: Tx, list: PipelineList): Promise<PipelineRow[]> {
  return tx.rows<PipelineRow>(
    `select ${columns} from pipelines p where ${matches} and ($3::uuid is null or p.id < $3)
      order by p.id desc limit $4`,
    [tx.workspaceId, list.q, list.before, list.limit],
  );
}

export async function countPipelines(tx: Tx, q: string | null): Promise<number> {
  const rows = await tx.rows<{ n: number }>(`select count(*)::int as n from pipelines p where ${matches}`, [
    tx.workspaceId,
    q,
  ]);
  return rows[0]?.n ?? 0;
}

/** False when another pipeline has the name. */
export async function insertPipeline(
  tx: Tx,
  { id, name }: Pick<PipelineRow, "id" | "name">,
  now: Date,
): Promise<boolean> {
  const rows = await tx.rows(
    `insert into pipelines (workspace_id, id, name, created_at, updated_at) values ($1, $2, $3, $4, $4)
     on conflict (workspace_id, name_lower) where archived_at is null do nothing returning id`,
    [tx.workspaceId, id, name, now],
  );
  return rows.length === 1;
}

/** Throws 23505 on `pipelines_name` when another one has the name. */
export async function updatePipeline(
  tx: Tx,
  { id, name, archivedAt }: Pick<PipelineRow, "id" | "name" | "archivedAt">,
  now: Date,
): Promise<void> {
  await tx.rows(
    `update pipelines set name = $3, archived_at = $4, updated_at = $5, version = version + 1
      where workspace_id = $1 and id = $2`,
    [tx.workspaceId, id, name, archivedAt, now],
  );
}

/** The stages of a pipeline as they are now, in their order; those it had besides are removed. */
export async function writeStages(tx: Tx, pipelineId: string, stages: readonly StageRow[], now: Date): Promise<void> {
  const ids = stages.map(({ id }) => id);
  await tx.rows(
    `update pipeline_stages set archived_at = $3
      where workspace_id = $1 and pipeline_id = $2 and archived_at is null and id <> all($4)`,
    [tx.workspaceId, pipelineId, now, ids],
  );
  await tx.rows(
    `insert into pipeline_stages (workspace_id, id, pipeline_id, name, status, position)
     select $1, n.id, $2, n.name, n.status, n.position
       from unnest($3::uuid[], $4::text[], $5::text[]) with ordinality as n (id, name, status, position)
     on conflict (workspace_id, id) do update
       set name = excluded.name, status = excluded.status, position = excluded.position`,
    [tx.workspaceId, pipelineId, ids, stages.map(({ name }) => name), stages.map(({ status }) => status)],
  );
}

/** Which of these stages deals stand in. */
export async function findStagesInUse(tx: Tx, stageIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.rows<{ id: string }>(
    `select wanted.id from unnest($2::uuid[]) wanted (id)
      where exists (select from deals where workspace_id = $1 and stage_id = wanted.id and archived_at is null)`,
    [tx.workspaceId, stageIds],
  );
  return new Set(rows.map(({ id }) => id));
}
