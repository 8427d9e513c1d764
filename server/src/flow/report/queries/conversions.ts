import { asInstant } from "@haste/engine/base";
import type { Conversion } from "@haste/engine/report";
import { sharesIn } from "../../../ledger/index.ts";
import type { Tx } from "../../../platform/db/index.ts";

interface Period {
  readonly from: Date;
  readonly to: Date;
}

/**
 * The newest conversions of the workspace in a period, and no more, so that a report does not grow with its history: their
 * people and mails are looked up by index (20,000 conversions of 2,000 people: 0.9 to 2.0 s on a busy machine, November 2026).
 */
const newest = (most: string) => `newest as materialized (
    select c.id, c.goal_id, c.occurred_at, c.since, c.amount_minor, c.currency from conversions c
    where c.workspace_id = $1 and c.occurred_at >= $3 and c.occurred_at < $4
    order by c.occurred_at desc, c.id desc limit ${most})`;

interface TouchRow {
  id: string;
  goal_id: string;
  occurred_at: Date;
  amount: number | null;
  currency: string | null;
  email_id: string;
  contact_id: string;
  sequence_id: string;
  step_id: string | null;
  template_id: string | null;
  sent_at: Date;
}

/**
 * Those of the newest conversions in which mails of a sequence share, each with every mail that does, of other sequences
 * too. null: mails of any sequence.
 */
export async function readConversions(
  tx: Tx,
  sequenceId: string | null,
  { from, to, most }: Period & { readonly most: number },
): Promise<Conversion[]> {
  const rows = await tx.rows<TouchRow>(
    `with ${newest("$5")},
     touches as (
       select c.*, e.id as email_id, e.contact_id, e.sequence_id, e.step_id, u.template_id, e.sent_at
       from newest c
       join conversion_people p on p.workspace_id = $1 and p.conversion_id = c.id
       join email_activities e on e.workspace_id = $1 and e.contact_id = p.contact_id and e.sequence_id is not null
         and ${sharesIn}
       left join template_uses u on u.workspace_id = $1 and u.sequence_id = e.sequence_id
         and u.sequence_version = e.sequence_version and u.step_id = e.step_id),
     told as (select *, bool_or(sequence_id = $2::uuid) over (partition by id) as is_own from touches)
     select id, goal_id, occurred_at, amount_minor as amount, currency, email_id, contact_id, sequence_id, step_id,
       template_id, sent_at
     from told where $2::uuid is null or is_own
     order by occurred_at desc, id desc, sent_at, email_id`,
    [tx.workspaceId, sequenceId, from, to, most],
    "report-read-conversions",
  );
  return [...Map.groupBy(rows, ({ id }) => id).values()].map((touches) => conversionOf(touches));
}

function conversionOf(rows: readonly TouchRow[]): Conversion {
  const [first] = rows as [TouchRow];
  const { id, goal_id: goalId, occurred_at: at, amount, currency } = first;
  return {
    ...{ id, goalId, at: asInstant(at.getTime()) },
    worth: amount === null || currency === null ? null : { amount, currency },
    touches: rows.map((row) => ({
      ...{ emailId: row.email_id, contactId: row.contact_id, sequenceId: row.sequence_id, stepId: row.step_id },
      templateId: row.template_id,
      sentAt: asInstant(row.sent_at.getTime()),
    })),
  };
}

export interface ConvertedCount {
  /** null: of all steps together. */
  step_id: string | null;
  emails: number;
  people: number;
}

/**
 * Of mails of a sequence that left in a period, those that share in one of the newest conversions since, and whose they
 * are.
 */
export async function countConverted(
  tx: Tx,
  sequenceId: string,
  { from, to, now, most }: Period & { readonly now: Date; readonly most: number },
): Promise<ConvertedCount[]> {
  return tx.rows<ConvertedCount>(
    `with ${newest("$5")}
     select e.step_id, count(distinct e.id)::int as emails, count(distinct e.contact_id)::int as people
     from newest c
     join conversion_people p on p.workspace_id = $1 and p.conversion_id = c.id
     join email_activities e on e.workspace_id = $1 and e.contact_id = p.contact_id and e.sequence_id = $2
       and e.sent_at >= $3 and e.sent_at < $6 and ${sharesIn}
     group by grouping sets ((), (e.step_id))`,
    // What a mail led to may come after the period in which it left.
    [tx.workspaceId, sequenceId, from, new Date(now.getTime() + 1), most, to],
    "report-count-converted",
  );
}

/** Whether the workspace has more conversions in a period than were looked at. */
export async function hasMoreConversions(
  tx: Tx,
  { from, to, most }: Period & { readonly most: number },
): Promise<boolean> {
  const rows = await tx.rows<{ n: number }>(
    `select count(*)::int as n from (select from conversions
       where workspace_id = $1 and occurred_at >= $2 and occurred_at < $3 limit $4::int + 1) x`,
    [tx.workspaceId, from, to, most],
  );
  return (rows[0]?.n ?? 0) > most;
}

export interface ReachedGoal {
  goal_id: string;
  name: string;
  conversions: number;
  currency: string | null;
  amount: number;
}

/** How often each goal was reached among the newest conversions, and for how much, by currency. */
export async function sumGoals(tx: Tx, { from, to, most }: Period & { readonly most: number }): Promise<ReachedGoal[]> {
  return tx.rows<ReachedGoal>(
    `with ${newest("$2")}
     select n.goal_id, g.name, n.currency, count(*)::int as conversions, coalesce(sum(n.amount_minor), 0)::float8 as amount
     from newest n join goals g on g.workspace_id = $1 and g.id = n.goal_id
     group by n.goal_id, g.name, n.currency order by n.goal_id, n.currency`,
    [tx.workspaceId, most, from, to],
    "report-sum-goals",
  );
}

export interface ReachedDay {
  goal_id: string;
  day: string;
  conversions: number;
}

/** On which days of a zone each goal was reached, of the newest conversions. */
export async function countReachedDays(
  tx: Tx,
  { from, to, timezone, most }: Period & { readonly timezone: string; readonly most: number },
): Promise<ReachedDay[]> {
  return tx.rows<ReachedDay>(
    `with ${newest("$2")}
     select goal_id, to_char(occurred_at at time zone $5, 'YYYY-MM-DD') as day, count(*)::int as conversions
     from newest group by 1, 2`,
    [tx.workspaceId, most, from, to, timezone],
    "report-count-reached-days",
  );
}

export interface CreditedSequence {
  id: string;
  name: string;
  /** Percent of newcomers, as published. */
  hold_out: number;
}

export async function readCredited(tx: Tx, ids: readonly string[]): Promise<Map<string, CreditedSequence>> {
  const rows = await tx.rows<CreditedSequence>(
    `select q.id, q.name, coalesce((v.definition -> 'settings' ->> 'holdOut')::int, 0) as hold_out
     from email_sequences q
     left join sequence_versions v on v.workspace_id = $1 and v.sequence_id = q.id and v.version = q.published_version
     where q.workspace_id = $1 and q.id = any($2)`,
    [tx.workspaceId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

export async function readTemplateNames(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.rows<{ id: string; name: string }>(
    "select id, name from email_templates where workspace_id = $1 and id = any($2)",
    [tx.workspaceId, ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export interface NamedPerson {
  id: string;
  name: string | null;
  email: string;
}

export async function readPeople(tx: Tx, ids: readonly string[]): Promise<Map<string, NamedPerson>> {
  const rows = await tx.rows<NamedPerson>(
    `select id, nullif(trim(concat_ws(' ', first_name, last_name)), '') as name, email
     from contacts where workspace_id = $1 and id = any($2)`,
    [tx.workspaceId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

export async function readGoalNames(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.rows<{ id: string; name: string }>(
    "select id, name from goals where workspace_id = $1 and id = any($2)",
    [tx.workspaceId, ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** How many accounts a sequence used, each counted as its part of what the account ever sent. */
export async function sumAccounts(tx: Tx, sequenceId: string): Promise<number> {
  const rows = await tx.rows<{ accounts: number }>(
    `select coalesce(sum(own::float8 / nullif(total, 0)), 0) as accounts
     from (select sum(sent) filter (where sequence_id = $2) as own, sum(sent) as total from email_totals
       where workspace_id = $1 and sending_account_id in (
         select sending_account_id from email_totals where workspace_id = $1 and sequence_id = $2)
       group by sending_account_id) x`,
    [tx.workspaceId, sequenceId],
  );
  return rows[0]?.accounts ?? 0;
}
