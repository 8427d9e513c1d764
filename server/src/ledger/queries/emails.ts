import type { Instant } from "@haste/engine/base";
import type { Reservation } from "@haste/engine/schedule";
import type { BounceType } from "@haste/engine/track";
import type { Tx } from "../../platform/db/index.ts";

/** What asked for it: a step, somebody who wrote to one person, or a look at how it arrives. */
export type EmailKind = "sequence" | "manual" | "test" | "report";

export type EmailStatus =
  | "scheduled"
  | "sending"
  | "sent"
  | "delivered"
  | "bounced"
  | "failed"
  | "canceled"
  | "held"
  | "uncertain";

/** Room beyond an account's hour and day, as it is kept with the email that holds it. */
export type HeldRoom = Pick<Reservation, "scope" | "key" | "period" | "startsAt">;

/** An email under lock, as far as signals change or need it. */
export interface LockedEmail {
  id: string;
  kind: EmailKind;
  enrollment_id: string | null;
  sequence_id: string | null;
  sequence_version: number | null;
  step_id: string | null;
  variant_id: string | null;
  /** null: a test send. */
  contact_id: string | null;
  sending_account_id: string;
  message_id: string;
  to_email: string;
  status: EmailStatus;
  /** The status when it was locked. */
  was: EmailStatus;
  claim_id: string | null;
  held_reason: string | null;
  send_at: Date | null;
  due_at: Date | null;
  reserved_hour: Date | null;
  reserved_day: Date | null;
  /** When the room it holds is over. */
  reserved_until: Date | null;
  /** What it holds beyond its account's hour and day. */
  reserved_rooms: readonly HeldRoom[] | null;
  recipient_provider: string | null;
  smtp_reply: string | null;
  provider_message_id: string | null;
  sent_at: Date | null;
  delivered_at: Date | null;
  opened_at: Date | null;
  open_count: number;
  machine_open_count: number;
  clicked_at: Date | null;
  click_count: number;
  machine_click_count: number;
  replied_at: Date | null;
  bounced_at: Date | null;
  bounce_type: BounceType | null;
  bounce_reason: string | null;
  spam_complaint: boolean;
  unsubscribed: boolean;
  /** What the first answer of a person was sorted as. */
  reply_class: string | null;
}

const lockedColumns = `e.id, e.kind, e.enrollment_id, e.sequence_id, e.sequence_version, e.step_id, e.variant_id, e.contact_id,
  e.sending_account_id, e.message_id, e.to_email, e.status, e.status as was, e.claim_id, e.held_reason, e.send_at, e.due_at, e.reserved_hour,
  e.reserved_day, e.reserved_until, e.reserved_rooms, e.recipient_provider, e.smtp_reply, e.provider_message_id, e.sent_at, e.delivered_at, e.opened_at, e.open_count,
  e.machine_open_count, e.clicked_at, e.click_count, e.machine_click_count, e.replied_at, e.bounced_at, e.bounce_type,
  e.bounce_reason, e.spam_complaint, e.unsubscribed, e.reply_class`;

/** Locks emails in id order; enrollments are locked before. */
export async function lockEmails(tx: Tx, ids: readonly string[]): Promise<LockedEmail[]> {
  if (ids.length === 0) return [];
  return tx.rows<LockedEmail>(
    `select ${lockedColumns} from email_activities e where e.workspace_id = $1 and e.id = any($2) order by e.id for update`,
    [tx.workspaceId, ids],
    "ledger-lock-emails",
  );
}

/** Locks what still waits for these enrollments: scheduled (claimed or not) and held emails. */
export async function lockWaitingEmails(tx: Tx, enrollmentIds: readonly string[]): Promise<LockedEmail[]> {
  if (enrollmentIds.length === 0) return [];
  return tx.rows<LockedEmail>(
    `select ${lockedColumns} from email_activities e
     where e.workspace_id = $1 and e.enrollment_id = any($2) and e.status in ('scheduled', 'held') order by e.id for update`,
    [tx.workspaceId, enrollmentIds],
    "ledger-lock-waiting-emails",
  );
}

/**
 * Where the row of one email stands, for an update of many: one look into the primary key each, whatever the planner
 * thinks of the table. `e.id = any($2) and e.id = x.id` looked all of them up again for each of them (plans are made for ten):
 * 312 ms for 500 emails, now 4; by `e.id = x.id` alone it read the whole workspace (15 ms of 20,000 emails). Only for rows
 * under lock: one that somebody else moved meanwhile would be passed over.
 */
function rowOf(id: string): string {
  return `(select k.ctid from email_activities k where k.workspace_id = $1 and k.id = ${id} limit 1)`;
}

/** Writes everything a signal may have changed, in one statement. Rows are locked already. */
export function updateEmails(tx: Tx, emails: readonly LockedEmail[]): void {
  if (emails.length === 0) return;
  const of = <K extends keyof LockedEmail>(key: K) => emails.map((email) => email[key]);
  tx.write(
    `update email_activities e set
       status = x.status, claim_id = x.claim_id, held_reason = x.held_reason, send_at = x.send_at, due_at = x.due_at,
       reserved_hour = x.reserved_hour, reserved_day = x.reserved_day, smtp_reply = x.smtp_reply,
       provider_message_id = x.provider_message_id, sent_at = x.sent_at, delivered_at = x.delivered_at,
       opened_at = x.opened_at, open_count = x.open_count, machine_open_count = x.machine_open_count,
       clicked_at = x.clicked_at, click_count = x.click_count, machine_click_count = x.machine_click_count,
       replied_at = x.replied_at, bounced_at = x.bounced_at, bounce_type = x.bounce_type, bounce_reason = x.bounce_reason,
       spam_complaint = x.spam_complaint, unsubscribed = x.unsubscribed, reserved_until = x.reserved_until, reply_class = x.reply_class,
       reserved_rooms = case when x.reserved_hour is null then null else e.reserved_rooms end
     from unnest($2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[],
       $9::timestamptz[], $10::text[], $11::text[], $12::timestamptz[], $13::timestamptz[], $14::timestamptz[], $15::int[],
       $16::int[], $17::timestamptz[], $18::int[], $19::int[], $20::timestamptz[], $21::timestamptz[], $22::text[],
       $23::text[], $24::bool[], $25::bool[], $26::timestamptz[], $27::text[])
       x(id, status, claim_id, held_reason, send_at, due_at, reserved_hour, reserved_day, smtp_reply, provider_message_id,
         sent_at, delivered_at, opened_at, open_count, machine_open_count, clicked_at, click_count, machine_click_count,
         replied_at, bounced_at, bounce_type, bounce_reason, spam_complaint, unsubscribed, reserved_until, reply_class)
     cross join lateral ${rowOf("x.id")} row
     where e.workspace_id = $1 and e.ctid = row.ctid`,
    [
      tx.workspaceId,
      of("id"),
      of("status"),
      of("claim_id"),
      of("held_reason"),
      of("send_at"),
      of("due_at"),
      of("reserved_hour"),
      of("reserved_day"),
      of("smtp_reply"),
      of("provider_message_id"),
      of("sent_at"),
      of("delivered_at"),
      of("opened_at"),
      of("open_count"),
      of("machine_open_count"),
      of("clicked_at"),
      of("click_count"),
      of("machine_click_count"),
      of("replied_at"),
      of("bounced_at"),
      of("bounce_type"),
      of("bounce_reason"),
      of("spam_complaint"),
      of("unsubscribed"),
      of("reserved_until"),
      of("reply_class"),
    ],
    "ledger-update-emails",
  );
}

/** The same where only opens and clicks were counted: 7 values an email instead of 27. */
export function updateVisits(tx: Tx, emails: readonly LockedEmail[]): void {
  if (emails.length === 0) return;
  tx.write(
    `update email_activities e set
       opened_at = x.opened_at, open_count = x.open_count, machine_open_count = x.machine_open_count,
       clicked_at = x.clicked_at, click_count = x.click_count, machine_click_count = x.machine_click_count
     from unnest($2::uuid[], $3::timestamptz[], $4::int[], $5::int[], $6::timestamptz[], $7::int[], $8::int[])
       x(id, opened_at, open_count, machine_open_count, clicked_at, click_count, machine_click_count)
     cross join lateral ${rowOf("x.id")} row
     where e.workspace_id = $1 and e.ctid = row.ctid`,
    [
      tx.workspaceId,
      emails.map((email) => email.id),
      emails.map((email) => email.opened_at),
      emails.map((email) => email.open_count),
      emails.map((email) => email.machine_open_count),
      emails.map((email) => email.clicked_at),
      emails.map((email) => email.click_count),
      emails.map((email) => email.machine_click_count),
    ],
    "ledger-update-visits",
  );
}

/** What the send stage knows of a claimed email. */
export interface ClaimedEmail {
  id: string;
  kind: EmailKind;
  enrollment_id: string | null;
  sequence_id: string | null;
  sequence_version: number | null;
  step_id: string | null;
  variant_id: string | null;
  /** null: a test send. */
  contact_id: string | null;
  sending_account_id: string;
  message_id: string;
  to_email: string;
  send_at: Date;
  attempt: number;
  first_tried_at: Date;
  /** When the room it holds is over; null: it holds none. */
  reserved_until: Date | null;
  recipient_provider: string | null;
  /** The last email of this enrollment that really left, or the mail a person answers. */
  previous_message_id: string | null;
  previous_references: string[] | null;
  thread_subject: string | null;
  /** Variants of the emails before it: who wrote the first goes on writing. */
  thread_variants: string[] | null;
  context: Record<string, unknown> | null;
  deal_id: string | null;
}

/**
 * Claims up to `limit` due emails of one account. Run after the lane's wake-ups were deleted in the same transaction:
 * the claim needs a snapshot taken later (measured: one statement loses wake-ups). `= any(array(select …))` makes one
 * index search for all ids (0.42 ms for 500; a join with unnest 1.68 ms). Nothing is claimed of a sequence that is not
 * active, an account that is paused or a person who is suppressed; such rows are canceled where that was decided.
 */
export async function claimEmails(
  tx: Tx,
  claim: { readonly id: string; readonly accountId: string; readonly now: Instant; readonly limit: number },
): Promise<ClaimedEmail[]> {
  return tx.rows<ClaimedEmail>(
    `with claimed as (
       update email_activities e set due_at = null, claim_id = $2,
         attempt = attempt + case when reserved_until <= $4 then 0 else 1 end,
         first_tried_at = coalesce(first_tried_at, $4)
       where e.workspace_id = $1 and e.id = any(array(
         select id from email_activities
         where workspace_id = $1 and sending_account_id = $3 and due_at <= $4
         order by due_at limit $5 for update skip locked))
       returning e.*)
     select c.id, c.kind, c.enrollment_id, c.sequence_id, c.sequence_version, c.step_id, c.variant_id, c.contact_id, c.sending_account_id,
       c.message_id, c.to_email, c.send_at, c.attempt, c.first_tried_at, c.reserved_until,
       c.recipient_provider,
       n.context, n.deal_id,
       coalesce(p.last_id, c.in_reply_to) as previous_message_id, coalesce(p.all_ids, c.reference_ids) as previous_references,
       p.first_subject as thread_subject, p.variants as thread_variants
     from claimed c
     left join lateral (
       select context, deal_id from sequence_enrollments where workspace_id = $1 and id = c.enrollment_id limit 1) n on true
     left join lateral (
       select (array_agg(coalesce(b.provider_message_id, b.message_id) order by b.sent_at desc))[1] as last_id,
         array_agg(coalesce(b.provider_message_id, b.message_id) order by b.sent_at) as all_ids,
         (array_agg(b.subject order by b.sent_at))[1] as first_subject,
         array_agg(b.variant_id order by b.sent_at desc) filter (where b.variant_id is not null) as variants
       from email_activities b
       where b.workspace_id = $1 and b.enrollment_id = c.enrollment_id and b.id <> c.id and b.sent_at is not null) p on true
     order by c.send_at, c.id`,
    [tx.workspaceId, claim.id, claim.accountId, new Date(claim.now), claim.limit],
    "ledger-claim-emails",
  );
}

/** Stores what is about to leave, sealed; a later attempt of the same email replaces it. */
export function storeContents(tx: Tx, contents: readonly { emailId: string; sealed: Uint8Array }[]): void {
  if (contents.length === 0) return;
  tx.write(
    `insert into email_contents (workspace_id, email_id, sealed)
     select $1, x.id, x.sealed from unnest($2::uuid[], $3::bytea[]) x(id, sealed)
     on conflict (workspace_id, email_id) do update set sealed = excluded.sealed`,
    [
      tx.workspaceId,
      contents.map((content) => content.emailId),
      contents.map((content) => Buffer.from(content.sealed)),
    ],
    "ledger-store-contents",
  );
}

/** What waits for a person; the others leave the list. */
export function keepAttention(tx: Tx, emails: readonly LockedEmail[], now: Instant): void {
  const waiting = emails.filter((email) => needsPerson(email.status) && email.status !== email.was);
  const settled = emails.filter((email) => needsPerson(email.was) && !needsPerson(email.status));
  if (settled.length > 0) {
    tx.write("delete from email_attention where workspace_id = $1 and email_id = any($2)", [
      tx.workspaceId,
      settled.map((email) => email.id),
    ]);
  }
  if (waiting.length === 0) return;
  tx.write(
    `insert into email_attention (workspace_id, email_id, status, sequence_id, contact_id, since)
     select $1, x.id, x.status, x.sequence_id, x.contact_id, $6
     from unnest($2::uuid[], $3::text[], $4::uuid[], $5::uuid[]) x(id, status, sequence_id, contact_id)
     on conflict (workspace_id, email_id) do update set status = excluded.status, since = excluded.since`,
    [
      tx.workspaceId,
      waiting.map((email) => email.id),
      waiting.map((email) => email.status),
      waiting.map((email) => email.sequence_id),
      waiting.map((email) => email.contact_id),
      new Date(now),
    ],
  );
}

function needsPerson(status: EmailStatus): boolean {
  return status === "held" || status === "uncertain" || status === "failed";
}
