import type { Instant } from "@haste/engine/base";
import type { Queries, Tx } from "../../platform/db/index.ts";
import { liveChannel } from "../../platform/live/index.ts";
import { stages } from "../lanes.ts";

export interface Wakeup {
  readonly stage: number;
  readonly lane: string;
  /** On the machine's clock. */
  readonly dueAt: Date;
  readonly id: string;
}

/** Whoever writes a due instant appends one wake-up in the same transaction; rows are never updated (measured: an upsert halves the writers). */
export function appendWakeups(tx: Tx, wakeups: readonly Wakeup[]): void {
  if (wakeups.length === 0) return;
  tx.write(
    `insert into wakeups (workspace_id, stage, lane, due_at, id)
     select $1, x.stage, x.lane, x.due_at, x.id from unnest($2::smallint[], $3::uuid[], $4::timestamptz[], $5::uuid[])
       x(stage, lane, due_at, id)`,
    [
      tx.workspaceId,
      wakeups.map((wakeup) => wakeup.stage),
      wakeups.map((wakeup) => wakeup.lane),
      wakeups.map((wakeup) => wakeup.dueAt),
      wakeups.map((wakeup) => wakeup.id),
    ],
    "ledger-append-wakeups",
  );
}

/** Deletes the due wake-ups of one lane; 0 means that another worker has them. */
export async function takeWakeups(tx: Tx, stage: number, lane: string, machineNow: Instant): Promise<number> {
  const rows = await tx.rows<{ id: string }>(
    `delete from wakeups where (workspace_id, stage, lane, id) in (
       select workspace_id, stage, lane, id from wakeups
       where workspace_id = $1 and stage = $2 and lane = $3 and due_at <= $4 for update skip locked)
     returning id`,
    [tx.workspaceId, stage, lane, new Date(machineNow)],
    "ledger-take-wakeups",
  );
  return rows.length;
}

/** Lanes with due work over all workspaces, oldest first: the only question asked across tenants. */
export async function dueLanes(
  sweep: Queries,
  machineNow: Instant,
  limit: number,
): Promise<{ workspace_id: string; stage: number; lane: string }[]> {
  return sweep.rows(
    `select workspace_id, stage, lane from (
       select workspace_id, stage, lane, due_at from wakeups where due_at <= $1 and stage = any(array[1, 2, 3, 5]::smallint[])
       order by due_at limit $2) due
     group by workspace_id, stage, lane order by min(due_at)`,
    [new Date(machineNow), limit],
    "ledger-due-lanes",
  );
}

/** Appends the lane's next wake-up where anything of it is due later. */
export async function appendNextSendWakeup(tx: Tx, accountId: string, id: string, offsetMs: number): Promise<void> {
  await tx.rows(
    `insert into wakeups (workspace_id, stage, lane, due_at, id)
     select $1, ${stages.send}, $2, min(due_at) - $4 * interval '1 millisecond', $3
     from email_activities where workspace_id = $1 and sending_account_id = $2 and due_at is not null
     having min(due_at) is not null`,
    [tx.workspaceId, accountId, id, offsetMs],
    "ledger-next-send-wakeup",
  );
}

export interface NewClaim {
  readonly id: string;
  readonly worker: number;
  readonly expiresAt: Date;
  readonly rowIds: readonly string[];
}

export async function insertClaim(tx: Tx, claim: NewClaim): Promise<void> {
  await tx.rows(
    "insert into claims (workspace_id, id, stage, worker, expires_at, row_ids) values ($1, $2, $3, $4, $5, $6)",
    [tx.workspaceId, claim.id, stages.send, claim.worker, claim.expiresAt, claim.rowIds],
    "ledger-insert-claim",
  );
}

export async function extendClaims(tx: Tx, ids: readonly string[], expiresAt: Date): Promise<void> {
  await tx.rows("update claims set expires_at = $3 where workspace_id = $1 and id = any($2)", [
    tx.workspaceId,
    ids,
    expiresAt,
  ]);
}

export function deleteClaims(tx: Tx, ids: readonly string[]): void {
  if (ids.length === 0) return;
  tx.write(
    "delete from claims where workspace_id = $1 and id = any($2)",
    [tx.workspaceId, ids],
    "ledger-delete-claims",
  );
}

/** Locks a claim for recovery; null when somebody else settled it meanwhile. */
export async function lockClaim(tx: Tx, id: string): Promise<{ row_ids: string[]; expires_at: Date } | null> {
  const rows = await tx.rows<{ row_ids: string[]; expires_at: Date }>(
    "select row_ids, expires_at from claims where workspace_id = $1 and id = $2 for update skip locked",
    [tx.workspaceId, id],
  );
  return rows[0] ?? null;
}

/** Claims over all workspaces whose worker may be dead, for recovery to look at. */
export async function openClaims(
  sweep: Queries,
): Promise<{ workspace_id: string; id: string; worker: number; expires_at: Date }[]> {
  return sweep.rows("select workspace_id, id, worker, expires_at from claims order by expires_at limit 1000");
}

/**
 * A worker holds this session lock while it lives; the server frees it with the connection. So a claim whose worker's
 * lock can be taken belongs to a dead process, and recovery need not wait for the lease.
 */
export async function isWorkerGone(sweep: Queries, worker: number): Promise<boolean> {
  const rows = await sweep.rows<{ free: boolean }>("select pg_try_advisory_xact_lock_shared($1) as free", [worker]);
  return rows[0]?.free === true;
}

/** Held for as long as the connection lives. */
export async function holdWorkerLock(
  session: { query(text: string, values: unknown[]): Promise<unknown> },
  worker: number,
): Promise<void> {
  await session.query("select pg_advisory_lock($1)", [worker]);
}

/** One planner per workspace at a time; false: another one plans just now. */
export async function takePlanLock(tx: Tx): Promise<boolean> {
  const rows = await tx.rows<{ taken: boolean }>(
    "select pg_try_advisory_xact_lock(hashtextextended($1, 1)) as taken",
    [tx.workspaceId],
    "ledger-plan-lock",
  );
  return rows[0]?.taken === true;
}

/** The same for whoever takes room beside the planner: it waits for the plan under way. */
export async function waitForPlanLock(tx: Tx): Promise<void> {
  await tx.rows("select pg_advisory_xact_lock(hashtextextended($1, 1))", [tx.workspaceId], "ledger-wait-plan-lock");
}

/** The repair sweep: lanes with due rows, whatever the wake-ups say. */
export async function dueRows(
  sweep: Queries,
): Promise<{ workspace_id: string; stage: number; lane: string; due_at: Date }[]> {
  return sweep.rows(
    `select workspace_id, ${stages.schedule} as stage, '00000000-0000-0000-0000-000000000000' as lane, min(due_at) as due_at
     from sequence_enrollments where due_at is not null group by workspace_id
     union all
     select workspace_id, ${stages.send}, sending_account_id::text, min(due_at)
     from email_activities where due_at is not null group by workspace_id, sending_account_id
     union all
     select workspace_id, ${stages.judge}, '00000000-0000-0000-0000-000000000000', min(due_at)
     from pending_verdicts group by workspace_id`,
  );
}

/** A lane that has due rows and no due wake-up gets one: the truth is in the rows, a lost hint costs half a minute. */
export async function repairLane(
  tx: Tx,
  lane: { readonly stage: number; readonly lane: string; readonly id: string; readonly at: Date },
): Promise<boolean> {
  const rows = await tx.rows<{ id: string }>(
    `insert into wakeups (workspace_id, stage, lane, due_at, id) select $1, $2, $3, $4, $5
     where not exists (select from wakeups where workspace_id = $1 and stage = $2 and lane = $3 and due_at <= $4)
     returning id`,
    [tx.workspaceId, lane.stage, lane.lane, lane.at, lane.id],
  );
  return rows.length > 0;
}

/** Workers of every process listen here: somebody at the controls made work. */
export const wakeChannel = "haste_wake";

/** At the commit: workers look at once, and open sockets of the workspace read its new events. */
export async function tellListeners(tx: Tx): Promise<void> {
  await tx.rows(
    "select pg_notify($1, $3), pg_notify($2, $4)",
    [wakeChannel, liveChannel, tx.workspaceId, JSON.stringify({ workspaceId: tx.workspaceId })],
    "ledger-tell-listeners",
  );
}
