import type { Tx } from "../../../platform/db/index.ts";

/** People who came in while somebody was held out, each once, by their first such episode, if that began in the period. */
const people = `people as materialized (
    select contact_id, enrolled_at, hold_out, stop_reason is not distinct from 'held_out' as is_control
    from (select distinct on (contact_id) id, contact_id, enrolled_at, hold_out, stop_reason from sequence_enrollments
      where workspace_id = $1 and sequence_id = $2 and hold_out is not null order by contact_id, id) one
    where enrolled_at >= $3 and enrolled_at < $4 order by id desc limit $5)`;

/** What counts for this sequence, of what somebody reached since they came in. */
const reachedSince = `conversion_people p join conversions c on c.workspace_id = $1 and c.id = p.conversion_id
    and c.occurred_at >= people.enrolled_at
    and (not exists (select from goal_sequences g where g.workspace_id = $1 and g.goal_id = c.goal_id)
      or exists (select from goal_sequences g
        where g.workspace_id = $1 and g.goal_id = c.goal_id and g.sequence_id = $2))`;

export interface HoldOutFrame {
  created_at: Date;
  /** As published; null: never. */
  percent: number | null;
}

export async function readHoldOutFrame(tx: Tx, sequenceId: string): Promise<HoldOutFrame | null> {
  const rows = await tx.rows<HoldOutFrame>(
    `select q.created_at, (v.definition->'settings'->>'holdOut')::int as percent from email_sequences q
     left join sequence_versions v on v.workspace_id = $1 and v.sequence_id = q.id and v.version = q.published_version
     where q.workspace_id = $1 and q.id = $2`,
    [tx.workspaceId, sequenceId],
  );
  return rows[0] ?? null;
}

export interface HeldOutWho {
  readonly sequenceId: string;
  readonly from: Date;
  /** The first instant outside. */
  readonly to: Date;
  /** The newest ones, so that a report does not grow with its history. */
  readonly most: number;
}

const paramsOf = (tx: Tx, { sequenceId, from, to, most }: HeldOutWho) => [tx.workspaceId, sequenceId, from, to, most];

export interface SideRow {
  hold_out: number;
  is_control: boolean;
  people: number;
  replied: number;
  meeting: number;
  converted: number;
}

/**
 * What people of both sides did since they came in, whatever they were mailed: whoever was to be mailed counts as mailed,
 * also where no mail ever left, because only chance may decide between the sides.
 */
export async function countSides(tx: Tx, who: HeldOutWho): Promise<SideRow[]> {
  return tx.rows<SideRow>(
    `with ${people}
     select hold_out, is_control, count(*)::int as people,
       count(*) filter (where exists (select from email_activities e
         where e.workspace_id = $1 and e.contact_id = people.contact_id and e.replied_at >= people.enrolled_at)
         or exists (select from inbound_mails i where i.workspace_id = $1 and i.contact_id = people.contact_id
           and i.class = 'human' and i.received_at >= people.enrolled_at))::int as replied,
       count(*) filter (where exists (select from signals s where s.workspace_id = $1 and s.contact_id = people.contact_id
         and s.kind = 30 and s.occurred_at >= people.enrolled_at))::int as meeting,
       count(*) filter (where exists (select from ${reachedSince}
         where p.workspace_id = $1 and p.contact_id = people.contact_id))::int as converted
     from people group by hold_out, is_control`,
    paramsOf(tx, who),
    "report-count-sides",
  );
}

export interface TakingsRow {
  hold_out: number;
  is_control: boolean;
  currency: string;
  payers: number;
  amount: number;
  squares: number;
}

/** What those of each side brought who brought anything, by currency. */
export async function sumTakings(tx: Tx, who: HeldOutWho): Promise<TakingsRow[]> {
  return tx.rows<TakingsRow>(
    `with ${people},
     brought as (
       select people.contact_id, people.hold_out, people.is_control, one.currency, sum(one.amount_minor) as amount
       from people cross join lateral (select c.currency, p.amount_minor from ${reachedSince}
         where p.workspace_id = $1 and p.contact_id = people.contact_id and p.amount_minor > 0) one
       group by 1, 2, 3, 4)
     select hold_out, is_control, currency, count(*)::int as payers, sum(amount)::bigint as amount,
       sum(amount::float8 ^ 2) as squares
     from brought group by 1, 2, 3 order by currency`,
    paramsOf(tx, who),
    "report-sum-takings",
  );
}

/** Those of some contacts who are among the mailed. */
export async function readMailed(tx: Tx, who: HeldOutWho, contactIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.rows<{ contact_id: string }>(
    `with ${people} select contact_id from people where not is_control and contact_id = any($6)`,
    [...paramsOf(tx, who), contactIds],
    "report-read-mailed",
  );
  return new Set(rows.map(({ contact_id }) => contact_id));
}
