import type { Job } from "@haste/contract/nouns/operations";
import type { Queries, Tx } from "../db/index.ts";
import type { JobProgress } from "./define-job.ts";

/** The part of an actor that a job keeps, so that its batches act in the same name with the same rights. */
export interface StartedBy {
  readonly kind: "user" | "api-key" | "system";
  readonly id: string | null;
  readonly name: string;
  readonly role: "viewer" | "rep" | "admin" | "owner";
}

export interface JobRow {
  readonly id: string;
  readonly kind: string;
  readonly status: Job["status"];
  readonly input: unknown;
  readonly checkpoint: unknown;
  readonly done: number;
  readonly total: number | null;
  readonly counts: Record<string, number>;
  readonly rows: Record<string, unknown>[] | null;
  readonly errorsUrl: string | null;
  readonly resultUrl: string | null;
  readonly error: string | null;
  readonly run: number;
  readonly runStartedAt: Date | null;
  readonly runStartedDone: number;
  readonly startedBy: StartedBy;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const columns = `id, kind, status, input, checkpoint, done, total, counts, result_rows as rows,
  errors_url as "errorsUrl", result_url as "resultUrl", error, run, run_started_at as "runStartedAt",
  run_started_done as "runStartedDone", started_by as "startedBy", created_at as "createdAt", updated_at as "updatedAt"`;

export interface NewJob {
  readonly id: string;
  readonly kind: string;
  readonly input: unknown;
  readonly total: number | null;
  readonly startedBy: StartedBy;
  readonly machineNow: Date;
}

export async function insertJob(tx: Tx, job: NewJob): Promise<JobRow> {
  const rows = await tx.rows<JobRow>(
    `insert into jobs (workspace_id, id, kind, status, input, total, started_by, created_at, updated_at)
     values ($1, $2, $3, 'queued', $4, $5, $6, $7, $7) returning ${columns}`,
    [
      tx.workspaceId,
      job.id,
      job.kind,
      JSON.stringify(job.input),
      job.total,
      JSON.stringify(job.startedBy),
      job.machineNow,
    ],
  );
  return rows[0] as JobRow;
}

/** Most takings of one entry without a good end; a run that shuts down in order makes a new entry. */
export const mostAttempts = 8;

/** Asks graphile-worker to run it, at the commit of this transaction. One entry per job: a second call renews the first. */
export async function enqueueJob(tx: Tx, job: { kind: string; id: string }): Promise<void> {
  await tx.rows(
    `select from graphile_worker.add_job(
       identifier => $1, payload => $2::json, job_key => $3, max_attempts => $4, job_key_mode => 'replace')`,
    [job.kind, JSON.stringify({ workspaceId: tx.workspaceId, jobId: job.id }), job.id, mostAttempts],
  );
}

/** Takes the waiting entry of a job out; one that is being run stays, its run notices by itself. */
export async function dequeueJob(tx: Tx, jobId: string): Promise<void> {
  await tx.rows("select from graphile_worker.remove_job($1)", [jobId]);
}

export async function findJob(tx: Tx, id: string): Promise<JobRow | null> {
  const rows = await tx.rows<JobRow>(`select ${columns} from jobs where workspace_id = $1 and id = $2`, [
    tx.workspaceId,
    id,
  ]);
  return rows[0] ?? null;
}

export async function findJobForUpdate(tx: Tx, id: string): Promise<JobRow | null> {
  const rows = await tx.rows<JobRow>(`select ${columns} from jobs where workspace_id = $1 and id = $2 for update`, [
    tx.workspaceId,
    id,
  ]);
  return rows[0] ?? null;
}

export interface JobList {
  readonly limit: number;
  readonly before: string | null;
  readonly status: string | null;
}

/** Newest first: job ids are made of machine time. Verdicts of dry runs, which are long, are shown with the one job. */
export async function listJobs(tx: Tx, list: JobList): Promise<JobRow[]> {
  return tx.rows<JobRow>(
    `select ${columns.replace("result_rows", "null::jsonb")} from jobs
      where workspace_id = $1 and ($2::uuid is null or id < $2) and ($3::text is null or status = $3)
      order by id desc limit $4`,
    [tx.workspaceId, list.before, list.status, list.limit],
  );
}

export async function countJobs(tx: Tx, status: string | null): Promise<number> {
  const rows = await tx.rows<{ n: number }>(
    "select count(*)::int as n from jobs where workspace_id = $1 and ($2::text is null or status = $2)",
    [tx.workspaceId, status],
  );
  return rows[0]?.n ?? 0;
}

/** Begins a run: draws the next run number, which every later write of this run must still find. */
export async function takeJob(tx: Tx, id: string, machineNow: Date): Promise<JobRow | null> {
  const rows = await tx.rows<JobRow>(
    `update jobs set status = 'running', run = run + 1, run_started_at = $3, run_started_done = done, error = null,
            updated_at = $3
      where workspace_id = $1 and id = $2 and status in ('queued', 'running') returning ${columns}`,
    [tx.workspaceId, id, machineNow],
  );
  return rows[0] ?? null;
}

export interface RunKey {
  readonly id: string;
  readonly run: number;
}

/** False when the job is not ours any more. The row lock it takes makes a cancel wait for this batch's commit. */
export async function writeProgress(tx: Tx, key: RunKey, progress: JobProgress, machineNow: Date): Promise<boolean> {
  const rows = await tx.rows(
    `update jobs set
        done = coalesce($4, done),
        total = case when $5 then $6 else total end,
        counts = coalesce($7::jsonb, counts),
        checkpoint = case when $8 then $9::jsonb else checkpoint end,
        result_rows = case when $10::jsonb is null or jsonb_array_length(result_rows) >= ${mostRows} then result_rows
          else coalesce(result_rows, '[]') || $10 end,
        errors_url = case when $11 then $12 else errors_url end,
        result_url = case when $13 then $14 else result_url end,
        updated_at = $15
      where workspace_id = $1 and id = $2 and run = $3 and status = 'running' returning id`,
    [
      tx.workspaceId,
      key.id,
      key.run,
      progress.done ?? null,
      progress.total !== undefined,
      progress.total ?? null,
      jsonOrNull(progress.counts),
      progress.checkpoint !== undefined,
      jsonOrNull(progress.checkpoint),
      jsonOrNull(progress.rows),
      progress.errorsUrl !== undefined,
      progress.errorsUrl ?? null,
      progress.resultUrl !== undefined,
      progress.resultUrl ?? null,
      machineNow,
    ],
  );
  return rows.length === 1;
}

/** What the API keeps of a dry run's verdicts: all of those of the most ids that a bulk endpoint takes. */
const mostRows = 10_000;

const jsonOrNull = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

/** Whether this run still owns its job; read at the beginning of a batch. */
export async function ownsJob(tx: Tx, key: RunKey): Promise<boolean> {
  const rows = await tx.rows(
    "select from jobs where workspace_id = $1 and id = $2 and run = $3 and status = 'running'",
    [tx.workspaceId, key.id, key.run],
  );
  return rows.length === 1;
}

/** Ends this run's job; does nothing to a job that is not ours any more. */
export async function endRun(
  tx: Tx,
  key: RunKey,
  end: { status: "done" | "failed" | "queued"; error: string | null; machineNow: Date },
): Promise<boolean> {
  const rows = await tx.rows(
    `update jobs set status = $4, error = $5, updated_at = $6
      where workspace_id = $1 and id = $2 and run = $3 and status = 'running' returning id`,
    [tx.workspaceId, key.id, key.run, end.status, end.error, end.machineNow],
  );
  return rows.length === 1;
}

/** Moves a job that stands in one of `from` to `to`; false when it does not. */
export async function moveJob(
  tx: Tx,
  id: string,
  move: { from: readonly Job["status"][]; to: Job["status"]; error: string | null; machineNow: Date },
): Promise<JobRow | null> {
  const rows = await tx.rows<JobRow>(
    `update jobs set status = $3, error = $4, updated_at = $5
      where workspace_id = $1 and id = $2 and status = any($6::text[]) returning ${columns}`,
    [tx.workspaceId, id, move.to, move.error, move.machineNow, move.from],
  );
  return rows[0] ?? null;
}

/** Pools that hold entries for longer than `seconds`. */
export async function listLockHolders(db: Queries, seconds: number): Promise<string[]> {
  const rows = await db.rows<{ lockedBy: string }>(
    `select distinct locked_by as "lockedBy" from graphile_worker._private_jobs
      where locked_by is not null and locked_at < now() - make_interval(secs => $1)`,
    [seconds],
  );
  return rows.map((row) => row.lockedBy);
}

/** Taken by a runner on a connection of its own, held until that ends. */
export const poolLockStatement = "select pg_advisory_lock(hashtextextended('haste jobs ' || $1, 0))";

/** True when nobody holds the lock of this pool, that is, its process is gone; then we hold it until the commit. */
export async function tryLockPool(db: Queries, poolId: string): Promise<boolean> {
  const rows = await db.rows<{ free: boolean }>(
    "select pg_try_advisory_xact_lock(hashtextextended('haste jobs ' || $1, 0)) as free",
    [poolId],
  );
  return rows[0]?.free === true;
}

export async function unlockPool(db: Queries, poolId: string): Promise<void> {
  await db.rows("select from graphile_worker.force_unlock_workers(array[$1])", [poolId]);
}

export interface ExhaustedJob {
  readonly workspaceId: string;
  readonly jobId: string;
}

/** Jobs whose entry was tried to the end and will not be taken again. */
export async function listExhausted(db: Queries): Promise<ExhaustedJob[]> {
  return db.rows<ExhaustedJob>(
    `select payload->>'workspaceId' as "workspaceId", payload->>'jobId' as "jobId"
       from graphile_worker._private_jobs where attempts >= max_attempts and locked_at is null limit 100`,
  );
}

/** Takes such an entry out and says why it ended; null when somebody was faster. */
export async function removeExhausted(tx: Tx, jobId: string): Promise<{ readonly error: string | null } | null> {
  const rows = await tx.rows<{ error: string | null }>(
    `delete from graphile_worker._private_jobs
      where key = $1 and attempts >= max_attempts and locked_at is null returning last_error as error`,
    [jobId],
  );
  return rows[0] ?? null;
}

/** A run that got somewhere begins a new count of attempts: only standing still ends a job. */
export async function resetAttempts(tx: Tx, jobId: string): Promise<void> {
  await tx.rows("update graphile_worker._private_jobs set attempts = 1 where key = $1", [jobId]);
}
