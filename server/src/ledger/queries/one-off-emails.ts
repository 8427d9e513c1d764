import type { Instant } from "@haste/engine/base";
import type { Tx } from "../../platform/db/index.ts";
import type { EmailKind } from "./emails.ts";

export interface OneOffRow {
  readonly id: string;
  readonly kind: Exclude<EmailKind, "sequence">;
  readonly contactId: string | null;
  readonly accountId: string;
  readonly messageId: string;
  readonly subject: string;
  readonly fromEmail: string;
  readonly toEmail: string;
  /** Who reads the recipient's mail; null: nobody's complaints stop it (a test, a report). */
  readonly recipientProvider: string | null;
  readonly inReplyTo: string | null;
  /** The chain of mails it answers, the first first; null: it begins a thread. */
  readonly referenceIds: readonly string[] | null;
  readonly sendAt: Instant;
  readonly reservedHour: Instant;
  /** null: counted in its hour only. */
  readonly reservedDay: Instant | null;
  readonly now: Instant;
}

/** An email of no sequence has its own id for a send key: one row, one mail. */
export async function insertOneOff(tx: Tx, row: OneOffRow): Promise<void> {
  await tx.rows(
    `insert into email_activities (workspace_id, id, kind, contact_id, sending_account_id, message_id, subject, from_email,
       to_email, in_reply_to, status, send_at, due_at, reserved_hour, reserved_day, created_at,
       reference_ids, recipient_provider)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'scheduled', $11, $11, $12, $13, $14, $15, $16)`,
    [
      tx.workspaceId,
      row.id,
      row.kind,
      row.contactId,
      row.accountId,
      row.messageId,
      row.subject,
      row.fromEmail,
      row.toEmail,
      row.inReplyTo,
      new Date(row.sendAt),
      new Date(row.reservedHour),
      row.reservedDay === null ? null : new Date(row.reservedDay),
      new Date(row.now),
      row.referenceIds,
      row.recipientProvider,
    ],
    "ledger-insert-one-off",
  );
}

/** What was stored of these emails, sealed. */
export async function readContents(tx: Tx, ids: readonly string[]): Promise<Map<string, Buffer>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.rows<{ email_id: string; sealed: Buffer }>(
    "select email_id, sealed from email_contents where workspace_id = $1 and email_id = any($2)",
    [tx.workspaceId, ids],
    "ledger-read-contents",
  );
  return new Map(rows.map((row) => [row.email_id, row.sealed]));
}

export interface Recipient {
  readonly email: string;
  readonly suppression: string | null;
  /** Who reads the mail of their domain, as far as the DNS was asked. */
  readonly reader: string | null;
  readonly domain: string;
}

/** Where mail to a contact goes, and why it may not; null for whoever is unknown or archived. */
export async function readRecipient(tx: Tx, contactId: string): Promise<Recipient | null> {
  const rows = await tx.rows<Recipient>(
    `select c.email, s.reason as suppression, m.provider as reader, c.email_domain as domain from contacts c
     left join mail_domains m on m.workspace_id = $1 and m.domain = c.email_domain
     left join lateral suppression_of($1, c.email_key) s on true
     where c.workspace_id = $1 and c.id = $2 and c.archived_at is null`,
    [tx.workspaceId, contactId],
  );
  return rows[0] ?? null;
}

/** How long it was tried counts anew. */
export async function forgetTries(tx: Tx, emailId: string): Promise<void> {
  await tx.rows("update email_activities set first_tried_at = null where workspace_id = $1 and id = $2", [
    tx.workspaceId,
    emailId,
  ]);
}

/** Whether this account's uncertain emails go out again by themselves. */
export async function resendsUncertain(tx: Tx, accountId: string): Promise<boolean> {
  const rows = await tx.rows<{ resends: boolean }>(
    "select on_uncertain = 'resend' as resends from sending_accounts where workspace_id = $1 and id = $2",
    [tx.workspaceId, accountId],
    "ledger-resends-uncertain",
  );
  return rows[0]?.resends === true;
}
