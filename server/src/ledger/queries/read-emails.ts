import type { EmailActivity } from "@haste/contract/nouns/enrollments";
import type { SignalMeta } from "@haste/engine/track";
import type { Tx } from "../../platform/db/index.ts";

/** Emails as the API shows them. */
export interface ListedEmail {
  id: string;
  kind: EmailActivity["kind"];
  enrollment_id: string | null;
  sequence_id: string | null;
  step_id: string | null;
  /** null: a test send. */
  contact_id: string | null;
  message_id: string;
  provider_message_id: string | null;
  subject: string | null;
  from_email: string | null;
  to_email: string;
  status: EmailActivity["status"];
  held_reason: string | null;
  send_at: Date | null;
  sent_at: Date | null;
  delivered_at: Date | null;
  opened_at: Date | null;
  open_count: number;
  clicked_at: Date | null;
  click_count: number;
  machine_open_count: number;
  machine_click_count: number;
  replied_at: Date | null;
  bounce_type: EmailActivity["bounceType"];
  bounce_reason: string | null;
  spam_complaint: boolean;
  unsubscribed: boolean;
  variant_id: string | null;
  created_at: Date;
}

/** What a list shows of an email, of `email_activities e`. */
export const emailColumns = `e.id, e.kind, e.enrollment_id, e.sequence_id, e.step_id, e.contact_id, e.message_id, e.provider_message_id, e.subject,
  e.from_email, e.to_email, e.status, e.held_reason, e.send_at, e.sent_at, e.delivered_at, e.opened_at, e.open_count,
  e.clicked_at, e.click_count, e.machine_open_count, e.machine_click_count, e.replied_at, e.bounce_type, e.bounce_reason,
  e.spam_complaint, e.unsubscribed, e.variant_id, e.created_at`;

export async function listEmails(
  tx: Tx,
  filter: {
    readonly contactId: string | null;
    readonly sequenceId: string | null;
    readonly statuses: readonly string[] | null;
  },
  page: { readonly beforeId: string | null; readonly limit: number },
): Promise<ListedEmail[]> {
  return tx.rows<ListedEmail>(
    `select ${emailColumns} from email_activities e
     where e.workspace_id = $1 and ($2::uuid is null or e.contact_id = $2) and ($3::uuid is null or e.sequence_id = $3)
       and ($4::text[] is null or e.status = any($4)) and ($5::uuid is null or e.id < $5)
     order by e.id desc limit $6`,
    [tx.workspaceId, filter.contactId, filter.sequenceId, filter.statuses, page.beforeId, page.limit],
  );
}

/** What waits of a sequence, the next one first. */
export async function listWaitingEmails(
  tx: Tx,
  sequenceId: string,
  page: { readonly after: { readonly at: Date; readonly id: string } | null; readonly limit: number },
): Promise<ListedEmail[]> {
  return tx.rows<ListedEmail>(
    `select ${emailColumns} from email_activities e
     where e.workspace_id = $1 and e.sequence_id = $2 and e.due_at is not null
       and ($3::timestamptz is null or (e.due_at, e.id) > ($3, $4::uuid))
     order by e.due_at, e.id limit $5`,
    [tx.workspaceId, sequenceId, page.after?.at ?? null, page.after?.id ?? null, page.limit],
  );
}

export async function readEmail(tx: Tx, id: string): Promise<ListedEmail | null> {
  const rows = await tx.rows<ListedEmail>(
    `select ${emailColumns} from email_activities e where e.workspace_id = $1 and e.id = $2`,
    [tx.workspaceId, id],
  );
  return rows[0] ?? null;
}

/** The episodes these emails belong to. */
export async function enrollmentsOf(tx: Tx, emailIds: readonly string[]): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select distinct enrollment_id as id from email_activities
     where workspace_id = $1 and id = any($2) and enrollment_id is not null`,
    [tx.workspaceId, emailIds],
    "ledger-enrollments-of-emails",
  );
  return rows.map((row) => row.id);
}

export interface SignalOfEmail {
  readonly at: Date;
  readonly kind: number;
  readonly actor: number;
  readonly detail: string | null;
  readonly meta: SignalMeta | null;
}

/** Everything that happened to one email, newest first. */
export async function readSignalsOf(tx: Tx, emailId: string): Promise<SignalOfEmail[]> {
  return tx.rows<SignalOfEmail>(
    `select occurred_at as at, kind, actor, coalesce(meta->>'reason', meta->>'reply', meta->>'rule') as detail, meta
     from signals where workspace_id = $1 and email_id = $2 order by occurred_at desc, id desc limit 200`,
    [tx.workspaceId, emailId],
  );
}
