import type { InboundReading, ReportedRecipient, SignalMeta } from "@haste/engine/track";
import type { NewSignal } from "../../../ledger/index.ts";
import type { ReadMail } from "./read-mail.ts";
import { recipientOf, setAside } from "./set-aside.ts";

/** What an inbound mail means to the ledger; nothing where it concerns nobody of ours. */
export function signalsOf(read: ReadMail): NewSignal[] {
  if (setAside(read) !== null) return [];
  switch (read.reading.class) {
    case "complaint":
      return read.reading.feedback.complains ? about(read, "complained", {}) : [];
    case "bounce":
    case "delivery":
      return reported(read, read.reading.recipients);
    case "auto_reply":
    case "human":
      return written(read, read.reading);
    default:
      return [];
  }
}

function about(read: ReadMail, kind: NewSignal["kind"], meta: SignalMeta): NewSignal[] {
  const { email } = read;
  if (email === null) return [];
  return [
    { ...base(read, kind, meta), emailId: email.id, contactId: email.contact_id, enrollmentId: email.enrollment_id },
  ];
}

function base({ key, inboundId, receivedAt }: ReadMail, kind: NewSignal["kind"], meta: SignalMeta) {
  return {
    kind,
    actor: kind === "replied" || kind === "unsubscribed" || kind === "complained" ? "human" : "machine",
    occurredAt: receivedAt,
    link: null,
    meta: { ...meta, inboundId },
    key: key === null ? null : `inbound ${kind} ${key}`,
  } as const;
}

function reported(read: ReadMail, recipients: readonly ReportedRecipient[]): NewSignal[] {
  const { email } = read;
  const one = email === null ? null : recipientOf(recipients, email.to_email);
  if (email === null || one === null) return [];
  if (one.action === "delivered") return about(read, "delivered", {});
  if (one.action !== "failed") return [];
  // Somebody the mail was passed on to does not exist: that says nothing about the address we wrote to.
  const to = email.to_email.toLowerCase();
  const isElsewhere = one.address !== null && one.address !== to && one.originalAddress !== to;
  const bounceType = isElsewhere && one.bounceType === "hard" ? "unknown" : (one.bounceType ?? "unknown");
  const reason = one.reason === null ? {} : { reason: one.reason };
  return about(read, "bounced", { bounceType, ...reason, ...(one.said === "" ? {} : { reply: one.said }) });
}

type Written = Extract<InboundReading, { class: "human" | "auto_reply" }>;

/** What only programs say, whatever the header of the mail: it counts as no reply (B13). */
const programOnly: ReadonlySet<string> = new Set(["out_of_office", "automatic", "challenge"]);

function written(read: ReadMail, reading: Written): NewSignal[] {
  if (reading.asksToStop) {
    const meta = { by: read.isSignedWish === true ? "mailto" : "words" };
    return read.email === null ? fresh(read, "unsubscribed", meta) : about(read, "unsubscribed", meta);
  }
  const { sorted } = reading;
  const kind = reading.class === "human" && !programOnly.has(sorted.class) ? "replied" : "auto_replied";
  const meta = {
    replyClass: sorted.class,
    ...(reading.returnsOn === null ? {} : { returnsOn: reading.returnsOn }),
    ...(sorted.class === "not_now" && sorted.until !== null ? { askedFor: sorted.until } : {}),
  };
  if (read.email !== null) return about(read, kind, meta);
  // Bulk mail of somebody we know is not addressed to us; and who is in no sequence has nothing to stop.
  const isAddressed = reading.class === "auto_reply" || reading.mayBeAnswered;
  return isAddressed && read.sender?.is_enrolled === true ? fresh(read, kind, meta) : [];
}

/** A mail out of the blue from somebody we know stops them, too (B11); a wish to stop is laid to the last email. */
function fresh(read: ReadMail, kind: NewSignal["kind"], meta: SignalMeta): NewSignal[] {
  const { sender } = read;
  if (sender === null) return [];
  const emailId = kind === "unsubscribed" ? sender.last_email_id : null;
  return [{ ...base(read, kind, meta), emailId, contactId: sender.contact_id, enrollmentId: null }];
}
