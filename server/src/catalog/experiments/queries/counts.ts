import type { Lived } from "@haste/engine/base";
import { isPositive, replyClasses } from "@haste/engine/condition";
import { AGE_MS, type Aged, lastAge, type Metric, type Outcomes } from "@haste/engine/experiment";
import { signalKinds } from "@haste/engine/track";
import { sharesIn } from "../../../ledger/index.ts";
import type { Tx } from "../../../platform/db/index.ts";

const positive = replyClasses.filter(isPositive);

/** The one place that says what a positive reply is to a test: a person wrote back, and was not sorted as anything else. */
export const wasPositive = `e.replied_at is not null and not e.unsubscribed
  and coalesce(e.reply_class in (${positive.map((name) => `'${name}'`).join(", ")}), true)`;

/** A goal was reached in which the email shares. */
const isConverted = `exists (
  select from conversion_people p join conversions c on c.workspace_id = $1 and c.id = p.conversion_id
   where p.workspace_id = $1 and p.contact_id = e.contact_id and ${sharesIn})`;

/** Handed over; what was refused in the dialogue counts too, else a variant that servers refuse looked healthy. */
const left = "(e.sent_at is not null or e.bounced_at is not null)";

export interface CountRow extends Outcomes {
  readonly variantId: string;
  /** Null: not dealt by chance. */
  readonly period: number | null;
  /** Whether it said what the published version says. */
  readonly isCurrent: boolean;
  readonly sent: number;
  readonly unsubscribed: number;
  readonly complained: number;
  readonly bounced: number;
}

/**
 * What became of every email of these variants, each thing once an email. Reads the emails of the test by
 * `email_activities_variant`, not the rollups: these do not know in which period an email was dealt.
 */
export async function countOutcomes(tx: Tx, variantIds: readonly string[], fromVersion: number): Promise<CountRow[]> {
  return tx.rows<CountRow>(
    `select e.variant_id as "variantId", e.ab_period as period, e.sequence_version >= $3 as "isCurrent",
       count(*)::int as sent, count(e.opened_at)::int as opens, count(e.clicked_at)::int as clicks,
       count(e.replied_at)::int as replies, count(*) filter (where ${wasPositive})::int as "positiveReplies",
       count(*) filter (where ${isConverted})::int as conversions,
       count(*) filter (where e.unsubscribed)::int as unsubscribed,
       count(*) filter (where e.spam_complaint)::int as complained, count(e.bounced_at)::int as bounced
     from email_activities e
     where e.workspace_id = $1 and e.variant_id = any($2) and ${left}
     group by 1, 2, 3`,
    [tx.workspaceId, variantIds, fromVersion],
  );
}

/** When what a metric counts happened; a conversion counts on the day its email left. */
const happened: Readonly<Record<Metric, string>> = {
  open_rate: "e.opened_at",
  click_rate: "e.clicked_at",
  reply_rate: "e.replied_at",
  positive_reply_rate: `case when ${wasPositive} then e.replied_at end`,
  conversion_rate: `case when ${isConverted} then e.sent_at end`,
};

export interface DayRow {
  readonly variantId: string;
  readonly period: number;
  /** The first instant of the day, UTC. */
  readonly day: Date;
  readonly sent: number;
  readonly successes: number;
}

/** Evidence by the day on which it came, oldest first. */
export async function countDays(
  tx: Tx,
  variantIds: readonly string[],
  { metric, fromVersion }: { readonly metric: Metric; readonly fromVersion: number },
): Promise<DayRow[]> {
  return tx.rows<DayRow>(
    `with mails as (
       select e.variant_id, e.ab_period, coalesce(e.sent_at, e.bounced_at) as sent_at, ${happened[metric]} as at
         from email_activities e
        where e.workspace_id = $1 and e.variant_id = any($2) and ${left} and e.ab_period is not null
          and e.sequence_version >= $3)
     select variant_id as "variantId", ab_period as period, date_trunc('day', x.at, 'UTC') as day,
       sum(x.sent)::int as sent, sum(x.success)::int as successes
     from mails, lateral (values (sent_at, 1, 0), (at, 0, 1)) x(at, sent, success)
     where x.at is not null
     group by 1, 2, 3 order by 3`,
    [tx.workspaceId, variantIds, fromVersion],
  );
}

/** Whole ages since sending, as the engine counts them; null where either is missing (`least` would pass over it). */
const agesUntil = (instant: string) =>
  `case when ${instant} - e.sent_at is not null
    then least(${lastAge}, greatest(0, floor(extract(epoch from ${instant} - e.sent_at) * 1000 / ${AGE_MS})))::int end`;

/** Evidence by the age of the emails; what was refused in the dialogue has nothing to wait for. */
export async function countAges(
  tx: Tx,
  variantIds: readonly string[],
  asked: { readonly metric: Metric; readonly fromVersion: number; readonly now: Date },
): Promise<(Aged & { readonly variantId: string })[]> {
  return tx.rows<Aged & { readonly variantId: string }>(
    `select e.variant_id as "variantId", coalesce(${agesUntil("$4::timestamptz")}, ${lastAge}) as age,
       count(*)::int as sent, count(${happened[asked.metric]})::int as successes
     from email_activities e
     where e.workspace_id = $1 and e.variant_id = any($2) and ${left} and e.ab_period is not null
       and e.sequence_version >= $3
     group by 1, 2`,
    [tx.workspaceId, variantIds, asked.fromVersion, asked.now],
  );
}

/** How long emails are looked back at, and how many of each day: a sample costs the same however much is sent. */
const sampledDays = 42;
const sampledADay = 500;

/**
 * A sample of what the workspace sent in the last weeks, and after how long a success came. Of each day the first ones,
 * by the key of the signals: nothing orders emails by when they were sent.
 */
export async function sampleLives(
  tx: Tx,
  asked: { readonly metric: Metric; readonly sequenceId: string; readonly now: Date },
): Promise<(Lived & { readonly isOwn: boolean })[]> {
  return tx.rows<Lived & { readonly isOwn: boolean }>(
    `select e.sequence_id = $2 as "isOwn", ${agesUntil("$3::timestamptz")} as age,
       ${agesUntil(`(${happened[asked.metric]})`)} as "successAge", count(*)::int as emails
     from generate_series($3::timestamptz - interval '${sampledDays} days', $3::timestamptz - interval '1 day',
         interval '1 day') day,
       lateral (select s.email_id, s.occurred_at from signals s
         where s.workspace_id = $1 and s.occurred_at >= day and s.occurred_at < day + interval '1 day'
           and s.kind = ${signalKinds.sent}
         order by s.occurred_at, s.id limit ${sampledADay}) sent
       join email_activities e on e.workspace_id = $1 and e.id = sent.email_id
     where e.sequence_id is not null and e.sent_at = sent.occurred_at
     group by 1, 2, 3`,
    [tx.workspaceId, asked.sequenceId, asked.now],
    `experiment-sample-lives-${asked.metric}`,
  );
}
