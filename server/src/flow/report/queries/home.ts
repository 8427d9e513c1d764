import { type CountedPeriod, countedIn } from "../../../ledger/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { type SentSums, sums } from "./sequence.ts";

/** All sequences together, for mails sent in a period. */
export async function sumWorkspace(tx: Tx, period: CountedPeriod): Promise<SentSums> {
  const counted = countedIn(tx, "email_rollups", period, { by: [] });
  const rows = await tx.rows<SentSums>(
    `${counted.ctes} select ${sums} from counted`,
    counted.values,
    "report-sum-workspace",
  );
  return rows[0] as SentSums;
}

export interface HappenedRow {
  bucket: Date;
  sent: number;
  replied: number;
  bounced: number;
  unsubscribed: number;
}

/** What happened since an instant, by quarters of an hour. */
export async function readHappened(tx: Tx, since: Date): Promise<HappenedRow[]> {
  return tx.rows<HappenedRow>(
    `select bucket, sum(sent)::int as sent, sum(replied)::int as replied, sum(bounced)::int as bounced,
       sum(unsubscribed)::int as unsubscribed
     from happening_rollups where workspace_id = $1 and bucket >= $2 group by bucket order by bucket`,
    [tx.workspaceId, since],
    "report-read-happened",
  );
}

/** Emails that wait to leave before `until`, by quarters of an hour; bounded by the day's capacity. */
export async function readPlanned(tx: Tx, until: Date): Promise<{ bucket: Date; planned: number }[]> {
  return tx.rows<{ bucket: Date; planned: number }>(
    `select to_timestamp(floor(extract(epoch from e.due_at) / 900) * 900) as bucket, count(*)::int as planned
     from sending_accounts a join email_activities e on e.workspace_id = $1 and e.sending_account_id = a.id
     where a.workspace_id = $1 and e.due_at < $2 group by 1`,
    [tx.workspaceId, until],
    "report-read-planned",
  );
}

export async function readNextMail(tx: Tx): Promise<{ due_at: Date; email: string } | null> {
  const rows = await tx.rows<{ due_at: Date; email: string }>(
    `select n.due_at, a.email from sending_accounts a
     join lateral (select min(due_at) as due_at from email_activities
       where workspace_id = $1 and sending_account_id = a.id and due_at is not null) n on n.due_at is not null
     where a.workspace_id = $1 order by n.due_at limit 1`,
    [tx.workspaceId],
    "report-read-next-mail",
  );
  return rows[0] ?? null;
}

export async function readCapacityToday(tx: Tx): Promise<number> {
  const rows = await tx.rows<{ capacity: number }>(
    `select coalesce(sum(daily_limit), 0)::int as capacity from sending_accounts
     where workspace_id = $1 and status = 'active' and archived_at is null`,
    [tx.workspaceId],
    "report-read-capacity",
  );
  return rows[0]?.capacity ?? 0;
}

/** How many emails are claimed, and how many of those are with a server right now. */
export async function countClaimed(tx: Tx): Promise<{ claimed: number; sending: number }> {
  const rows = await tx.rows<{ claimed: number; sending: number }>(
    `select count(*) filter (where e.status = 'scheduled')::int as claimed, count(*) filter (where e.status = 'sending')::int as sending
     from email_activities e
     where e.workspace_id = $1 and e.id = any(array(select unnest(row_ids) from claims where workspace_id = $1))`,
    [tx.workspaceId],
    "report-count-claimed",
  );
  return rows[0] ?? { claimed: 0, sending: 0 };
}

/**
 * People enrolled since an instant, by rows made after `id` (ids are in the order of making, so the history is not walked).
 * A recorded past is made today of people who were enrolled long ago.
 */
export async function countEnrolledSince(tx: Tx, since: { readonly id: string; readonly at: Date }): Promise<number> {
  const rows = await tx.rows<{ people: number }>(
    "select count(*)::int as people from sequence_enrollments where workspace_id = $1 and id > $2 and enrolled_at >= $3",
    [tx.workspaceId, since.id, since.at],
    "report-count-enrolled",
  );
  return rows[0]?.people ?? 0;
}

export interface AttentionRow {
  status: "held" | "approval" | "uncertain" | "failed";
  people: number;
  since: Date;
  sequence_id: string | null;
  sequence_name: string | null;
  sample_reason: string | null;
}

/** What waits for a person, by kind and sequence. */
export async function readAttention(tx: Tx): Promise<AttentionRow[]> {
  return tx.rows<AttentionRow>(
    `select x.kind as status, count(*)::int as people, max(t.since) as since, t.sequence_id, q.name as sequence_name,
       min(e.held_reason) as sample_reason
     from email_attention t
     left join email_approvals a on a.workspace_id = $1 and a.email_id = t.email_id and a.status = 'pending'
     cross join lateral (select case when a.email_id is null then t.status else 'approval' end as kind) x
     left join email_sequences q on q.workspace_id = $1 and q.id = t.sequence_id
     join email_activities e on e.workspace_id = $1 and e.id = t.email_id
     where t.workspace_id = $1 group by x.kind, t.sequence_id, q.name order by max(t.since) desc limit 20`,
    [tx.workspaceId],
    "report-read-attention",
  );
}

export interface ReplyRow {
  contact_id: string;
  first_name: string | null;
  last_name: string | null;
  email: string;
  company: string | null;
  subject: string | null;
  received_at: Date;
  email_id: string | null;
  sequence_id: string | null;
  sequence_name: string | null;
}

/** The latest answers of people, newest first. */
export async function readReplies(tx: Tx, since: Date, limit: number): Promise<ReplyRow[]> {
  return tx.rows<ReplyRow>(
    `select i.contact_id, c.first_name, c.last_name, c.email, o.name as company, i.subject, i.received_at, i.email_id,
       e.sequence_id, q.name as sequence_name
     from (select * from inbound_mails where workspace_id = $1 order by id desc limit 200) i
     join contacts c on c.workspace_id = $1 and c.id = i.contact_id
     left join companies o on o.workspace_id = $1 and o.id = c.company_id
     left join email_activities e on e.workspace_id = $1 and e.id = i.email_id
     left join email_sequences q on q.workspace_id = $1 and q.id = e.sequence_id
     where i.class = 'human' and i.received_at >= $2 order by i.id desc limit $3`,
    [tx.workspaceId, since, limit],
    "report-read-replies",
  );
}

export interface PausedAccountRow {
  id: string;
  email: string;
  status_reason: string | null;
  updated_at: Date;
  /** Who is held for it, and in how many sequences. */
  people: number;
  sequences: number;
  /** The sequence with most of them. */
  sequence_name: string | null;
}

export async function readPausedAccounts(tx: Tx): Promise<PausedAccountRow[]> {
  return tx.rows(
    `select a.id, a.email, a.status_reason, a.updated_at, coalesce(n.people, 0)::int as people,
       coalesce(n.sequences, 0)::int as sequences, n.sequence_name
     from (select id, email, status_reason, updated_at from sending_accounts
           where workspace_id = $1 and status = 'paused' and archived_at is null order by updated_at desc limit 20) a
     left join lateral (
       select sum(h.people) as people, count(*) as sequences, (array_agg(q.name order by h.people desc, q.id))[1] as sequence_name
       from (select sequence_id, count(*) as people from sequence_enrollments
             where workspace_id = $1 and sending_account_id = a.id and status = 'active'
               and waiting ->> 'hold' = 'account_paused' group by 1) h
       join email_sequences q on q.workspace_id = $1 and q.id = h.sequence_id) n on true
     order by a.updated_at desc`,
    [tx.workspaceId],
    "report-read-paused-accounts",
  );
}

export interface StoppedTowardsRow extends Omit<PausedAccountRow, "status_reason" | "updated_at"> {
  provider: string;
  stop_reason: string;
  stopped_at: Date;
}

/** Accounts that complaints stopped towards one recipient provider, with whom that holds; a paused one says enough. */
export async function readStoppedTowards(tx: Tx): Promise<StoppedTowardsRow[]> {
  return tx.rows(
    `select a.id, a.email, p.provider, p.stop_reason, p.stopped_at, coalesce(n.people, 0)::int as people,
       coalesce(n.sequences, 0)::int as sequences, n.sequence_name
     from (select * from provider_paces where workspace_id = $1 and stopped_at is not null order by stopped_at desc limit 20) p
     join sending_accounts a on a.workspace_id = $1 and a.id = p.sending_account_id and a.status = 'active'
       and a.archived_at is null
     left join lateral (
       select sum(h.people) as people, count(*) as sequences, (array_agg(q.name order by h.people desc, q.id))[1] as sequence_name
       from (select sequence_id, count(*) as people from sequence_enrollments
             where workspace_id = $1 and sending_account_id = a.id and status = 'active'
               and waiting ->> 'hold' = 'provider_stopped'
               and waiting -> 'constraints' @> jsonb_build_array(jsonb_build_object('code', 'provider_stopped', 'subject', p.provider))
             group by 1) h
       join email_sequences q on q.workspace_id = $1 and q.id = h.sequence_id) n on true
     order by p.stopped_at desc, a.email, p.provider`,
    [tx.workspaceId],
    "report-read-stopped-towards",
  );
}

export async function readPausedSequences(
  tx: Tx,
): Promise<{ id: string; name: string; status_reason: string | null; updated_at: Date; people: number }[]> {
  return tx.rows(
    `select q.id, q.name, q.status_reason, q.updated_at,
       coalesce((select sum(people) from enrollment_counts n where n.workspace_id = $1 and n.sequence_id = q.id
         and n.status = 'active'), 0)::int as people
     from email_sequences q
     where q.workspace_id = $1 and q.status = 'paused' and q.archived_at is null order by q.updated_at desc limit 20`,
    [tx.workspaceId],
    "report-read-paused-sequences",
  );
}

export async function readRunningJobs(
  tx: Tx,
): Promise<{ id: string; kind: string; done: number; total: number | null; created_at: Date }[]> {
  return tx.rows(
    "select id, kind, done, total, created_at from jobs where workspace_id = $1 and status in ('queued', 'running') order by id desc limit 5",
    [tx.workspaceId],
    "report-read-running-jobs",
  );
}

/** What a newcomer has done so far. */
export async function readFirstSteps(tx: Tx): Promise<{ own_sequence: boolean; account: boolean; launched: boolean }> {
  const rows = await tx.rows<{ own_sequence: boolean; account: boolean; launched: boolean }>(
    `select exists (select from email_sequences where workspace_id = $1 and created_by is not null) as own_sequence,
       exists (select from sending_accounts where workspace_id = $1 and archived_at is null) as account,
       exists (select from email_sequences q join enrollment_counts n on n.workspace_id = $1 and n.sequence_id = q.id
         where q.workspace_id = $1 and q.created_by is not null and n.people > 0) as launched`,
    [tx.workspaceId],
    "report-read-first-steps",
  );
  return rows[0] ?? { own_sequence: false, account: false, launched: false };
}
