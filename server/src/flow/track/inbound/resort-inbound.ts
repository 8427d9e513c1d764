import { asInstant } from "@haste/engine/base";
import type { WrittenReading } from "@haste/engine/track";
import { type Moment, resortReply } from "../../../ledger/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { findEmails } from "../inbox/queries.ts";
import { signalsOf } from "../inbox/signals-of.ts";
import type { InboundRow } from "./queries.ts";

interface Resorted {
  /** As it stood before. */
  readonly row: InboundRow;
  /** What it means by its new class. */
  readonly meant: WrittenReading;
  /** See `ResortedReply`. */
  readonly mayFree: boolean;
}

/**
 * The one door through which a recorded reply gets another class: what the old one did is taken back, and the new one
 * does what it would have done. Nothing follows from a mail that is nobody's or was set aside.
 *
 * @throws WouldFree unless `mayFree`
 */
export async function resortInbound(tx: Tx, { row, meant, mayFree }: Resorted, moment: Moment): Promise<void> {
  if (row.contact_id === null || row.set_aside !== null) return;
  const receivedAt = asInstant(row.received_at.getTime());
  const [email] = row.email_id === null ? [] : await findEmails(tx, [row.email_id], []);
  const sender = { contact_id: row.contact_id, is_enrolled: true, last_email_id: null };
  const read = { inboundId: row.id, key: null, reading: meant, receivedAt, now: moment.now };
  await resortReply(
    tx,
    {
      contactId: email?.contact_id ?? row.contact_id,
      emailId: email?.id ?? null,
      at: receivedAt,
      // Whom nobody of the team frees, their address stays suppressed, too.
      hadUnsubscribed: mayFree && row.reply_class === "unsubscribe",
      signals: signalsOf({ ...read, email: email ?? null, sender: email === undefined ? sender : null }),
      mayFree,
    },
    moment,
  );
}
