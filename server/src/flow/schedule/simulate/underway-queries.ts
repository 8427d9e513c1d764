import type { EnrollmentRow } from "../../../ledger/index.ts";
import type { Tx } from "../../../platform/db/index.ts";

/** An open enrollment with what a simulation needs to let its person go on. */
export interface UnderwayRow extends EnrollmentRow {
  sending_account_id: string | null;
  timezone: string | null;
  company_id: string | null;
  email_domain: string | null;
  is_held: boolean;
  context: Record<string, unknown>;
  enrolled_at: Date;
  intake_day: Date | null;
}

/**
 * The people of running sequences who will want room: due, with an email or a task that waits. Those whose turn comes first,
 * up to `limit`; `total` says how many there are. Whoever is held or paused by hand wants nothing until somebody acts.
 */
export async function readUnderway(tx: Tx, limit: number): Promise<{ rows: UnderwayRow[]; total: number }> {
  const rows = await tx.rows<UnderwayRow & { total: number }>(
    `with wanting as (
       select id, due_at from sequence_enrollments
       where workspace_id = $1 and due_at is not null and status in ('active', 'paused')
       union all
       select enrollment_id, due_at from email_activities
       where workspace_id = $1 and due_at is not null and enrollment_id is not null
       union all
       select enrollment_id, created_at from tasks
       where workspace_id = $1 and status = 'open' and enrollment_id is not null and step_id is not null),
     first as (select id, min(due_at) as due_at from wanting group by id)
     select n.id, n.contact_id, n.sequence_id, n.sequence_version, n.status, n.current_step, n.current_step_id,
       n.step_due_at, n.due_at, n.pause_reason, n.resume_at, n.replied_at, n.completed_at, n.stopped_at, n.stop_reason,
       n.sending_account_id, n.context, n.enrolled_at, c.timezone, c.company_id, c.email_domain,
       coalesce(n.waiting ? 'hold', false) as is_held, p.day as intake_day, count(*) over ()::int as total
     from first f
     join sequence_enrollments n on n.workspace_id = $1 and n.id = f.id
     join email_sequences q on q.workspace_id = $1 and q.id = n.sequence_id
     join contacts c on c.workspace_id = $1 and c.id = n.contact_id
     left join intake_places p on p.workspace_id = $1 and p.enrollment_id = n.id
     where n.status in ('active', 'paused') and q.status = 'active' and q.archived_at is null
       and not exists (select from suppressions s where s.workspace_id = $1 and s.email_key = c.email_key)
     order by f.due_at, n.id limit $2`,
    [tx.workspaceId, limit],
  );
  return { rows, total: rows[0]?.total ?? 0 };
}

export interface DoneRow {
  enrollment_id: string;
  step_id: string;
}

/** What these people have behind them and before them: emails that left, one that waits, and their tasks. */
export async function readDone(tx: Tx, enrollmentIds: readonly string[]) {
  const emails = await tx.rows<DoneRow & { account_id: string; due_at: Date | null; has_left: boolean }>(
    `select enrollment_id, step_id, sending_account_id as account_id,
       case when status = 'scheduled' then due_at end as due_at,
       status in ('sent', 'delivered', 'bounced', 'failed') as has_left
     from email_activities where workspace_id = $1 and enrollment_id = any($2) and step_id is not null`,
    [tx.workspaceId, enrollmentIds],
  );
  const tasks = await tx.rows<DoneRow & { is_open: boolean }>(
    `select enrollment_id, step_id, status = 'open' as is_open from tasks
     where workspace_id = $1 and enrollment_id = any($2) and step_id is not null`,
    [tx.workspaceId, enrollmentIds],
  );
  return { emails, tasks };
}
