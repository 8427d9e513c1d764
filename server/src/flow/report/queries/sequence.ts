import { type CountedPeriod, countedIn, countedValues } from "../../../ledger/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { ofEarly } from "./performance.ts";

/** Sums over the rollups of sending; every number of a report comes from such a row. */
export interface SentSums {
  sent: number;
  delivered: number;
  opened: number;
  opened_machine: number;
  clicked: number;
  replied: number;
  bounced: number;
  /** Bounced in the dialogue itself: tried, never sent. */
  refused: number;
  complained: number;
  unsubscribed: number;
}

/** The select list of `SentSums`. */
export const sums = `coalesce(sum(sent), 0)::int as sent, coalesce(sum(delivered), 0)::int as delivered,
  coalesce(sum(opened), 0)::int as opened, coalesce(sum(opened_machine), 0)::int as opened_machine,
  coalesce(sum(clicked), 0)::int as clicked, coalesce(sum(replied), 0)::int as replied,
  coalesce(sum(bounced), 0)::int as bounced, coalesce(sum(refused), 0)::int as refused, coalesce(sum(complained), 0)::int as complained,
  coalesce(sum(unsubscribed), 0)::int as unsubscribed`;

export interface StepSums extends SentSums {
  step_id: string;
  /** Sent long enough ago that silence means delivered, where no provider tells. */
  silent: number;
  settled: number;
  settled_bounced: number;
}

/** Per step of a sequence, for mails sent in the period. */
export async function sumSteps(
  tx: Tx,
  period: CountedPeriod & { readonly sequenceId: string; readonly silentBefore: Date },
): Promise<StepSums[]> {
  const counted = countedIn(tx, "email_rollups", period, { by: ["step_id"], earlyBefore: period.silentBefore });
  return tx.rows<StepSums>(
    `${counted.ctes}
     select step_id, ${sums}, ${ofEarly} from counted group by step_id`,
    counted.values,
    "report-sum-steps",
  );
}

export interface PositiveCount {
  step_id: string;
  positive: number;
}

/** Mails sent in the period that were answered with interest or a referral: few of many, found by their own index. */
export async function countPositive(
  tx: Tx,
  sequenceId: string,
  period: { readonly from: Date; readonly to: Date },
): Promise<PositiveCount[]> {
  return tx.rows<PositiveCount>(
    `select step_id, count(*)::int as positive from email_activities
     where workspace_id = $1 and sequence_id = $2 and step_id is not null
       and reply_class in ('interested', 'referral') and sent_at >= $3 and sent_at < $4
     group by step_id`,
    [tx.workspaceId, sequenceId, period.from, period.to],
    "report-count-positive",
  );
}

export interface PeopleCount {
  step_id: string;
  status: string;
  stop_reason: string;
  people: number;
}

export async function countPeople(tx: Tx, sequenceId: string | null): Promise<PeopleCount[]> {
  return tx.rows<PeopleCount>(
    `select step_id, status, stop_reason, sum(people)::int as people from enrollment_counts
     where workspace_id = $1 and ($2::uuid is null or sequence_id = $2) and people <> 0
     group by step_id, status, stop_reason`,
    [tx.workspaceId, sequenceId],
    "report-count-people",
  );
}

export async function readSequenceFrame(
  tx: Tx,
  id: string,
): Promise<{ timezone: string | null; created_at: Date } | null> {
  const rows = await tx.rows<{ timezone: string | null; created_at: Date }>(
    "select timezone, created_at from email_sequences where workspace_id = $1 and id = $2",
    [tx.workspaceId, id],
    "report-read-sequence",
  );
  return rows[0] ?? null;
}

/** The published version of a sequence; null version: none yet. */
export async function readPublished(tx: Tx, id: string): Promise<{ version: number | null } | null> {
  const rows = await tx.rows<{ version: number | null }>(
    "select published_version as version from email_sequences where workspace_id = $1 and id = $2",
    [tx.workspaceId, id],
    "report-read-published",
  );
  return rows[0] ?? null;
}

/** The steps that the newest people of a sequence came to (an email, a task, where they stand), alike ones together. */
export async function readTrails(
  tx: Tx,
  sequenceId: string,
  most: number,
): Promise<{ stepIds: string[]; isThrough: boolean; people: number }[]> {
  return tx.rows(
    `with newest as materialized (
       select id, status, current_step_id from sequence_enrollments
       where workspace_id = $1 and sequence_id = $2 order by id desc limit $3),
     came as (
       select id, current_step_id as step_id from newest where current_step_id is not null
       union
       select enrollment_id, step_id from email_activities
       where workspace_id = $1 and enrollment_id in (select id from newest) and step_id is not null
       union
       select enrollment_id, step_id from tasks
       where workspace_id = $1 and enrollment_id in (select id from newest) and step_id is not null),
     trails as (
       select n.id, n.status = 'completed' as is_through,
         coalesce(array_agg(c.step_id::text order by c.step_id) filter (where c.step_id is not null), '{}') as step_ids
       from newest n left join came c on c.id = n.id group by n.id, n.status)
     select step_ids as "stepIds", is_through as "isThrough", count(*)::int as people from trails group by 1, 2`,
    [tx.workspaceId, sequenceId, most],
    "report-read-trails",
  );
}

/** What left in an hour of the week, and what came back of it. */
export interface HourSums {
  /** 1 is Monday. */
  weekday: number;
  hour: number;
  sent: number;
  opened: number;
  replied: number;
}

/** Of mails sent in the period, by hour of the week in its zone. */
export async function sumHours(tx: Tx, period: CountedPeriod & { readonly sequenceId: string }): Promise<HourSums[]> {
  const counted = countedIn(tx, "email_rollups", period, { by: [], span: "hour" });
  return tx.rows<HourSums>(
    `${counted.ctes}
     select extract(isodow from day)::int as weekday, hour::int, sum(sent)::int as sent, sum(opened)::int as opened,
       sum(replied)::int as replied
     from counted group by 1, 2 having sum(sent) > 0 order by 1, 2`,
    counted.values,
    "report-sum-hours",
  );
}

export interface SpanSums {
  day: string;
  sent: number;
  opened: number;
  clicked: number;
  replied: number;
  bounced: number;
  unsubscribed: number;
}

/** Of mails sent in the period, by day, week (from Monday) or month in the zone of the period. */
export async function sumSpans(
  tx: Tx,
  period: CountedPeriod & { readonly sequenceId: string; readonly groupBy: string },
): Promise<SpanSums[]> {
  const counted = countedIn(tx, "email_rollups", period, { by: [], span: "day" });
  return tx.rows<SpanSums>(
    `${counted.ctes}
     select to_char(date_trunc($${countedValues + 1}, day::timestamp), 'YYYY-MM-DD') as day, sum(sent)::int as sent,
       sum(opened)::int as opened, sum(clicked)::int as clicked, sum(replied)::int as replied,
       sum(bounced)::int as bounced, sum(unsubscribed)::int as unsubscribed
     from counted group by 1 order by 1`,
    [...counted.values, period.groupBy],
    "report-sum-spans",
  );
}

/** The newest people who were enrolled in a period: a look at them costs the same however long a sequence runs. */
export interface Cohort {
  readonly from: Date;
  readonly to: Date;
  readonly most: number;
}

export const newestPeople = `newest as materialized (
  select id, contact_id, status, stop_reason, current_step_id from sequence_enrollments
  where workspace_id = $1 and sequence_id = $2 and enrolled_at >= $3 and enrolled_at < $4 order by id desc limit $5)`;

export interface StepReach {
  step_id: string;
  /** How many people came to the step. */
  reached: number;
  /** How many of them ended there, neither finished nor stopped by their reply. */
  ended: number;
}

/**
 * Who came to each step (an email, a task, where they stand) and who ended there. A kept plan takes the newest people for a
 * handful, so nothing is joined with them but by an index (each with each of 20,000 took more than 30 s).
 */
export async function readReach(tx: Tx, sequenceId: string, { from, to, most }: Cohort): Promise<StepReach[]> {
  return tx.rows<StepReach>(
    `with ${newestPeople}, came as (
       select id, current_step_id as step_id from newest where current_step_id is not null
       union
       select enrollment_id, step_id from email_activities
       where workspace_id = $1 and enrollment_id in (select id from newest) and step_id is not null
         and sent_at is not null
       union
       select enrollment_id, step_id from tasks
       where workspace_id = $1 and enrollment_id in (select id from newest) and step_id is not null)
     select step_id, sum(reached)::int as reached, sum(ended)::int as ended from (
       select step_id, count(*) as reached, 0 as ended from came group by step_id
       union all
       select current_step_id, 0, count(*) from newest
       where status = 'stopped' and stop_reason is distinct from 'replied' and current_step_id is not null
       group by current_step_id) c
     group by step_id`,
    [tx.workspaceId, sequenceId, from, to, most],
    "report-read-reach",
  );
}

export interface CohortSums {
  people: number;
  by_status: Record<string, number>;
  by_engagement: Record<string, number>;
  by_industry: Record<string, number>;
  by_title: Record<string, number>;
  /** Seconds from leaving to the first open and to the reply. */
  open_mean: number | null;
  open_median: number | null;
  reply_mean: number | null;
  reply_median: number | null;
}

/** Who these people are, the most each did, and how long they took. */
export async function readCohort(tx: Tx, sequenceId: string, { from, to, most }: Cohort): Promise<CohortSums> {
  const counted = (column: string, source: string) =>
    `coalesce((select jsonb_object_agg(name, people) from (
       select ${column} as name, count(*)::int as people from ${source} where ${column} is not null
       group by 1 order by 2 desc, 1 limit 20) c), '{}')`;
  const rows = await tx.rows<CohortSums>(
    `with ${newestPeople}, mails as materialized (
       select n.id, n.contact_id, n.status, e.opened_at - e.sent_at as opens, e.clicked_at is not null as clicked,
         e.replied_at - e.sent_at as replies
       from newest n
       left join email_activities e on e.workspace_id = $1 and e.enrollment_id = n.id and e.sent_at is not null),
     did as materialized (
       select contact_id, status, case when bool_or(replies is not null) then 'replied' when bool_or(clicked) then 'clicked'
         when bool_or(opens is not null) then 'opened' else 'none' end as did
       from mails group by id, contact_id, status),
     people as materialized (
       select d.status, d.did, nullif(btrim(o.industry), '') as industry, nullif(btrim(c.title), '') as title
       from did d
       join contacts c on c.workspace_id = $1 and c.id = d.contact_id
       left join companies o on o.workspace_id = $1 and o.id = c.company_id)
     select (select count(*)::int from people) as people,
       ${counted("status", "people")} as by_status, ${counted("did", "people")} as by_engagement,
       ${counted("industry", "people")} as by_industry, ${counted("title", "people")} as by_title,
       extract(epoch from avg(opens))::float8 as open_mean,
       extract(epoch from percentile_cont(0.5) within group (order by opens))::float8 as open_median,
       extract(epoch from avg(replies))::float8 as reply_mean,
       extract(epoch from percentile_cont(0.5) within group (order by replies))::float8 as reply_median
     from mails`,
    [tx.workspaceId, sequenceId, from, to, most],
    "report-read-cohort",
  );
  return rows[0] as CohortSums;
}
