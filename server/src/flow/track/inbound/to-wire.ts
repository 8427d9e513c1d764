import { InboundMail } from "@haste/contract/nouns/inbound";
import type { InboundRow } from "./queries.ts";

/** A row as the API shows it; the database keeps its words as text. */
export function inboundToWire(row: InboundRow): InboundMail {
  return InboundMail.parse({
    id: row.id,
    receivedAt: row.received_at.toISOString(),
    kind: row.class,
    from: row.from_email,
    subject: row.subject ?? "",
    contactId: row.contact_id,
    emailId: row.email_id,
    sequenceId: row.sequence_id,
    setAside: row.set_aside,
    matchedBy: row.matched_by,
    matchedAt: row.matched_at?.toISOString() ?? null,
    reply:
      row.reply_class === null
        ? null
        : {
            class: row.reply_class,
            confidence: Math.round((row.reply_confidence ?? 0) * 100) / 100,
            by: row.reply_by,
            lessons: row.reply_by === "lessons" ? row.reply_lessons : null,
            guess: row.reply_guess,
            until: row.reply_until,
            correctedAt: row.reply_corrected_at?.toISOString() ?? null,
            correctedBy: row.reply_corrected_by,
            opinion: row.opinion,
          },
  });
}
