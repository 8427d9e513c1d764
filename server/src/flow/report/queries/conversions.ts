import { asInstant } from "@haste/engine/base";
import type { Conversion } from "@haste/engine/report";
import type { Tx } from "../../../platform/db/index.ts";

interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** A mail that came back reached nobody, so it shares in nothing. */
const arrived = "e.sent_at is not null and e.bounced_at is null";

interface TouchRow {
  id: string;
  goal_id: string;
  occurred_at: Date;
  amount: number | null;
  currency: string | null;
  email_id: string;
  sequence_id: string;
  step_id: string | null;
  sent_at: Date;
}

/**
 * The newest conversions of a period in which mails of a sequence share, each with every mail that does, of other sequences
 * too. Reads conversions and the mails of their people, never the mails of the sequence.
 */
export async function readConversions(
  tx: Tx,
  sequenceId: string,
  { from, to, most }: Period & { readonly most: number },
): Promise<Conversion[]> {
  const rows = await tx.rows<TouchRow>(
    `with reached as materialized (
       select c.id, c.goal_id, c.occurred_at, c.amount_minor, c.currency from conversions c
       where c.workspace_id = $1 and c.occurred_at >= $3 and c.occurred_at < $4 and exists (
         select from conversion_people p
         join email_activities e on e.workspace_id = $1 and e.contact_id = p.contact_id and e.sequence_id = $2 and ${arrived}
         join lateral shares_in($1, e.contact_id, e.sequence_id, e.sent_at) s on s.conversion_id = c.id
         where p.workspace_id = $1 and p.conversion_id = c.id)
       order by c.occurred_at desc, c.id desc limit $5)
     select r.id, r.goal_id, r.occurred_at, r.amount_minor as amount, r.currency, e.id as email_id, e.sequence_id, e.step_id,
       e.sent_at
     from reached r
     join conversion_people p on p.workspace_id = $1 and p.conversion_id = r.id
     join email_activities e on e.workspace_id = $1 and e.contact_id = p.contact_id and e.sequence_id is not null and ${arrived}
     join lateral shares_in($1, e.contact_id, e.sequence_id, e.sent_at) s on s.conversion_id = r.id
     order by r.occurred_at desc, r.id desc, e.sent_at, e.id`,
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
      ...{ emailId: row.email_id, sequenceId: row.sequence_id, stepId: row.step_id },
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

/** Of mails of a sequence that left in a period, those that share in a conversion, and whose they are. */
export async function countConverted(tx: Tx, sequenceId: string, { from, to }: Period): Promise<ConvertedCount[]> {
  return tx.rows<ConvertedCount>(
    `select e.step_id, count(distinct e.id)::int as emails, count(distinct e.contact_id)::int as people
     from conversions c
     join conversion_people p on p.workspace_id = $1 and p.conversion_id = c.id
     join email_activities e on e.workspace_id = $1 and e.contact_id = p.contact_id and e.sequence_id = $2
       and e.sent_at >= $3 and e.sent_at < $4 and ${arrived}
     join lateral shares_in($1, e.contact_id, e.sequence_id, e.sent_at) s on s.conversion_id = c.id
     where c.workspace_id = $1 and c.occurred_at >= $3
     group by grouping sets ((), (e.step_id))`,
    [tx.workspaceId, sequenceId, from, to],
    "report-count-converted",
  );
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
