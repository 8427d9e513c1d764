import { DAY_MS } from "@haste/engine/base";
import type { ReadMail } from "./read-mail.ts";

/**
 * Why an inbound mail is kept without anything following from it: it reports on no mail of ours, on one of long ago or
 * on somebody else than it went to (all of which a stranger can write), it is a receiver's report that was
 * refused, or it could not be read.
 */
export type SetAside = "not_ours" | "too_old" | "other_recipient" | "unreadable" | "unknown_sender" | "report_refused";

/** Nothing honest comes back later; what does was written by somebody else (a report of a mail never sent). */
const oldestReportedDays = 30;

/** null: it means what it says, or is nothing that could mean anything (a copy of our own mail). */
export function setAside({ reading, email, sender, now }: ReadMail): SetAside | null {
  switch (reading.class) {
    case "complaint":
    case "bounce":
    case "delivery":
    case "delay":
      if (email === null) return "not_ours";
      if (email.sent_at !== null && now - email.sent_at.getTime() > oldestReportedDays * DAY_MS) return "too_old";
      return reading.class === "bounce" && recipientOf(reading.recipients, email.to_email) === null
        ? "other_recipient"
        : null;
    case "human":
    case "auto_reply":
      return email === null && sender === null ? "unknown_sender" : null;
    default:
      return null;
  }
}

interface Reported {
  readonly address: string | null;
  readonly originalAddress: string | null;
}

/** What a report says of the address we wrote to: by name, else where it speaks of one recipient only. */
export function recipientOf<R extends Reported>(recipients: readonly R[], address: string): R | null {
  const to = address.toLowerCase();
  const exact = recipients.find((one) => one.address === to || one.originalAddress === to);
  return exact ?? (recipients.length === 1 ? (recipients[0] ?? null) : null);
}
