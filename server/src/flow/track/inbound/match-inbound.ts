import type { InboundMail } from "@haste/contract/nouns/inbound";
import { asInstant } from "@haste/engine/base";
import type { ReplyClass } from "@haste/engine/condition";
import type { WrittenReading } from "@haste/engine/track";
import { momentOf, record, resortReply } from "../../../ledger/index.ts";
import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import type { KeyRing } from "../../../platform/crypto/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { announce } from "../../../platform/live/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import type { InboundContent } from "../inbox/inbound-content.ts";
import { findEmails } from "../inbox/queries.ts";
import { signalsOf } from "../inbox/signals-of.ts";
import { type InboundRow, lockInbound, readWriter, writeMatch } from "./queries.ts";
import { readAnew } from "./read-anew.ts";
import { openInbound } from "./show-inbound.ts";
import { inboundToWire } from "./to-wire.ts";

interface Matching {
  readonly id: string;
  /** null: nobody's, as it was. */
  readonly contactId: string | null;
}

/**
 * Somebody says whose mail this is: it then does what it would have done, had it named the contact's last email itself.
 * Whatever was said before is taken back first, so that it can be said again or not at all.
 */
export async function matchInbound(
  ctx: WorkContext,
  keyRing: KeyRing<Tx>,
  { id, contactId }: Matching,
): Promise<InboundMail> {
  await lockInbound(ctx.tx, id);
  const { row, content } = await openInbound(ctx, keyRing, id);
  const reading = content?.reading;
  const isStrangers = row.matched_at !== null || (row.contact_id === null && row.set_aside === "unknown_sender");
  if (content === null || reading === undefined || !("text" in reading) || !isStrangers) {
    throw new Problem("invalid_status", {
      detail: "Only what somebody wrote whom nobody knows can be matched; this mail says itself whose it is.",
    });
  }
  if (contactId !== row.contact_id) {
    if (row.contact_id !== null) await takeBack(ctx, row, row.contact_id);
    if (contactId !== null) await matchTo(ctx, { row, mail: content.mail, reading, contactId });
    await audit(ctx, "inbound.matched", { kind: "inbound", id }, { contactId, before: row.contact_id });
  }
  await announce(ctx.tx, { name: "inbox.changed" });
  return inboundToWire((await openInbound(ctx, keyRing, id)).row);
}

async function takeBack(ctx: WorkContext, row: InboundRow, contactId: string): Promise<void> {
  const reply = {
    contactId,
    emailId: row.email_id,
    at: asInstant(row.received_at.getTime()),
    hadUnsubscribed: row.reply_class === "unsubscribe",
    signals: [],
    mayFree: true,
  };
  await resortReply(ctx.tx, reply, momentOf(ctx));
  await writeMatch(ctx.tx, row.id, { contactId: null, emailId: null, setAside: "unknown_sender", by: null, at: null });
}

interface MatchedMail {
  readonly row: InboundRow;
  readonly mail: InboundContent["mail"];
  readonly reading: WrittenReading;
  readonly contactId: string;
}

async function matchTo(ctx: WorkContext, { row, mail, reading, contactId }: MatchedMail): Promise<void> {
  const writer = await readWriter(ctx.tx, contactId, row.received_at);
  if (writer === null) {
    const detail = "There is no contact with this id.";
    throw new Problem("invalid_request", { errors: [{ pointer: "/contactId", code: "not_found", detail }] });
  }
  const { last_email_id: emailId } = writer;
  const [email] = emailId === null ? [] : await findEmails(ctx.tx, [emailId], []);
  await writeMatch(ctx.tx, row.id, { contactId, emailId, setAside: null, by: ctx.actor.name, at: ctx.now });
  const moment = momentOf(ctx);
  const receivedAt = asInstant(row.received_at.getTime());
  // What somebody has corrected stands.
  const corrected = row.reply_corrected_at === null ? null : (row.reply_class as ReplyClass);
  const meant = corrected === null ? reading : await readAnew(ctx.tx, { mail, reading, receivedAt, name: corrected });
  const signals = signalsOf({
    inboundId: row.id,
    key: null,
    reading: meant,
    receivedAt,
    now: moment.now,
    email: email ?? null,
    sender: email === undefined ? { contact_id: contactId, ...writer } : null,
  });
  await record(ctx.tx, signals, moment);
}
