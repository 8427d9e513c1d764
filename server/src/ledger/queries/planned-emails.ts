import type { Instant } from "@haste/engine/base";
import type { Reservation } from "@haste/engine/schedule";
import type { Tx } from "../../platform/db/index.ts";
import type { HeldRoom } from "./emails.ts";

export interface PlannedEmail {
  readonly id: string;
  readonly enrollmentId: string;
  readonly sequenceId: string;
  readonly sequenceVersion: number;
  readonly stepId: string;
  readonly contactId: string;
  readonly sendingAccountId: string;
  readonly messageId: string;
  readonly toEmail: string;
  readonly sendAt: Instant;
  readonly reservedHour: Instant;
  readonly reservedDay: Instant;
  readonly reservedUntil: Instant;
  /** What it takes beyond its account's hour and day. */
  readonly rooms: readonly Reservation[];
  readonly recipientProvider: string | null;
  /** What a test dealt, and in which of its periods; null: the step's own words. */
  readonly variantId: string | null;
  readonly abPeriod: number | null;
}

/**
 * Writes the emails of a plan. The send key is unique: where this step already has an email that never left (canceled by
 * a pause, held and mended), that row becomes due again with its own id and Message-ID; one that was handed over is
 * never touched. How long it is tried is counted from its first attempt even if it was planned anew in between; an attempt
 * of ten days ago is another story (somebody paused it). Returns the send keys (enrollment ids) that now wait.
 */
export async function insertPlannedEmails(tx: Tx, emails: readonly PlannedEmail[], now: Instant): Promise<string[]> {
  if (emails.length === 0) return [];
  const rows = await tx.rows<{ enrollment_id: string }>(
    `insert into email_activities as e (workspace_id, id, kind, enrollment_id, sequence_id, sequence_version, step_id,
       contact_id, sending_account_id, message_id, to_email, status, send_at, due_at, reserved_hour, reserved_day, created_at,
       reserved_until, reserved_rooms, recipient_provider, variant_id, ab_period)
     select $1, x.id, 'sequence', x.enrollment_id, x.sequence_id, x.version, x.step_id, x.contact_id, x.account_id,
       x.message_id, x.to_email, 'scheduled', x.send_at, x.send_at, x.hour, x.day, $14, x.until, x.rooms, x.provider,
       x.variant, x.period
     from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::int[], $6::uuid[], $7::uuid[], $8::uuid[], $9::text[], $10::text[],
       $11::timestamptz[], $12::timestamptz[], $13::timestamptz[], $15::timestamptz[], $16::jsonb[], $17::text[],
       $18::uuid[], $19::int[])
       x(id, enrollment_id, sequence_id, version, step_id, contact_id, account_id, message_id, to_email, send_at, hour, day,
         until, rooms, provider, variant, period)
     on conflict (workspace_id, enrollment_id, step_id, occurrence) do update set
       status = 'scheduled', held_reason = null, send_at = excluded.send_at, due_at = excluded.due_at, claim_id = null,
       first_tried_at = case when e.first_tried_at > $14::timestamptz - interval '10 days' then e.first_tried_at end,
       reserved_until = excluded.reserved_until, reserved_rooms = excluded.reserved_rooms,
       recipient_provider = excluded.recipient_provider, reserved_hour = excluded.reserved_hour, reserved_day = excluded.reserved_day, to_email = excluded.to_email,
       sequence_version = excluded.sequence_version, sending_account_id = excluded.sending_account_id,
       variant_id = excluded.variant_id, ab_period = excluded.ab_period
     where e.status in ('canceled', 'held')
     returning enrollment_id`,
    [
      tx.workspaceId,
      emails.map((email) => email.id),
      emails.map((email) => email.enrollmentId),
      emails.map((email) => email.sequenceId),
      emails.map((email) => email.sequenceVersion),
      emails.map((email) => email.stepId),
      emails.map((email) => email.contactId),
      emails.map((email) => email.sendingAccountId),
      emails.map((email) => email.messageId),
      emails.map((email) => email.toEmail),
      emails.map((email) => new Date(email.sendAt)),
      emails.map((email) => new Date(email.reservedHour)),
      emails.map((email) => new Date(email.reservedDay)),
      new Date(now),
      emails.map((email) => new Date(email.reservedUntil)),
      emails.map((email) => (email.rooms.length === 0 ? null : JSON.stringify(email.rooms.map(heldRoom)))),
      emails.map((email) => email.recipientProvider),
      emails.map((email) => email.variantId),
      emails.map((email) => email.abPeriod),
    ],
    "ledger-insert-planned-emails",
  );
  return rows.map((row) => row.enrollment_id);
}

function heldRoom({ scope, key, period, startsAt }: Reservation): HeldRoom {
  return { scope, key, period, startsAt };
}

/** Of these emails that could not be planned: the enrollments whose step was handed over and has its end already. */
export async function readStepsBehind(tx: Tx, emails: readonly PlannedEmail[]): Promise<string[]> {
  if (emails.length === 0) return [];
  const rows = await tx.rows<{ enrollment_id: string }>(
    `select e.enrollment_id from unnest($2::uuid[], $3::uuid[]) x(enrollment_id, step_id)
     join email_activities e on e.workspace_id = $1 and e.enrollment_id = x.enrollment_id and e.step_id = x.step_id
     where e.status in ('sent', 'delivered', 'bounced', 'failed')`,
    [tx.workspaceId, emails.map((email) => email.enrollmentId), emails.map((email) => email.stepId)],
    "ledger-read-steps-behind",
  );
  return rows.map((row) => row.enrollment_id);
}
