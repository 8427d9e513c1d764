import type { Instant } from "@haste/engine/base";
import type { ManualKindName } from "@haste/engine/sequence";
import type { Tx } from "../../platform/db/index.ts";

/** A manual step that is due: what the team is asked to do for one person. */
export interface PlannedTask {
  readonly id: string;
  readonly enrollmentId: string;
  readonly contactId: string;
  readonly sequenceId: string;
  readonly sequenceVersion: number;
  readonly stepId: string;
  readonly kind: ManualKindName;
  readonly title: string;
  readonly notes: string | null;
  readonly dueAt: Instant | null;
}

export type TaskStatus = "open" | "done" | "skipped" | "canceled";

/**
 * Opens tasks, each once for its send key; one that was canceled opens again. They belong to the contact's owner, else to
 * whoever enrolled the person.
 */
export async function openTasks(
  tx: Tx,
  tasks: readonly PlannedTask[],
  now: Instant,
): Promise<{ enrollmentId: string; status: TaskStatus; isNew: boolean }[]> {
  if (tasks.length === 0) return [];
  const opened = await tx.rows<{ enrollment_id: string }>(
    `insert into tasks as t (workspace_id, id, kind, title, notes, contact_id, owner_id, enrollment_id, sequence_id,
       sequence_version, step_id, due_at, created_at, updated_at)
     select $1, x.id, x.kind, x.title, x.notes, x.contact_id, coalesce(c.owner_id, n.enrolled_by), x.enrollment_id,
       x.sequence_id, x.version, x.step_id, x.due_at, $12, $12
     from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::uuid[], $8::uuid[], $9::int[],
       $10::uuid[], $11::timestamptz[])
       x(id, kind, title, notes, contact_id, enrollment_id, sequence_id, version, step_id, due_at)
     join contacts c on c.workspace_id = $1 and c.id = x.contact_id
     join sequence_enrollments n on n.workspace_id = $1 and n.id = x.enrollment_id
     on conflict (workspace_id, enrollment_id, step_id, occurrence) where enrollment_id is not null
       do update set status = 'open', due_at = excluded.due_at, updated_at = $12 where t.status = 'canceled'
     returning t.enrollment_id`,
    [
      tx.workspaceId,
      tasks.map((task) => task.id),
      tasks.map((task) => task.kind),
      tasks.map((task) => task.title),
      tasks.map((task) => task.notes),
      tasks.map((task) => task.contactId),
      tasks.map((task) => task.enrollmentId),
      tasks.map((task) => task.sequenceId),
      tasks.map((task) => task.sequenceVersion),
      tasks.map((task) => task.stepId),
      tasks.map((task) => (task.dueAt === null ? null : new Date(task.dueAt))),
      new Date(now),
    ],
    "ledger-open-tasks",
  );
  const fresh = new Set(opened.map((row) => row.enrollment_id));
  const known = await tx.rows<{ enrollment_id: string; status: TaskStatus }>(
    `select t.enrollment_id, t.status from unnest($2::uuid[], $3::uuid[]) x(enrollment_id, step_id)
     join tasks t on t.workspace_id = $1 and t.enrollment_id = x.enrollment_id and t.step_id = x.step_id`,
    [tx.workspaceId, tasks.map((task) => task.enrollmentId), tasks.map((task) => task.stepId)],
    "ledger-read-tasks",
  );
  return known.map((row) => ({
    enrollmentId: row.enrollment_id,
    status: row.status,
    isNew: fresh.has(row.enrollment_id),
  }));
}

/** A task that somebody writes by hand, outside any sequence. */
export interface NewTask {
  readonly id: string;
  readonly kind: ManualKindName;
  readonly title: string;
  readonly notes: string | null;
  readonly contactId: string;
  readonly ownerId: string | null;
  readonly createdBy: string | null;
  readonly dueAt: Date | null;
}

/** What may change of a task while it is open; absent stays. */
export interface TaskPatch {
  readonly title?: string | undefined;
  readonly notes?: string | null | undefined;
  readonly ownerId?: string | null | undefined;
  readonly dueAt?: Date | null | undefined;
}

export interface TaskRow {
  id: string;
  kind: ManualKindName;
  status: TaskStatus;
  version: number;
  contact_id: string;
  enrollment_id: string | null;
  sequence_id: string | null;
  sequence_version: number | null;
  step_id: string | null;
  completed_at: Date | null;
}

/** The enrollments that asked for these tasks; locked before the tasks are. */
export async function enrollmentsOfTasks(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select distinct enrollment_id as id from tasks
     where workspace_id = $1 and id = any($2) and enrollment_id is not null`,
    [tx.workspaceId, ids],
    "ledger-enrollments-of-tasks",
  );
  return rows.map((row) => row.id);
}

export async function lockTasks(tx: Tx, ids: readonly string[]): Promise<TaskRow[]> {
  return tx.rows<TaskRow>(
    `select id, kind, status, version, contact_id, enrollment_id, sequence_id, sequence_version, step_id, completed_at
     from tasks where workspace_id = $1 and id = any($2) order by id for update`,
    [tx.workspaceId, ids],
    "ledger-lock-tasks",
  );
}

/** Ends tasks that are locked and open. */
export async function endLockedTasks(
  tx: Tx,
  ending: {
    readonly ids: readonly string[];
    readonly status: "done" | "skipped";
    readonly outcome: string | null;
    readonly remark: string | null;
    readonly userId: string | null;
    readonly at: Date;
  },
): Promise<void> {
  await tx.rows(
    `update tasks set status = $3, outcome = $4, remark = $5, completed_at = $6, completed_by = $7, updated_at = $6,
       version = version + 1
     where workspace_id = $1 and id = any($2)`,
    [tx.workspaceId, ending.ids, ending.status, ending.outcome, ending.remark, ending.at, ending.userId],
    "ledger-end-tasks",
  );
}

export async function insertTask(tx: Tx, task: NewTask, now: Date): Promise<void> {
  await tx.rows(
    `insert into tasks (workspace_id, id, kind, title, notes, contact_id, owner_id, created_by, due_at, created_at,
       updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)`,
    [
      tx.workspaceId,
      ...[task.id, task.kind, task.title, task.notes, task.contactId],
      ...[task.ownerId, task.createdBy, task.dueAt, now],
    ],
    "ledger-insert-task",
  );
}

/** Changes tasks that are locked and open; what the patch does not name stays. */
export async function updateOpenTasks(tx: Tx, ids: readonly string[], patch: TaskPatch, now: Date): Promise<void> {
  await tx.rows(
    `update tasks set title = coalesce($3, title), notes = case when $4 then $5 else notes end,
       owner_id = case when $6 then $7::uuid else owner_id end, due_at = case when $8 then $9 else due_at end,
       updated_at = $10, version = version + 1
     where workspace_id = $1 and id = any($2)`,
    [
      tx.workspaceId,
      ids,
      patch.title ?? null,
      ...[patch.notes !== undefined, patch.notes ?? null],
      ...[patch.ownerId !== undefined, patch.ownerId ?? null],
      ...[patch.dueAt !== undefined, patch.dueAt ?? null],
      now,
    ],
    "ledger-update-tasks",
  );
}

export async function openAgain(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.rows(
    `update tasks set status = 'open', outcome = null, remark = null, completed_at = null, completed_by = null,
       updated_at = $3, version = version + 1
     where workspace_id = $1 and id = $2`,
    [tx.workspaceId, id, now],
    "ledger-open-task-again",
  );
}

/** Whether a mail of this person was handed over, or another task of theirs asked for and ended, since that instant. */
export async function hasActedSince(tx: Tx, taskId: string, enrollmentId: string, since: Date): Promise<boolean> {
  const rows = await tx.rows<{ acted: boolean }>(
    `select exists (select from email_activities where workspace_id = $1 and enrollment_id = $2
         and status not in ('scheduled', 'held', 'canceled') and (created_at >= $3 or sent_at >= $3 or status = 'sending'))
       or exists (select from tasks where workspace_id = $1 and enrollment_id = $2 and id <> $4 and created_at >= $3
         and status in ('done', 'skipped')) as acted`,
    [tx.workspaceId, enrollmentId, since, taskId],
    "ledger-has-acted-since",
  );
  return rows[0]?.acted === true;
}

/** What was asked of the team for this person since then is not asked any more. */
export async function cancelTasksSince(tx: Tx, enrollmentId: string, since: Date, now: Instant): Promise<void> {
  await tx.rows(
    `update tasks set status = 'canceled', updated_at = $4, version = version + 1
     where workspace_id = $1 and enrollment_id = $2 and step_id is not null and status = 'open'
       and created_at >= $3`,
    [tx.workspaceId, enrollmentId, since, new Date(now)],
    "ledger-cancel-tasks-since",
  );
}

/** Somebody who goes on in another version, and the step they leave; null: they stay at theirs. */
export interface LeavingStep {
  readonly enrollmentId: string;
  readonly stepId: string | null;
}

/** What was asked for these people by the step they leave, or by a step their new version lacks, is not asked any more. */
export async function cancelTasksLeftBehind(
  tx: Tx,
  leaving: readonly LeavingStep[],
  stepIds: readonly string[],
  now: Instant,
): Promise<void> {
  if (leaving.length === 0) return;
  await tx.rows(
    `update tasks t set status = 'canceled', updated_at = $5, version = t.version + 1
     from unnest($2::uuid[], $3::uuid[]) x(enrollment_id, step_id)
     where t.workspace_id = $1 and t.enrollment_id = x.enrollment_id and t.status = 'open'
       and (t.step_id = x.step_id or t.step_id <> all($4))`,
    [tx.workspaceId, leaving.map((one) => one.enrollmentId), leaving.map((one) => one.stepId), stepIds, new Date(now)],
    "ledger-cancel-tasks-left-behind",
  );
}

/** A contact that was archived is not to be called any more, whoever asked for it. */
export async function cancelTasksOfContact(tx: Tx, contactId: string, now: Instant): Promise<void> {
  await tx.rows(
    `update tasks set status = 'canceled', updated_at = $3, version = version + 1
     where workspace_id = $1 and contact_id = $2 and status = 'open'`,
    [tx.workspaceId, contactId, new Date(now)],
    "ledger-cancel-tasks-of-contact",
  );
}

/** Whoever left a sequence is not to be called any more; what they asked for themselves still waits for an answer. */
export async function cancelTasks(tx: Tx, enrollmentIds: readonly string[], now: Instant): Promise<void> {
  if (enrollmentIds.length === 0) return;
  await tx.rows(
    `update tasks set status = 'canceled', updated_at = $3, version = version + 1
     where workspace_id = $1 and enrollment_id = any($2) and step_id is not null and status = 'open'`,
    [tx.workspaceId, enrollmentIds, new Date(now)],
    "ledger-cancel-tasks",
  );
}
