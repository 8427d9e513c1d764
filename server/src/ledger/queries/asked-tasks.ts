import type { Instant } from "@haste/engine/base";
import type { Tx } from "../../platform/db/index.ts";

/** What the team is asked to do because something happened to a person; no step stands behind it. */
export interface AskedTask {
  readonly id: string;
  readonly enrollmentId: string;
  readonly contactId: string;
  readonly sequenceId: string;
  readonly sequenceVersion: number;
  readonly title: string;
  /** Whether the person's name, else their address, ends the title: "Reply to Ada Lovelace". */
  readonly isNamed: boolean;
}

/** They belong to the contact's owner, else to whoever enrolled the person. */
export async function askTasks(tx: Tx, tasks: readonly AskedTask[], now: Instant): Promise<void> {
  if (tasks.length === 0) return;
  await tx.rows(
    `insert into tasks (workspace_id, id, kind, title, contact_id, owner_id, enrollment_id, sequence_id, sequence_version,
       due_at, created_at, updated_at)
     select $1, x.id, 'task', left(x.title || case when x.is_named then
         ' ' || coalesce(nullif(trim(concat_ws(' ', c.first_name, c.last_name)), ''), c.email) else '' end, 500),
       x.contact_id, coalesce(c.owner_id, n.enrolled_by), x.enrollment_id, x.sequence_id, x.version, $9, $9, $9
     from unnest($2::uuid[], $3::text[], $4::bool[], $5::uuid[], $6::uuid[], $7::uuid[], $8::int[])
       x(id, title, is_named, contact_id, enrollment_id, sequence_id, version)
     join contacts c on c.workspace_id = $1 and c.id = x.contact_id
     join sequence_enrollments n on n.workspace_id = $1 and n.id = x.enrollment_id`,
    [
      tx.workspaceId,
      tasks.map((task) => task.id),
      tasks.map((task) => task.title),
      tasks.map((task) => task.isNamed),
      tasks.map((task) => task.contactId),
      tasks.map((task) => task.enrollmentId),
      tasks.map((task) => task.sequenceId),
      tasks.map((task) => task.sequenceVersion),
      new Date(now),
    ],
    "ledger-ask-tasks",
  );
}
