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

export interface TaskRow {
  id: string;
  status: TaskStatus;
  contact_id: string;
  enrollment_id: string | null;
  step_id: string | null;
}

export async function findTask(tx: Tx, id: string): Promise<TaskRow | null> {
  const rows = await tx.rows<TaskRow>(
    "select id, status, contact_id, enrollment_id, step_id from tasks where workspace_id = $1 and id = $2",
    [tx.workspaceId, id],
  );
  return rows[0] ?? null;
}

/** Ends an open task; false where it is not open any more. */
export async function endTask(
  tx: Tx,
  ending: { readonly id: string; readonly status: "done" | "skipped"; readonly outcome: string | null },
  by: { readonly userId: string | null; readonly at: Date },
): Promise<boolean> {
  const rows = await tx.rows<{ id: string }>(
    `update tasks set status = $3, outcome = $4, completed_at = $5, completed_by = $6, updated_at = $5,
       version = version + 1
     where workspace_id = $1 and id = $2 and status = 'open' returning id`,
    [tx.workspaceId, ending.id, ending.status, ending.outcome, by.at, by.userId],
  );
  return rows.length > 0;
}

/** Whoever left a sequence is not to be called any more. */
export async function cancelTasks(tx: Tx, enrollmentIds: readonly string[], now: Instant): Promise<void> {
  if (enrollmentIds.length === 0) return;
  await tx.rows(
    `update tasks set status = 'canceled', updated_at = $3, version = version + 1
     where workspace_id = $1 and enrollment_id = any($2) and status = 'open'`,
    [tx.workspaceId, enrollmentIds, new Date(now)],
    "ledger-cancel-tasks",
  );
}
