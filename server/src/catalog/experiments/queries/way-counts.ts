import type { Metric } from "@haste/engine/experiment";
import { reachedFrom } from "../../../ledger/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { type CountRow, type DayRow, wasPositive } from "./counts.ts";

/** An email that left once its person was assigned a way: what it brought is theirs, whichever step it was of. */
const sinceThen = "e.sent_at >= a.assigned_at";

/**
 * What happened to everybody who was assigned one of these ways ($2), from that instant on and whether they got to its end
 * or not: a way that drives people out must not look well by those who stayed. Each thing counts once a person. A reply may
 * be to an email from before; a goal may be reached without any.
 */
const people = `
  select a.variant_id, a.ab_period, a.sequence_version, a.assigned_at, o.*,
    (select min(c.occurred_at) from conversion_people p
      join conversions c on c.workspace_id = $1 and c.id = p.conversion_id
      where p.workspace_id = $1 and p.contact_id = n.contact_id
        and ${reachedFrom("a.assigned_at", "n.sequence_id")}) as converted_at
  from ab_test_assignments a
  join sequence_enrollments n on n.workspace_id = $1 and n.id = a.enrollment_id,
  lateral (
    select min(e.opened_at) filter (where ${sinceThen}) as opened_at,
      min(e.clicked_at) filter (where ${sinceThen}) as clicked_at,
      min(e.replied_at) filter (where e.replied_at >= a.assigned_at) as replied_at,
      min(e.replied_at) filter (where e.replied_at >= a.assigned_at and ${wasPositive}) as positive_at,
      coalesce(bool_or(e.unsubscribed) filter (where ${sinceThen}), false) as unsubscribed,
      coalesce(bool_or(e.spam_complaint) filter (where ${sinceThen}), false) as complained,
      coalesce(bool_or(e.bounced_at >= a.assigned_at), false) as bounced
    from email_activities e where e.workspace_id = $1 and e.enrollment_id = a.enrollment_id) o
  where a.workspace_id = $1 and a.variant_id = any($2)`;

/** What became of everybody who was assigned these ways. */
export async function countWays(tx: Tx, variantIds: readonly string[], fromVersion: number): Promise<CountRow[]> {
  return tx.rows<CountRow>(
    `select variant_id as "variantId", ab_period as period, sequence_version >= $3 as "isCurrent",
       count(*)::int as sent, count(opened_at)::int as opens, count(clicked_at)::int as clicks,
       count(replied_at)::int as replies, count(positive_at)::int as "positiveReplies",
       count(converted_at)::int as conversions, count(*) filter (where unsubscribed)::int as unsubscribed,
       count(*) filter (where complained)::int as complained, count(*) filter (where bounced)::int as bounced
     from (${people}) person
     group by 1, 2, 3`,
    [tx.workspaceId, variantIds, fromVersion],
  );
}

/** When what a metric counts first happened to somebody. */
const happened: Readonly<Record<Metric, string>> = {
  open_rate: "opened_at",
  click_rate: "clicked_at",
  reply_rate: "replied_at",
  positive_reply_rate: "positive_at",
  conversion_rate: "converted_at",
};

/** Evidence by the day on which it came, oldest first; `sent` are the people assigned on it. */
export async function countWayDays(
  tx: Tx,
  variantIds: readonly string[],
  { metric, fromVersion }: { readonly metric: Metric; readonly fromVersion: number },
): Promise<DayRow[]> {
  return tx.rows<DayRow>(
    `select variant_id as "variantId", ab_period as period, date_trunc('day', x.at, 'UTC') as day,
       sum(x.sent)::int as sent, sum(x.success)::int as successes
     from (${people}) person,
       lateral (values (assigned_at, 1, 0), (${happened[metric]}, 0, 1)) x(at, sent, success)
     where x.at is not null and ab_period is not null and sequence_version >= $3
     group by 1, 2, 3 order by 3`,
    [tx.workspaceId, variantIds, fromVersion],
  );
}
