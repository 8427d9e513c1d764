import type { EnrollmentRow } from "../../../ledger/index.ts";
import type { Tx } from "../../../platform/db/index.ts";

/** An enrollment as lists and single answers show it. */
export interface ListedEnrollment extends EnrollmentRow {
  sending_account_id: string | null;
  deal_id: string | null;
  context: Record<string, unknown>;
  enrolled_at: Date;
  enrolled_by: string | null;
  created_at: Date;
  updated_at: Date;
  hold: string | null;
  email: string;
  first_name: string | null;
  last_name: string | null;
  sequence_name: string;
  email_status: string | null;
  email_send_at: Date | null;
  email_held_reason: string | null;
}

const columns = `n.id, n.contact_id, n.sequence_id, n.sequence_version, n.status, n.current_step, n.current_step_id,
  n.step_due_at, n.due_at, n.pause_reason, n.resume_at, n.replied_at, n.completed_at, n.stopped_at, n.stop_reason,
  n.sending_account_id, n.deal_id, n.context, n.enrolled_at, n.enrolled_by, n.created_at, n.updated_at, n.waiting->>'hold' as hold,
  c.email, c.first_name, c.last_name, q.name as sequence_name,
  e.status as email_status, e.send_at as email_send_at, e.held_reason as email_held_reason`;

const joins = `join contacts c on c.workspace_id = $1 and c.id = n.contact_id
  join email_sequences q on q.workspace_id = $1 and q.id = n.sequence_id
  left join email_activities e on e.workspace_id = $1 and e.enrollment_id = n.id and e.step_id = n.current_step_id and e.occurrence = 1`;

export async function readEnrollment(tx: Tx, id: string): Promise<ListedEnrollment | null> {
  const rows = await tx.rows<ListedEnrollment>(
    `select ${columns} from sequence_enrollments n ${joins} where n.workspace_id = $1 and n.id = $2`,
    [tx.workspaceId, id],
    "enroll-read-one",
  );
  return rows[0] ?? null;
}

export interface EnrollmentFilter {
  readonly sequenceId: string | null;
  readonly contactId: string | null;
  readonly statuses: readonly string[] | null;
  readonly stepId: string | null;
}

export async function listEnrollments(
  tx: Tx,
  filter: EnrollmentFilter,
  page: { readonly beforeId: string | null; readonly limit: number },
): Promise<ListedEnrollment[]> {
  return tx.rows<ListedEnrollment>(
    `select ${columns} from sequence_enrollments n ${joins}
     where n.workspace_id = $1 and ($2::uuid is null or n.sequence_id = $2) and ($3::uuid is null or n.contact_id = $3)
       and ($4::text[] is null or n.status = any($4)) and ($5::uuid is null or n.current_step_id = $5)
       and ($6::uuid is null or n.id < $6)
     order by n.id desc limit $7`,
    [tx.workspaceId, filter.sequenceId, filter.contactId, filter.statuses, filter.stepId, page.beforeId, page.limit],
  );
}

export async function sequenceExists(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.rows<{ found: boolean }>(
    "select exists (select from email_sequences where workspace_id = $1 and id = $2) as found",
    [tx.workspaceId, id],
  );
  return rows[0]?.found === true;
}

export async function contactExists(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.rows<{ found: boolean }>(
    "select exists (select from contacts where workspace_id = $1 and id = $2) as found",
    [tx.workspaceId, id],
  );
  return rows[0]?.found === true;
}
