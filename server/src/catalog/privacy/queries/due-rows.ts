import type { RetentionKey } from "@haste/engine/privacy";
import { signalKinds } from "@haste/engine/track";
import type { Tx } from "../../../platform/db/index.ts";

/** People with an open request: until they are answered, what is held of them stays as it is (GDPR Art. 18(1)). */
export interface HeldPeople {
  readonly contactIds: readonly string[];
  /** Addresses as they are compared. */
  readonly keys: readonly string[];
}

/** Where a walk over what is due stands: the last row of the batch before. */
export interface DuePlace {
  /** PostgreSQL's own words for the instant, which hold more digits than a Date. */
  readonly at: string;
  readonly id: string;
}

export const beginning: DuePlace = { at: "-infinity", id: "00000000-0000-0000-0000-000000000000" };

/** Of an email: what waits for somebody, or may still leave, keeps its words. */
const isOver = "(e.sent_at < $2 or (e.status = 'canceled' and e.created_at < $2))";
/** Whose person may still get it: it keeps its words. */
const onTheWay = `left join sequence_enrollments n
  on n.workspace_id = $1 and n.id = e.enrollment_id and n.status in ('active', 'paused')`;
const notHeld = "e.contact_id <> all($3::uuid[]) and lower(e.to_email) <> all($4::text[])";
const words = "left(concat_ws(' · ', e.to_email, nullif(e.subject, '')), 200)";

/**
 * What is due of each class: $2 the instant before which, $3 and $4 the people held, $5 and $6 the place after which. Each
 * walks an index from that place to the instant: ids are UUIDv7, so `first_id_at` bounds the ids of what is old enough.
 * `at` never lies before the time of the id, so the bound leaves nothing out.
 */
const due: Readonly<Record<RetentionKey, { readonly rows: string; readonly order: string }>> = {
  sent_text: {
    rows: `select x.email_id as id, coalesce(e.sent_at, e.created_at) as at, ${words} as words
      from email_contents x join email_activities e on e.workspace_id = $1 and e.id = x.email_id
      where x.workspace_id = $1 and x.email_id > $6 and x.email_id < first_id_at($2) and ${isOver} and ${notHeld}`,
    order: "id",
  },
  dialogues: {
    rows: `select a.email_id as id, max(a.at) as at, min(${words}) as words
      from email_attempts a join email_activities e on e.workspace_id = $1 and e.id = a.email_id
      where a.workspace_id = $1 and a.email_id > $6 and a.email_id < first_id_at($2) and ${notHeld}
      group by a.email_id having max(a.at) < $2`,
    order: "id",
  },
  received_text: {
    rows: `select i.id, i.received_at as at, left(concat_ws(' · ', i.from_email, nullif(i.subject, '')), 200) as words
      from inbound_mails i
      where i.workspace_id = $1 and i.sealed is not null and i.received_at < $2 and (i.received_at, i.id) > ($5, $6)
        and (i.contact_id is not null or i.email_id is not null)
        and (i.contact_id is null or i.contact_id <> all($3::uuid[]))
        and coalesce(lower(i.from_email) <> all($4::text[]), true)`,
    order: "at, id",
  },
  unmatched_mail: {
    rows: `select i.id, i.received_at as at, left(concat_ws(' · ', i.from_email, nullif(i.subject, '')), 200) as words
      from inbound_mails i
      where i.workspace_id = $1 and i.sealed is not null and i.received_at < $2 and (i.received_at, i.id) > ($5, $6)
        and i.contact_id is null and i.email_id is null and coalesce(lower(i.from_email) <> all($4::text[]), true)`,
    order: "at, id",
  },
  visit_evidence: {
    rows: `select s.id, s.occurred_at as at,
        concat_ws(' · ', c.email, case s.kind when ${signalKinds.opened} then 'opened' else 'clicked' end, s.meta ->> 'rule') as words
      from signals s left join contacts c on c.workspace_id = $1 and c.id = s.contact_id
      where s.workspace_id = $1 and s.occurred_at < $2 and (s.occurred_at, s.id) > ($5, $6) and s.kind in (${signalKinds.opened}, ${signalKinds.clicked})
        and s.meta ? 'agent' and (s.contact_id is null or s.contact_id <> all($3::uuid[]))`,
    order: "at, id",
  },
  import_files: {
    rows: `select f.id, f.updated_at as at, left(f.file_name, 200) as words from imports f
      where f.workspace_id = $1 and f.id > $6 and f.id < first_id_at($2) and f.updated_at < $2
        and f.rows_removed_at is null and f.status not in ('checking', 'running')
        and not exists (select from import_rows r where r.workspace_id = $1 and r.import_id = f.id
          and (r.email_key = any($4::text[]) or r.contact_id = any($3::uuid[])))`,
    order: "id",
  },
  request_answers: {
    rows: `select g.id, g.settled_at as at, concat_ws(' · ', g.kind, g.email_key) as words from gdpr_requests g
      where g.workspace_id = $1 and g.id > $6 and g.id < first_id_at($2) and g.settled_at < $2 and g.answer is not null
        and coalesce(g.email_key <> all($4::text[]), true)`,
    order: "id",
  },
  mailbox_reports: {
    rows: `select m.id, m.received_at as at, left(concat_ws(' · ', m.organization, m.domain), 200) as words
      from aggregate_reports m
      where m.workspace_id = $1 and m.id > $6 and m.id < first_id_at($2) and m.received_at < $2 and m.covers_until < $2`,
    order: "id",
  },
  // No index names what became of an email (its updates stay cheap), so this walks whatever still has its words.
  unsent_text: {
    rows: `select e.id, coalesce(t.since, e.bounced_at, e.created_at) as at, ${words} as words
      from email_contents x join email_activities e on e.workspace_id = $1 and e.id = x.email_id
      left join email_attention t on t.workspace_id = $1 and t.email_id = x.email_id ${onTheWay}
      where x.workspace_id = $1 and x.email_id > $6 and x.email_id < first_id_at($2)
        and (e.status = 'failed' or (e.status = 'bounced' and e.sent_at is null)) and n.id is null
        and coalesce(t.since, e.bounced_at, e.created_at) < $2 and ${notHeld}
      union all
      select e.id, a.asked_at as at, ${words} as words
      from email_approvals a join email_activities e on e.workspace_id = $1 and e.id = a.email_id ${onTheWay}
      where a.workspace_id = $1 and a.email_id > $6 and a.email_id < first_id_at($2) and a.content is not null
        and e.status = 'canceled' and n.id is null and a.asked_at < $2 and ${notHeld}
        and not exists (select from email_contents x where x.workspace_id = $1 and x.email_id = a.email_id)`,
    order: "id",
  },
  told_events: {
    rows: `select s.id, s.occurred_at as at, concat_ws(' · ', c.email, s.meta ->> 'name', s.meta ->> 'page') as words
      from signals s left join contacts c on c.workspace_id = $1 and c.id = s.contact_id
      where s.workspace_id = $1 and s.occurred_at < $2 and (s.occurred_at, s.id) > ($5, $6)
        and s.kind in (${signalKinds.custom_event}, ${signalKinds.page_visit}) and s.meta ?| array['page', 'properties']
        and s.contact_id <> all($3::uuid[])`,
    order: "at, id",
  },
  preflights: {
    rows: `select p.id, coalesce(p.finished_at, p.created_at) as at, q.name as words
      from preflights p join email_sequences q on q.workspace_id = $1 and q.id = p.sequence_id
      where p.workspace_id = $1 and p.id > $6 and p.id < first_id_at($2) and coalesce(p.finished_at, p.created_at) < $2
        and (cardinality($3::uuid[]) = 0 or not exists (select from preflight_rows r
          where r.workspace_id = $1 and r.preflight_id = p.id and r.contact_id = any($3::uuid[])))`,
    order: "id",
  },
  simulations: {
    rows: `select m.id, m.created_at as at, q.name as words
      from simulations m join email_sequences q on q.workspace_id = $1 and q.id = m.sequence_id
      where m.workspace_id = $1 and m.id > $6 and m.id < first_id_at($2) and m.created_at < $2
        and not exists (select from simulation_timelines t
          where t.workspace_id = $1 and t.simulation_id = m.id and t.contact_id = any($3::uuid[]))`,
    order: "id",
  },
  // What is still being done with a mail, or may have to be looked up, keeps it.
  sandbox_mails: {
    rows: `select m.id, m.received_at as at, left(concat_ws(' · ', m.to_email, nullif(m.subject, '')), 200) as words
      from sandbox_mails m left join email_activities e on e.workspace_id = $1 and e.id = m.email_id
      where m.workspace_id = $1 and m.id > $6 and m.id < first_id_at($2) and m.received_at < $2
        and coalesce(e.status not in ('sending', 'uncertain'), true)
        and not exists (select from sandbox_acts a where a.workspace_id = $1 and a.mail_id = m.id and a.done_at is null)
        and lower(m.to_email) <> all($4::text[]) and lower(m.from_email) <> all($4::text[])
        and coalesce(e.contact_id <> all($3::uuid[]), true)`,
    order: "id",
  },
  dormant_contacts: {
    rows: `select d.id, d.touched_at as at, d.email as words from dormant_contacts d
      where d.workspace_id = $1 and d.id > $6 and d.touched_at < $2
        and d.id <> all($3::uuid[]) and d.email_key <> all($4::text[])`,
    order: "id",
  },
};

/** Gives every parameter a type where a class does not use it. */
const typed = `(select $3::uuid[] is not null and $4::text[] is not null and $5::timestamptz is not null
  and $6::uuid is not null)`;

export interface DueAsked {
  readonly before: Date;
  readonly held: HeldPeople;
  readonly after: DuePlace;
}

function valuesOf(tx: Tx, { before, held, after }: DueAsked): unknown[] {
  return [tx.workspaceId, before, held.contactIds, held.keys, after.at, after.id];
}

export interface DueRow extends DuePlace {
  readonly words: string;
}

export async function listDue(tx: Tx, key: RetentionKey, asked: DueAsked, limit: number): Promise<DueRow[]> {
  const { rows, order } = due[key];
  return tx.rows<DueRow>(
    `select d.id, d.at::text as at, d.words from (${rows}) d where ${typed} order by ${order} limit $7`,
    [...valuesOf(tx, asked), limit],
    `retention-due-${key}`,
  );
}

/** Counted, not estimated: what is shown before somebody decides is what would go. */
export async function countDue(
  tx: Tx,
  key: RetentionKey,
  asked: DueAsked,
): Promise<{ rows: number; oldestAt: Date | null }> {
  const rows = await tx.rows<{ rows: number; oldestAt: Date | null }>(
    `select count(*)::int as rows, min(d.at) as "oldestAt" from (${due[key].rows}) d where ${typed}`,
    valuesOf(tx, asked),
    `retention-count-${key}`,
  );
  return rows[0] ?? { rows: 0, oldestAt: null };
}

/** Whose request is open now. */
export async function findHeld(tx: Tx): Promise<HeldPeople> {
  const rows = await tx.rows<{ keys: string[]; contactIds: string[] }>(
    `with open as (select distinct email_key from gdpr_requests
        where workspace_id = $1 and settled_at is null and email_key is not null)
     select coalesce((select array_agg(email_key) from open), '{}') as keys,
       coalesce((select array_agg(c.id) from contacts c
         where c.workspace_id = $1 and c.email_key in (select email_key from open)), '{}') as "contactIds"`,
    [tx.workspaceId],
    "retention-held",
  );
  return rows[0] ?? { keys: [], contactIds: [] };
}
