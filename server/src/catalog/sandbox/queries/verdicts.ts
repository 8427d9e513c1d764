import type { Tx } from "../../../platform/db/index.ts";

/** Visits whose act is known, by who made them and what was said of them. */
export interface ToldRow {
  /** The code of the signal. */
  readonly kind: number;
  readonly as: "human" | "scanner" | "prefetch" | "proxy";
  /** The program's name where a machine has it; null: a person's. */
  readonly userAgent: string | null;
  readonly actor: number;
  readonly n: number;
}

export interface ToldWanted {
  /** How many of the latest caught mails are looked at. */
  readonly mails: number;
  readonly opened: number;
  readonly clicked: number;
  readonly machines: readonly { readonly userAgent: string; readonly as: string }[];
}

/**
 * The signals that acts of recipients made, counted. Signal and act are of one email and one kind, and the name of the
 * program says of which of its acts the signal comes: no machine shares one with people. A visit without an act that
 * explains it is left out, since nobody knows its truth.
 */
export async function countTold(tx: Tx, { mails, opened, clicked, machines }: ToldWanted): Promise<ToldRow[]> {
  return tx.rows<ToldRow>(
    `with latest as (
       select id, email_id from sandbox_mails
        where workspace_id = $1 and email_id is not null order by id desc limit $2),
     known as (
       select distinct l.email_id, case a.kind when 'open' then $3::int else $4::int end as kind,
              coalesce(a.detail ->> 'as', 'human') as made_by
         from latest l join sandbox_acts a on a.workspace_id = $1 and a.mail_id = l.id
        where a.kind in ('open', 'click') and a.done_at is not null and a.failure is null)
     select s.kind::int as kind, k.made_by as "as", m.user_agent as "userAgent", s.actor::int as actor, count(*)::int as n
       from known k
       join signals s on s.workspace_id = $1 and s.email_id = k.email_id and s.kind = k.kind
       left join unnest($5::text[], $6::text[]) as m(user_agent, made_by) on m.user_agent = s.meta ->> 'agent'
      where k.made_by = coalesce(m.made_by, 'human')
      group by 1, 2, 3, 4`,
    [tx.workspaceId, mails, opened, clicked, machines.map(({ userAgent }) => userAgent), machines.map(({ as }) => as)],
    "sandbox-count-told",
  );
}
