import type { EmailActivity } from "@haste/contract/nouns/enrollments";
import type { ListedEmail } from "./queries/read-emails.ts";

function iso(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}

/** An email as the API shows it, wherever it is listed. */
export function emailToWire(row: ListedEmail): EmailActivity {
  return {
    id: row.id,
    kind: row.kind,
    enrollmentId: row.enrollment_id,
    sequenceId: row.sequence_id,
    stepId: row.step_id,
    contactId: row.contact_id,
    messageId: row.message_id,
    subject: row.subject,
    fromEmail: row.from_email,
    toEmail: row.to_email,
    status: row.status,
    heldReason: row.held_reason,
    scheduledAt: iso(row.send_at),
    sentAt: iso(row.sent_at),
    deliveredAt: iso(row.delivered_at),
    openedAt: iso(row.opened_at),
    openCount: row.open_count,
    clickedAt: iso(row.clicked_at),
    clickCount: row.click_count,
    machineOpenCount: row.machine_open_count,
    machineClickCount: row.machine_click_count,
    repliedAt: iso(row.replied_at),
    bounceType: row.bounce_type,
    bounceReason: row.bounce_reason,
    spamComplaint: row.spam_complaint,
    unsubscribed: row.unsubscribed,
    variantId: row.variant_id,
    createdAt: row.created_at.toISOString(),
  };
}
