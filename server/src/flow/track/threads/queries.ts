import type { InboxScope } from "@haste/engine/track";
import type { Tx } from "../../../platform/db/index.ts";
import { type InboundRow, inboundColumns } from "../inbound/queries.ts";

/** A thread by the newest mail that came in, with what people decided about it. */
export interface ThreadRow extends InboundRow {
  thread_id: string;
  sealed: Buffer | null;
  account_id: string;
  account_email: string;
  contact_email: string | null;
  first_name: string | null;
  last_name: string | null;
  title: string | null;
  timezone: string | null;
  company: string | null;
  sequence_name: string | null;
  needs_answer: boolean;
  is_automatic: boolean;
  is_read: boolean;
  is_archived: boolean;
  snoozed_until: Date | null;
  assignee_id: string | null;
  assignee_name: string | null;
}

/** Rules of the engine that the statements compare by. */
export interface ScopeRules {
  readonly automaticKinds: readonly string[];
  readonly restingClasses: readonly string[];
}

export interface ThreadFilter {
  readonly scope: InboxScope;
  readonly accountId: string | null;
  readonly sequenceId: string | null;
  readonly class: string | null;
  /** null: whoever; `none`: nobody. */
  readonly assignee: string | null;
  readonly q: string | null;
}

/** $2 is the workspace's now, $3 and $4 the rules, in every statement below. */
const joined = `left join email_activities e on e.workspace_id = $1 and e.id = i.email_id
  left join email_sequences q on q.workspace_id = $1 and q.id = e.sequence_id
  left join contacts c on c.workspace_id = $1 and c.id = i.contact_id
  left join companies o on o.workspace_id = $1 and o.id = c.company_id
  left join sending_accounts s on s.workspace_id = $1 and s.id = i.sending_account_id
  left join inbox_threads t on t.workspace_id = $1 and t.id = coalesce(i.contact_id, i.id)
  left join users u on u.id = t.assignee_id`;

/** Neither a copy of our own mail nor a receiver's report that was counted. */
const isForPeople = "i.class <> 'own' and (i.class <> 'receiver_report' or i.set_aside is not null)";
const isPersonal = "i.class = 'human' and i.set_aside is null and i.contact_id is not null";
const isAutomatic =
  "(i.class = any($3::text[]) or (i.reply_class = any($4::text[]) and i.reply_class <> 'unsubscribe') is true)";
const isUnmatched = "(i.contact_id is null or i.set_aside is not null)";
const isArchived = "coalesce(t.archived_mail_id >= i.id, false)";
const isSnoozed = "coalesce(t.snoozed_until > $2 and t.snoozed_mail_id >= i.id, false)";
/** Ids are in the order of making, on one clock for both directions. */
const isAnswered = `exists (select from email_activities a where a.workspace_id = $1 and a.contact_id = i.contact_id
  and a.kind = 'manual' and a.id > i.id and a.status not in ('canceled', 'failed', 'bounced'))`;
const needsAnswer = `(${isPersonal} and coalesce(i.reply_class <> all($4::text[]), true) and not ${isArchived}
  and not ${isSnoozed} and not ${isAnswered})`;

const scopes: Readonly<Record<InboxScope, string>> = {
  answer: needsAnswer,
  all: `not ${isArchived}`,
  automatic: `${isAutomatic} and not ${isUnmatched} and not ${isArchived}`,
  snoozed: `${isSnoozed} and not ${isArchived}`,
  unmatched: `${isUnmatched} and not ${isArchived}`,
  archived: isArchived,
};

/** Whether a later mail of the person stands for the thread; for "who waits" only what people wrote counts. */
const laterMail = (scope: InboxScope) =>
  `exists (select from inbound_mails n where n.workspace_id = $1 and n.contact_id = i.contact_id and n.id > i.id
     and n.class <> 'own'${scope === "answer" ? " and n.class = 'human' and n.set_aside is null" : ""} offset 0)`;

const shown = `${inboundColumns}, coalesce(i.contact_id, i.id) as thread_id, i.sealed, s.id as account_id, s.email as account_email,
  c.email as contact_email, c.first_name, c.last_name, c.title, c.timezone, o.name as company, q.name as sequence_name,
  ${needsAnswer} as needs_answer,
  ${isAutomatic} as is_automatic, coalesce(t.read_mail_id >= i.id, false) as is_read, ${isArchived} as is_archived,
  case when ${isSnoozed} then t.snoozed_until end as snoozed_until, t.assignee_id, u.name as assignee_name`;

const lastId = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/**
 * Newest first, from the mails themselves: the primary key is walked backward, and of each person only the newest mail
 * passes (one probe of `inbound_mails_contact` a row). A page costs the mails it walks past, not the history (`offset 0` and a
 * left join, though each mail has an account: left to itself, the planner takes all mails for few, joins and sorts them).
 */
export async function listThreads(
  tx: Tx,
  filter: ThreadFilter,
  how: { readonly rules: ScopeRules; readonly now: Date; readonly beforeId: string | null; readonly limit: number },
): Promise<ThreadRow[]> {
  return tx.rows<ThreadRow>(
    `select ${shown} from (
       select id from inbound_mails where workspace_id = $1 and id < coalesce($5::uuid, '${lastId}') order by id desc offset 0) w
     cross join lateral (select * from inbound_mails where workspace_id = $1 and id = w.id offset 0) i ${joined}
     where ${isForPeople} and not ${laterMail(filter.scope)}
       and ${scopes[filter.scope]}
       and ($6::uuid is null or i.sending_account_id = $6) and ($7::uuid is null or e.sequence_id = $7)
       and ($8::text is null or i.reply_class = $8)
       and ($9::text is null or ($9 = 'none' and t.assignee_id is null) or t.assignee_id::text = $9)
       and ($10::text is null or concat_ws(' ', i.from_email, i.subject, c.email, c.first_name, c.last_name, o.name)
         ilike $10)
     order by i.id desc limit $11`,
    [
      tx.workspaceId,
      how.now,
      how.rules.automaticKinds,
      how.rules.restingClasses,
      how.beforeId,
      filter.accountId,
      filter.sequenceId,
      filter.class,
      filter.assignee,
      filter.q,
      how.limit,
    ],
    `inbox-list-${filter.scope}`,
  );
}

/** The thread of a contact or of a mail by nobody we know; null where nothing came in. */
export async function readThread(
  tx: Tx,
  id: string,
  { rules, now }: { readonly rules: ScopeRules; readonly now: Date },
): Promise<ThreadRow | null> {
  const rows = await tx.rows<ThreadRow>(
    `select ${shown} from inbound_mails i ${joined}
     where i.workspace_id = $1 and i.class <> 'own' and i.id = coalesce(
       (select n.id from inbound_mails n where n.workspace_id = $1 and n.contact_id = $5 and n.class <> 'own'
         order by n.id desc limit 1),
       (select n.id from inbound_mails n where n.workspace_id = $1 and n.id = $5 and n.contact_id is null))`,
    [tx.workspaceId, now, rules.automaticKinds, rules.restingClasses, id],
    "inbox-read-thread",
  );
  return rows[0] ?? null;
}

export interface InboxCounts {
  answer: number;
  unread: number;
  automatic: number;
  unmatched: number;
}

/** Counted among the newest `most` mails, so that a count never walks the history. */
export async function countThreads(
  tx: Tx,
  { rules, now, most }: { readonly rules: ScopeRules; readonly now: Date; readonly most: number },
): Promise<InboxCounts> {
  const rows = await tx.rows<InboxCounts>(
    `select count(*) filter (where ${needsAnswer} and not ${laterMail("answer")})::int as answer,
       count(*) filter (where ${needsAnswer} and not ${laterMail("answer")}
         and not coalesce(t.read_mail_id >= i.id, false))::int as unread,
       count(*) filter (where ${scopes.automatic} and not ${laterMail("automatic")})::int as automatic,
       count(*) filter (where ${scopes.unmatched} and not ${laterMail("unmatched")})::int as unmatched
     from (select * from inbound_mails where workspace_id = $1 order by id desc limit $5) i ${joined}
     where ${isForPeople}`,
    [tx.workspaceId, now, rules.automaticKinds, rules.restingClasses, most],
    "inbox-count",
  );
  return rows[0] as InboxCounts;
}

export interface CameInRow extends InboundRow {
  readonly sealed: Buffer | null;
  readonly text_removed_at: Date | null;
  readonly account_id: string;
  readonly account_email: string;
}

/** What came in of a thread, newest first. */
export async function listThreadInbound(
  tx: Tx,
  thread: Pick<ThreadRow, "id" | "contact_id">,
  limit: number,
): Promise<CameInRow[]> {
  return tx.rows<CameInRow>(
    `select ${inboundColumns}, i.sealed, i.text_removed_at, s.id as account_id, s.email as account_email from inbound_mails i
     left join email_activities e on e.workspace_id = $1 and e.id = i.email_id
     join sending_accounts s on s.workspace_id = $1 and s.id = i.sending_account_id
     where i.workspace_id = $1 and i.class <> 'own' and (i.contact_id = $2 or ($2::uuid is null and i.id = $3))
     order by i.id desc limit $4`,
    [tx.workspaceId, thread.contact_id, thread.id, limit],
    "inbox-thread-inbound",
  );
}

export interface SentRow {
  id: string;
  kind: "sequence" | "manual";
  status: string;
  at: Date;
  subject: string | null;
  from_email: string | null;
  to_email: string;
  sequence_id: string | null;
  sequence_name: string | null;
  sealed: Buffer | null;
  text_removed_at: Date | null;
}

/** What left to a person, and what somebody wrote them that still waits; newest first. */
export async function listThreadSent(tx: Tx, contactId: string, limit: number): Promise<SentRow[]> {
  return tx.rows<SentRow>(
    `select e.id, e.kind, e.status, coalesce(e.sent_at, e.created_at) as at, e.subject, e.from_email, e.to_email,
       e.sequence_id, q.name as sequence_name, x.sealed, r.removed_at as text_removed_at
     from email_activities e
     left join email_sequences q on q.workspace_id = $1 and q.id = e.sequence_id
     left join email_contents x on x.workspace_id = $1 and x.email_id = e.id
     left join removed_texts r on r.workspace_id = $1 and r.email_id = e.id
     where e.workspace_id = $1 and e.contact_id = $2 and e.kind <> 'test'
       and (e.sent_at is not null or (e.kind = 'manual' and e.status <> 'canceled'))
     order by e.id desc limit $3`,
    [tx.workspaceId, contactId, limit],
    "inbox-thread-sent",
  );
}

/** Locks what was decided so far, so that two decisions at once both stand. */
export async function writeDecision(
  tx: Tx,
  id: string,
  decision: {
    readonly mailId: string;
    readonly isRead: boolean | null;
    readonly isArchived: boolean | null;
    /** undefined: as it was. */
    readonly snoozedUntil: Date | null | undefined;
    readonly assigneeId: string | null | undefined;
    readonly at: Date;
  },
): Promise<void> {
  const { mailId, isRead, isArchived, snoozedUntil, assigneeId, at } = decision;
  const upTo = (is: boolean | null) => (is === true ? mailId : null);
  await tx.rows(
    `insert into inbox_threads as t (workspace_id, id, read_mail_id, archived_mail_id, snoozed_mail_id, snoozed_until,
       assignee_id, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (workspace_id, id) do update set
       read_mail_id = case when $9 then excluded.read_mail_id else t.read_mail_id end,
       archived_mail_id = case when $10 then excluded.archived_mail_id else t.archived_mail_id end,
       snoozed_mail_id = case when $11 then excluded.snoozed_mail_id else t.snoozed_mail_id end,
       snoozed_until = case when $11 then excluded.snoozed_until else t.snoozed_until end,
       assignee_id = case when $12 then excluded.assignee_id else t.assignee_id end,
       updated_at = excluded.updated_at`,
    [
      tx.workspaceId,
      id,
      upTo(isRead),
      upTo(isArchived),
      snoozedUntil == null ? null : mailId,
      snoozedUntil ?? null,
      assigneeId ?? null,
      at,
      isRead !== null,
      isArchived !== null,
      snoozedUntil !== undefined,
      assigneeId !== undefined,
    ],
    "inbox-write-decision",
  );
}

export async function isMember(tx: Tx, userId: string): Promise<boolean> {
  const rows = await tx.rows("select from members where workspace_id = $1 and user_id = $2", [tx.workspaceId, userId]);
  return rows.length === 1;
}

/** Our emails to this contact up to the one that has this Message-ID, of its enrollment; and the chain it carried itself. */
export async function readOwnChain(
  tx: Tx,
  contactId: string,
  messageId: string,
): Promise<{ ids: string[]; reference_ids: string[] | null } | null> {
  const rows = await tx.rows<{ ids: string[]; reference_ids: string[] | null }>(
    `select e.reference_ids, array(
       select coalesce(b.provider_message_id, b.message_id) from email_activities b
       where b.workspace_id = $1 and b.enrollment_id = e.enrollment_id and b.id <> e.id and b.sent_at < e.sent_at
       order by b.sent_at) as ids
     from email_activities e
     where e.workspace_id = $1 and e.contact_id = $2 and $3 in (e.message_id, e.provider_message_id)`,
    [tx.workspaceId, contactId, messageId],
    "inbox-own-chain",
  );
  return rows[0] ?? null;
}
