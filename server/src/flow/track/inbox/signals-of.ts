import { DAY_MS, type Instant } from "@haste/engine/base";
import type { InboundReading, ReportedRecipient, SignalMeta } from "@haste/engine/track";
import type { NewSignal } from "../../../ledger/index.ts";
import type { KnownSender, OwnEmail } from "./queries.ts";

/** An inbound mail as it was read, and whom of ours it concerns. */
export interface ReadMail {
  readonly inboundId: string;
  /** The same for every copy of the mail, in whichever of our mailboxes it lies. */
  readonly key: string;
  readonly reading: InboundReading;
  readonly receivedAt: Instant;
  readonly now: Instant;
  /** The email it answers or reports on. */
  readonly email: OwnEmail | null;
  /** Who wrote a mail that answers none, where we know them. */
  readonly sender: KnownSender | null;
}

/** Nothing honest comes back later; what does was written by somebody else (a report of a mail never sent). */
const oldestReportedDays = 30;

/** What an inbound mail means to the ledger; nothing where it concerns nobody of ours. */
export function signalsOf(read: ReadMail): NewSignal[] {
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
    key: `inbound ${kind} ${key}`,
  } as const;
}

function reported(read: ReadMail, recipients: readonly ReportedRecipient[]): NewSignal[] {
  const { email, now } = read;
  if (email === null || (email.sent_at !== null && now - email.sent_at.getTime() > oldestReportedDays * DAY_MS))
    return [];
  const to = email.to_email.toLowerCase();
  const exact = recipients.find((one) => one.address === to || one.originalAddress === to);
  const one = exact ?? (recipients.length === 1 ? recipients[0] : undefined);
  if (one === undefined) return [];
  if (one.action === "delivered") return about(read, "delivered", {});
  if (one.action !== "failed") return [];
  // Somebody the mail was passed on to does not exist: that says nothing about the address we wrote to.
  const isElsewhere = exact === undefined && one.address !== null;
  const bounceType = isElsewhere && one.bounceType === "hard" ? "unknown" : (one.bounceType ?? "unknown");
  return about(read, "bounced", { bounceType, ...(one.said === "" ? {} : { reply: one.said }) });
}

type Written = Extract<InboundReading, { class: "human" | "auto_reply" }>;

function written(read: ReadMail, reading: Written): NewSignal[] {
  if (reading.asksToStop) {
    const meta = { by: "words" };
    return read.email === null ? fresh(read, "unsubscribed", meta) : about(read, "unsubscribed", meta);
  }
  const kind = reading.class === "human" ? "replied" : "auto_replied";
  const meta = reading.returnsOn === null ? {} : { returnsOn: reading.returnsOn };
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
