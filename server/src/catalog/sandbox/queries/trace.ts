import type { Tx } from "../../../platform/db/index.ts";

/** What the pipeline wrote about one email and the person's way through the sequence. */
export interface EmailTraceRow {
  readonly status: string;
  readonly createdAt: Date;
  readonly sendAt: Date | null;
  readonly sentAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly smtpReply: string | null;
  readonly fromEmail: string | null;
  readonly sequenceName: string | null;
  readonly sequenceVersion: number | null;
  readonly enrollmentStatus: string | null;
  readonly enrolledAt: Date | null;
  readonly pausedAt: Date | null;
  readonly pauseReason: string | null;
  readonly completedAt: Date | null;
  readonly stoppedAt: Date | null;
  readonly stopReason: string | null;
  /** When the enrollment's next mail leaves, or its next step falls due. */
  readonly nextAt: Date | null;
}

export async function readEmailTrace(tx: Tx, emailId: string): Promise<EmailTraceRow | null> {
  const [row] = await tx.rows<EmailTraceRow>(
    `select e.status, e.created_at as "createdAt", e.send_at as "sendAt", e.sent_at as "sentAt",
            e.delivered_at as "deliveredAt", e.smtp_reply as "smtpReply", e.from_email as "fromEmail",
            s.name as "sequenceName", e.sequence_version as "sequenceVersion", n.status as "enrollmentStatus",
            n.enrolled_at as "enrolledAt", n.paused_at as "pausedAt", n.pause_reason as "pauseReason",
            n.completed_at as "completedAt", n.stopped_at as "stoppedAt", n.stop_reason as "stopReason",
            coalesce((select min(w.send_at) from email_activities w
                       where w.workspace_id = e.workspace_id and w.enrollment_id = e.enrollment_id
                         and w.status = 'scheduled'), n.due_at) as "nextAt"
       from email_activities e
       left join sequence_enrollments n on n.workspace_id = e.workspace_id and n.id = e.enrollment_id
       left join email_sequences s on s.workspace_id = e.workspace_id and s.id = e.sequence_id
      where e.workspace_id = $1 and e.id = $2`,
    [tx.workspaceId, emailId],
  );
  return row ?? null;
}

export interface SignalRow {
  readonly at: Date;
  readonly kind: number;
  readonly actor: number;
  readonly meta: Record<string, unknown> | null;
}

/** Signals of one email, newest first; at most 200. */
export async function readSignals(tx: Tx, emailId: string): Promise<SignalRow[]> {
  return tx.rows<SignalRow>(
    `select occurred_at as at, kind, actor, meta from signals
      where workspace_id = $1 and email_id = $2 order by occurred_at desc, id desc limit 200`,
    [tx.workspaceId, emailId],
  );
}

export interface DayCount {
  /** ISO date in the workspace's zone. */
  readonly day: string;
  readonly n: number;
}

export interface DayRange {
  readonly from: Date;
  readonly until: Date;
  readonly timezone: string;
}

/** Mails sent per day, from the rollups by quarter of an hour. */
export async function sentPerDay(tx: Tx, { from, until, timezone }: DayRange): Promise<DayCount[]> {
  return tx.rows<DayCount>(
    `select to_char(bucket at time zone $4, 'YYYY-MM-DD') as day, sum(sent)::int as n from happening_rollups
      where workspace_id = $1 and bucket >= $2 and bucket < $3 group by 1`,
    [tx.workspaceId, from, until, timezone],
  );
}

/** Mails that wait and steps that fall due per day; each person counts once, with what comes next. */
export async function plannedPerDay(tx: Tx, { from, until, timezone }: DayRange): Promise<DayCount[]> {
  return tx.rows<DayCount>(
    `select to_char(due_at at time zone $4, 'YYYY-MM-DD') as day, count(*)::int as n
       from (select due_at from email_activities where workspace_id = $1 and due_at >= $2 and due_at < $3
             union all
             select due_at from sequence_enrollments where workspace_id = $1 and due_at >= $2 and due_at < $3) as due
      group by 1`,
    [tx.workspaceId, from, until, timezone],
  );
}

/** Days on which active sequences may send, as written in their windows; empty where none is active. */
export async function sendingDaysOfActive(tx: Tx): Promise<string[]> {
  const rows = await tx.rows<{ day: string }>(
    `select distinct day from email_sequences s,
            lateral (select unnest(s.sending_days) as day where s.sending_windows is null
                     union all
                     select jsonb_array_elements_text(w -> 'days') from jsonb_array_elements(s.sending_windows) as w
                      where jsonb_typeof(s.sending_windows) = 'array') as days
      where s.workspace_id = $1 and s.status = 'active' and s.archived_at is null`,
    [tx.workspaceId],
  );
  return rows.map((row) => row.day);
}
