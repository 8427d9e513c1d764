import type { Consent } from "@haste/engine/compliance";
import { emailColumns, type ListedEmail } from "../../../ledger/index.ts";
import type { Tx } from "../../../platform/db/index.ts";

/** An email of the outbox with everything its line says. */
export interface OutboxRow extends ListedEmail {
  readonly attempt: number;
  readonly smtp_reply: string | null;
  readonly is_claimed: boolean;
  /** What the list of those on their way is ordered by. */
  readonly turn: Date;
  readonly account_id: string;
  readonly account_email: string;
  readonly account_status: "active" | "paused";
  readonly on_uncertain: "hold" | "resend";
  readonly contact_name: string | null;
  readonly sequence_name: string | null;
}

export type RestedOn = Pick<Consent, "basis" | "kind" | "givenOn" | "source">;

export interface OutboxFilter {
  readonly accountId: string | null;
  readonly sequenceId: string | null;
}

const shown = `${emailColumns}, e.attempt, e.smtp_reply, e.claim_id is not null as is_claimed,
  coalesce(e.due_at, e.send_at, e.created_at) as turn, a.id as account_id, a.email as account_email,
  a.status as account_status, a.on_uncertain, nullif(trim(concat_ws(' ', c.first_name, c.last_name)), '') as contact_name,
  q.name as sequence_name`;
const around = `join sending_accounts a on a.workspace_id = $1 and a.id = e.sending_account_id
  left join contacts c on c.workspace_id = $1 and c.id = e.contact_id
  left join email_sequences q on q.workspace_id = $1 and q.id = e.sequence_id`;
/** How it is told why an email waits for a person: what it is grouped and filtered by. */
const reason = "coalesce(e.held_reason, e.smtp_reply, '')";

/** What waits for a person, newest first, from the list the ledger keeps of it. */
export async function listAttention(
  tx: Tx,
  filter: OutboxFilter & { readonly statuses: readonly string[] | null; readonly reason: string | null },
  page: { readonly beforeId: string | null; readonly limit: number },
): Promise<OutboxRow[]> {
  return tx.rows<OutboxRow>(
    `select ${shown} from email_attention t join email_activities e on e.workspace_id = $1 and e.id = t.email_id ${around}
     where t.workspace_id = $1 and ($2::text[] is null or t.status = any($2)) and ($3::uuid is null or t.email_id < $3)
       and ($4::uuid is null or e.sending_account_id = $4) and ($5::uuid is null or t.sequence_id = $5)
       and ($6::text is null or ${reason} = $6)
     order by t.email_id desc limit $7`,
    [tx.workspaceId, filter.statuses, page.beforeId, filter.accountId, filter.sequenceId, filter.reason, page.limit],
    "outbox-list-attention",
  );
}

/** On what a mail to this contact rested at an instant: of the newest record before it. */
export async function readConsentAt(tx: Tx, contactId: string, at: Date): Promise<RestedOn | null> {
  const [row] = await tx.rows<RestedOn>(
    `select basis, kind, given_on::text as "givenOn", source from consents
      where workspace_id = $1 and contact_id = $2 and recorded_at <= $3 order by number desc limit 1`,
    [tx.workspaceId, contactId, at],
    "outbox-consent-at",
  );
  return row ?? null;
}

export interface WaitingPage {
  readonly after: { readonly at: Date; readonly id: string } | null;
  readonly limit: number;
}

/**
 * What is on its way, the next one first: the due index is walked account by account, and only the accounts' first ones
 * are sorted; what a worker has taken stands in its claim.
 */
export async function listWaiting(
  tx: Tx,
  filter: OutboxFilter & { readonly state: string | null; readonly now: Date },
  page: WaitingPage,
): Promise<OutboxRow[]> {
  return tx.rows<OutboxRow>(
    `with waiting as (
       select w.id, w.at from sending_accounts s cross join lateral (
         select d.id, d.due_at as at from email_activities d
         where d.workspace_id = $1 and d.sending_account_id = s.id and d.due_at is not null
           and ($2::timestamptz is null or (d.due_at, d.id) > ($2, $3::uuid)) and ($4::uuid is null or d.sequence_id = $4)
           and case $5::text when 'due' then d.due_at <= $6 and (d.attempt = 0 or d.smtp_reply is null)
             when 'waiting' then d.due_at > $6 and (d.attempt = 0 or d.smtp_reply is null)
             when 'deferred' then d.attempt > 0 and d.smtp_reply is not null
             when 'sending' then false else true end
         order by d.due_at, d.id limit $8) w
       where s.workspace_id = $1 and ($7::uuid is null or s.id = $7)
       union all
       select t.id, coalesce(t.send_at, t.created_at) from claims l
         join email_activities t on t.workspace_id = $1 and t.id = any(l.row_ids) and t.claim_id = l.id
       where l.workspace_id = $1 and t.status in ('scheduled', 'sending') and coalesce($5, 'sending') = 'sending'
         and ($2::timestamptz is null or (coalesce(t.send_at, t.created_at), t.id) > ($2, $3::uuid))
         and ($4::uuid is null or t.sequence_id = $4) and ($7::uuid is null or t.sending_account_id = $7)
       order by 2, 1 limit $8)
     select ${shown} from waiting w join email_activities e on e.workspace_id = $1 and e.id = w.id ${around}
     order by w.at, w.id`,
    [
      tx.workspaceId,
      page.after?.at ?? null,
      page.after?.id ?? null,
      filter.sequenceId,
      filter.state,
      filter.now,
      filter.accountId,
      page.limit,
    ],
    "outbox-list-waiting",
  );
}

/** One email whatever its state, for whoever opens it. */
export async function readOutboxEmail(tx: Tx, id: string): Promise<OutboxRow | null> {
  const rows = await tx.rows<OutboxRow>(
    `select ${shown} from email_activities e ${around} where e.workspace_id = $1 and e.id = $2`,
    [tx.workspaceId, id],
    "outbox-read-email",
  );
  return rows[0] ?? null;
}

export interface WaitingCounts {
  readonly due: number;
  readonly waiting: number;
  readonly deferred: number;
  readonly counted: number;
}

/** Counted up to `most`: whoever has more waiting wants to know that, not by how much. */
export async function countWaiting(tx: Tx, now: Date, most: number): Promise<WaitingCounts> {
  const rows = await tx.rows<WaitingCounts>(
    `select count(*) filter (where not is_deferred and due_at <= $2)::int as due,
       count(*) filter (where not is_deferred and due_at > $2)::int as waiting,
       count(*) filter (where is_deferred)::int as deferred, count(*)::int as counted
     from (select due_at, attempt > 0 and smtp_reply is not null as is_deferred from email_activities
       where workspace_id = $1 and due_at is not null limit $3) w`,
    [tx.workspaceId, now, most + 1],
    "outbox-count-waiting",
  );
  return rows[0] ?? { due: 0, waiting: 0, deferred: 0, counted: 0 };
}

/** With a worker just now. */
export async function countTaken(tx: Tx): Promise<number> {
  const rows = await tx.rows<{ n: number }>(
    `select count(*)::int as n from claims l join email_activities t
       on t.workspace_id = $1 and t.id = any(l.row_ids) and t.claim_id = l.id
     where l.workspace_id = $1 and t.status in ('scheduled', 'sending')`,
    [tx.workspaceId],
    "outbox-count-taken",
  );
  return rows[0]?.n ?? 0;
}

export interface ReasonCount {
  readonly status: "held" | "uncertain" | "failed";
  readonly reason: string;
  readonly count: number;
}

/** Why emails wait for a person, by status and reason, the commonest first. */
export async function countReasons(tx: Tx): Promise<ReasonCount[]> {
  return tx.rows<ReasonCount>(
    `select t.status, left(${reason}, 1000) as reason, count(*)::int as count
     from email_attention t join email_activities e on e.workspace_id = $1 and e.id = t.email_id
     where t.workspace_id = $1 group by 1, 2 order by 3 desc, 2`,
    [tx.workspaceId],
    "outbox-count-reasons",
  );
}

export async function readEnrollmentStatus(tx: Tx, id: string): Promise<string | null> {
  const rows = await tx.rows<{ status: string }>(
    "select status from sequence_enrollments where workspace_id = $1 and id = $2",
    [tx.workspaceId, id],
  );
  return rows[0]?.status ?? null;
}

export type UncertainRow = Pick<ListedEmail, "id" | "contact_id" | "enrollment_id">;

/** Those of these emails that are uncertain. */
export async function readUncertain(tx: Tx, ids: readonly string[]): Promise<UncertainRow[]> {
  return tx.rows<UncertainRow>(
    `select id, contact_id, enrollment_id from email_activities
     where workspace_id = $1 and id = any($2) and status = 'uncertain' order by id`,
    [tx.workspaceId, ids],
    "outbox-read-uncertain",
  );
}
