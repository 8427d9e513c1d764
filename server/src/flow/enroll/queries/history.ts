import { signalKinds } from "@haste/engine/track";
import type { Tx } from "../../../platform/db/index.ts";

export interface HistoryRow {
  at: Date;
  what: string;
  step_id: string | null;
  email_id: string | null;
  task_id: string | null;
  /** As signals number their actors; null where nobody outside acted. */
  actor: number | null;
  detail: string | null;
}

const signalNames = Object.entries(signalKinds);

/** What happened in one episode, newest first: its own dates, its emails with their signals, its tasks. */
export async function readHistory(tx: Tx, enrollmentId: string, limit: number): Promise<HistoryRow[]> {
  return tx.rows<HistoryRow>(
    `with own as (select * from sequence_enrollments where workspace_id = $1 and id = $2),
     mails as (select * from email_activities where workspace_id = $1 and enrollment_id = $2),
     asked as (select * from tasks where workspace_id = $1 and enrollment_id = $2),
     happened as (
       select enrolled_at as at, 'enrollment.enrolled' as what, null::uuid as step_id, null::uuid as email_id,
         null::uuid as task_id, null::smallint as actor, null::text as detail from own
       union all
       select paused_at, 'enrollment.paused', current_step_id, null, null, null, pause_reason from own
         where paused_at is not null
       union all
       select completed_at, 'enrollment.completed', null, null, null, null, null from own where completed_at is not null
       union all
       select stopped_at, 'enrollment.stopped', current_step_id, null, null, null, stop_reason from own
         where stopped_at is not null
       union all
       select coalesce(send_at, created_at), 'email.' || status, step_id, id, null, null,
         case status when 'held' then held_reason else subject end from mails
         where status in ('scheduled', 'sending', 'held', 'canceled')
       union all
       select s.occurred_at, 'email.' || k.name, m.step_id, m.id, null, s.actor,
         case k.name when 'bounced' then m.bounce_reason when 'sent' then m.subject end
         from mails m join signals s on s.workspace_id = $1 and s.email_id = m.id
         join unnest($4::smallint[], $5::text[]) k(kind, name) on k.kind = s.kind
       union all
       select created_at, 'task.created', step_id, null, id, null, title from asked
       union all
       select coalesce(completed_at, updated_at), 'task.' || status, step_id, null, id, null, outcome from asked
         where status <> 'open')
     select * from happened order by at desc, what limit $3`,
    [tx.workspaceId, enrollmentId, limit, signalNames.map(([, kind]) => kind), signalNames.map(([name]) => name)],
    "enroll-read-history",
  );
}
