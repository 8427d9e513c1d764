import type { Workday } from "@haste/engine/schedule";
import { actorCodes, signalKinds } from "@haste/engine/track";
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
       n.waiting, n.sending_account_id, c.timezone, c.email_key, s.reason as suppressed,
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

/** The published versions of those sequences that take people in, by sequence. */
export async function readOpenSequences(tx: Tx, ids: readonly string[], now: Date): Promise<Map<string, number>> {
  const rows = await tx.rows<{ id: string; version: number }>(
    `select id, published_version as version from email_sequences
     where workspace_id = $1 and id = any($2) and status in ('active', 'paused') and archived_at is null
       and published_version is not null and closed_at is null and (ends_at is null or ends_at > $3)`,
    [tx.workspaceId, ids, now],
  );
  return new Map(rows.map((row) => [row.id, row.version]));
}

export interface EpisodeRow {
  status: "active" | "paused" | "completed" | "stopped";
  stop_reason: string | null;
}

/** The latest episode of each of these people in their sequence, by `"<sequence> <contact>"`; none: never there. */
export async function readEpisodes(
  tx: Tx,
  pairs: readonly { readonly sequenceId: string; readonly contactId: string }[],
): Promise<Map<string, EpisodeRow>> {
  const rows = await tx.rows<EpisodeRow & { pair: string }>(
    `select x.sequence_id || ' ' || x.contact_id as pair, n.status, n.stop_reason
     from unnest($2::uuid[], $3::uuid[]) x(sequence_id, contact_id)
     cross join lateral (select status, stop_reason from sequence_enrollments
       where workspace_id = $1 and contact_id = x.contact_id and sequence_id = x.sequence_id
         and stop_reason is distinct from 'removed'
       order by id desc limit 1) n`,
    [tx.workspaceId, pairs.map((pair) => pair.sequenceId), pairs.map((pair) => pair.contactId)],
  );
  return new Map(rows.map(({ pair, ...episode }) => [pair, episode]));
}

/** What conditions may ask of one person. */
export interface FactsRow {
  id: string;
  enrolled_at: Date;
  context: Record<string, unknown>;
  contact: Record<string, unknown>;
  contact_fields: Record<string, unknown>;
  company_fields: Record<string, unknown> | null;
}

/** The people of these enrollments with their company and the newest open deal. */
export async function readPersonFacts(tx: Tx, enrollmentIds: readonly string[]): Promise<FactsRow[]> {
  return tx.rows<FactsRow>(
    `select n.id, n.enrolled_at, n.context, c.custom_fields as contact_fields, o.custom_fields as company_fields,
       jsonb_build_object('contact.firstName', c.first_name, 'contact.lastName', c.last_name, 'contact.email', c.email,
         'contact.domain', split_part(c.email_key, '@', 2), 'contact.title', c.title, 'contact.timezone', c.timezone,
         'contact.owner', c.owner_id,
         'contact.createdAt', to_char(c.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
         'company.name', o.name, 'company.domain', o.domain, 'company.industry', o.industry,
         'deal.name', d.name, 'deal.stage', d.stage, 'deal.amount', d.amount_minor / 100.0) as contact
     from sequence_enrollments n
     join contacts c on c.workspace_id = $1 and c.id = n.contact_id
     left join companies o on o.workspace_id = $1 and o.id = c.company_id
     left join lateral (
       select name, stage, amount_minor from deals
       where workspace_id = $1 and contact_id = c.id and closed_at is null and archived_at is null
       order by id desc limit 1) d on true
     where n.workspace_id = $1 and n.id = any($2)`,
    [tx.workspaceId, enrollmentIds],
    "schedule-read-person-facts",
  );
}

export interface EmailFactsRow {
  enrollment_id: string;
  step_id: string;
  sent: boolean;
  opened: boolean;
  clicked: boolean;
  replied: boolean;
  bounced: boolean;
  /** Positions of the links that people clicked. */
  links: number[];
}

/** What became of the emails of these enrollments; opens and clicks only where a person did it for certain. */
export async function readEmailFacts(tx: Tx, enrollmentIds: readonly string[]): Promise<EmailFactsRow[]> {
  return tx.rows<EmailFactsRow>(
    `select e.enrollment_id, e.step_id, e.sent_at is not null as sent, s.opened, s.clicked,
       e.replied_at is not null as replied, e.bounced_at is not null as bounced, s.links
     from email_activities e
     cross join lateral (
       select coalesce(bool_or(kind = $3), false) as opened, coalesce(bool_or(kind = $4), false) as clicked,
         coalesce(array_agg(link) filter (where kind = $4 and link is not null), '{}') as links
       from signals where workspace_id = $1 and email_id = e.id and actor = $5 and kind in ($3, $4)) s
     where e.workspace_id = $1 and e.enrollment_id = any($2)`,
    [tx.workspaceId, enrollmentIds, signalKinds.opened, signalKinds.clicked, actorCodes.human],
    "schedule-read-email-facts",
  );
}

/** How the tasks of these enrollments ended. */
export async function readTaskFacts(
  tx: Tx,
  enrollmentIds: readonly string[],
): Promise<{ enrollment_id: string; step_id: string; outcome: string }[]> {
  return tx.rows(
    `select enrollment_id, step_id, coalesce(outcome, status) as outcome from tasks
     where workspace_id = $1 and enrollment_id = any($2) and status in ('done', 'skipped')`,
    [tx.workspaceId, enrollmentIds],
    "schedule-read-task-facts",
  );
}
