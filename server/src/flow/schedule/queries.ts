import type { Workday } from "@haste/engine/schedule";
import type { EnrollmentRow } from "../../ledger/index.ts";
import type { Tx } from "../../platform/db/index.ts";

export interface AccountRow {
  id: string;
  email: string;
  status: "active" | "paused";
  timezone: string;
  daily_limit: number;
  hourly_limit: number;
  min_gap_ms: number;
  gap_jitter: number;
  workday: Workday | null;
}

/** Every account the workspace could send from: a team has tens of them. */
export async function readAccounts(tx: Tx): Promise<AccountRow[]> {
  return tx.rows<AccountRow>(
    `select id, email, status, timezone, daily_limit, hourly_limit, min_gap_ms, gap_jitter,
       workday
     from sending_accounts where workspace_id = $1 and archived_at is null order by id`,
    [tx.workspaceId],
    "schedule-read-accounts",
  );
}

/** One enrollment with its email of the current step and what the plan needs of the person. */
export interface WhyRow extends EnrollmentRow {
  waiting: { hold?: string; constraints?: unknown[] } | null;
  sending_account_id: string | null;
  deal_id: string | null;
  timezone: string | null;
  email_key: string;
  suppressed: string | null;
  sequence_paused: boolean;
  email_status: string | null;
  email_send_at: Date | null;
  email_held_reason: string | null;
  account_email: string | null;
}

export async function readWhy(tx: Tx, enrollmentId: string): Promise<WhyRow | null> {
  const rows = await tx.rows<WhyRow>(
    `select n.id, n.contact_id, n.sequence_id, n.sequence_version, n.status, n.current_step, n.current_step_id,
       n.step_due_at, n.due_at, n.pause_reason, n.resume_at, n.replied_at, n.completed_at, n.stopped_at, n.stop_reason,
       n.waiting, n.sending_account_id, n.deal_id, c.timezone, c.email_key, s.reason as suppressed,
       q.status <> 'active' or q.archived_at is not null as sequence_paused,
       e.status as email_status, e.send_at as email_send_at, e.held_reason as email_held_reason, a.email as account_email
     from sequence_enrollments n
     join contacts c on c.workspace_id = $1 and c.id = n.contact_id
     join email_sequences q on q.workspace_id = $1 and q.id = n.sequence_id
     left join suppressions s on s.workspace_id = $1 and s.email_key = c.email_key
     left join email_activities e on e.workspace_id = $1 and e.enrollment_id = n.id and e.step_id = n.current_step_id
     left join sending_accounts a on a.workspace_id = $1 and a.id = n.sending_account_id
     where n.workspace_id = $1 and n.id = $2`,
    [tx.workspaceId, enrollmentId],
  );
  return rows[0] ?? null;
}
