import type { Ramp, RampLevel } from "@haste/engine/pace";
import type { Constraint, Workday } from "@haste/engine/schedule";
import type { EnrollmentRow } from "../../ledger/index.ts";
import type { Tx } from "../../platform/db/index.ts";

export interface AccountRow {
  id: string;
  email: string;
  provider: string;
  status: "active" | "paused";
  timezone: string;
  daily_limit: number;
  hourly_limit: number;
  min_gap_ms: number;
  gap_jitter: number;
  workday: Workday | null;
  ramp: (Ramp & { readonly providers?: Readonly<Record<string, Ramp>> }) | null;
  /** How far its ramps have come, by provider; "" is the whole account's. */
  levels: Readonly<Record<string, RampLevel>> | null;
  /** What recipient providers asked of it. */
  paces: readonly PaceRow[] | null;
}

export interface PaceRow {
  readonly provider: string;
  /** Milliseconds since 1970. */
  readonly rests_until: number | null;
  readonly per_hour: number | null;
  readonly trips: number;
  readonly taken: number;
  readonly is_stopped: boolean;
}

/** Every account the workspace could send from: a team has tens of them. */
export async function readAccounts(tx: Tx): Promise<AccountRow[]> {
  return tx.rows<AccountRow>(
    `select id, email, provider, status, timezone, daily_limit, hourly_limit, min_gap_ms, gap_jitter,
       workday, ramp,
       case when ramp is not null then (
         select jsonb_object_agg(l.provider, jsonb_build_object('day', l.day, 'cap', l.cap)) from ramp_levels l
         where l.workspace_id = $1 and l.sending_account_id = a.id) end as levels,
       (select jsonb_agg(jsonb_build_object('provider', p.provider, 'per_hour', p.per_hour, 'trips', p.trips,
           'taken', p.taken, 'is_stopped', p.stopped_at is not null, 'rests_until', (extract(epoch from p.rests_until) * 1000)::bigint))
         from provider_paces p where p.workspace_id = $1 and p.sending_account_id = a.id) as paces
     from sending_accounts a where workspace_id = $1 and archived_at is null order by id`,
    [tx.workspaceId],
    "schedule-read-accounts",
  );
}

export interface LimitsRow {
  timezone: string;
  workspace_per_hour: number | null;
  workspace_per_day: number | null;
  domain_per_hour: number | null;
  domain_per_day: number | null;
  provider_per_hour: number | null;
  provider_per_day: number | null;
  mx: Readonly<Record<string, string>> | null;
  /** Of these domains, those whose mail hosts somebody should ask for; none in a sandbox, where no mail goes out. */
  unasked: readonly string[];
}

/**
 * What all accounts share, and who reads the mail of these domains, in one look. Mail hosts move seldom and an answer
 * holds for a month; a domain that had none may be about to get some.
 */
export async function readLimits(tx: Tx, domains: readonly string[], now: Date): Promise<LimitsRow | null> {
  const rows = await tx.rows<LimitsRow>(
    `select w.timezone, l.workspace_per_hour, l.workspace_per_day, l.domain_per_hour, l.domain_per_day,
       l.provider_per_hour, l.provider_per_day,
       (select jsonb_object_agg(domain, provider) from mail_domains
        where workspace_id = $1 and domain = any($2) and provider is not null) as mx,
       case when w.mode = 'live' then array(select x.domain from unnest($2::text[]) x(domain)
         where not exists (select from mail_domains m where m.workspace_id = $1 and m.domain = x.domain
           and m.looked_up_at > $3::timestamptz - case when m.provider is null then interval '1 day'
             else interval '30 days' end)) else '{}' end as unasked
     from workspaces w left join sending_limits l on l.workspace_id = $1 where w.id = $1`,
    [tx.workspaceId, domains, now],
    "schedule-read-limits",
  );
  return rows[0] ?? null;
}

/** What the DNS said of a domain. Where it names nobody now, who read its mail before is still the best guess. */
export async function writeDomain(
  tx: Tx,
  row: { readonly domain: string; readonly provider: string | null; readonly at: Date },
): Promise<void> {
  await tx.rows(
    `insert into mail_domains (workspace_id, domain, provider, looked_up_at) values ($1, $2, $3, $4)
     on conflict (workspace_id, domain) do update
       set provider = coalesce($3, mail_domains.provider), looked_up_at = $4`,
    [tx.workspaceId, row.domain, row.provider, row.at],
  );
}

/** One enrollment with its email of the current step and what the plan needs of the person. */
export interface WhyRow extends EnrollmentRow {
  waiting: { hold?: string; constraints?: Constraint[] } | null;
  sending_account_id: string | null;
  deal_id: string | null;
  timezone: string | null;
  company_id: string | null;
  email_key: string;
  suppressed: string | null;
  suppressed_until: Date | null;
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
       n.waiting, n.sending_account_id, n.deal_id, c.timezone, c.company_id, c.email_key, s.reason as suppressed, s.expires_at as suppressed_until,
       q.status <> 'active' or q.archived_at is not null as sequence_paused,
       e.status as email_status, e.send_at as email_send_at, e.held_reason as email_held_reason, a.email as account_email
     from sequence_enrollments n
     join contacts c on c.workspace_id = $1 and c.id = n.contact_id
     join email_sequences q on q.workspace_id = $1 and q.id = n.sequence_id
     left join lateral suppression_of($1, c.email_key, n.sequence_id) s on true
     left join email_activities e on e.workspace_id = $1 and e.enrollment_id = n.id and e.step_id = n.current_step_id
     left join sending_accounts a on a.workspace_id = $1 and a.id = n.sending_account_id
     where n.workspace_id = $1 and n.id = $2`,
    [tx.workspaceId, enrollmentId],
  );
  return rows[0] ?? null;
}

export interface AttentionRow {
  max_emails_per_day: number;
  max_emails_per_week: number;
  /** In days. */
  cooldown_days: number;
  company_emails_per_day: number;
  company_emails_per_week: number;
  domain_emails_per_day: number;
  domain_emails_per_week: number;
}

/** What one person may get over all sequences; null where nobody set anything. */
export async function readAttentionLimits(tx: Tx): Promise<AttentionRow | null> {
  const rows = await tx.rows<AttentionRow>(
    `select max_emails_per_day, max_emails_per_week, cooldown_days, company_emails_per_day, company_emails_per_week,
       domain_emails_per_day, domain_emails_per_week
     from compliance_settings where workspace_id = $1`,
    [tx.workspaceId],
    "schedule-read-attention-limits",
  );
  return rows[0] ?? null;
}

export interface MailOfRow {
  contact_id: string;
  company_id: string | null;
  email_domain: string;
  at: Date;
  enrollment_id: string | null;
  sequence_id: string | null;
  sequence_version: number | null;
  /** Neither claimed nor tried. */
  waits: boolean;
}

/** Whose mails are asked for, beside the people themselves. */
export interface SharedWith {
  readonly companyIds: readonly string[];
  readonly domains: readonly string[];
}

/**
 * When these people were mailed since, and will be, whoever asked for it, and everybody of these companies and domains;
 * test sends reach ourselves.
 */
export async function readMailsOf(
  tx: Tx,
  contactIds: readonly string[],
  since: Date,
  { companyIds, domains }: SharedWith = { companyIds: [], domains: [] },
): Promise<MailOfRow[]> {
  return tx.rows<MailOfRow>(
    `select c.id as contact_id, c.company_id, c.email_domain, coalesce(e.sent_at, e.send_at) as at,
       e.enrollment_id, e.sequence_id, e.sequence_version,
       e.status = 'scheduled' and e.due_at is not null and e.attempt = 0 as waits
     from contacts c join email_activities e on e.workspace_id = $1 and e.contact_id = c.id
     where c.workspace_id = $1 and c.id = any(array(
         select unnest($2::uuid[])
         union select id from contacts where workspace_id = $1 and company_id = any($4)
         union select id from contacts
           where workspace_id = $1 and archived_at is null and email_domain = any($5) and email_domain <> ''))
       and e.kind <> 'test' and (e.sent_at > $3
         or (e.sent_at is null and e.status in ('scheduled', 'sending', 'uncertain') and e.send_at > $3))`,
    [tx.workspaceId, contactIds, since, companyIds, domains],
    "schedule-read-mails-of",
  );
}
