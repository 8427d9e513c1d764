import type { BounceType } from "./signals.ts";

/** What a refusal does to the three it can concern. */
export interface BounceReason {
  /** Whose fault it is; the only thing reactions ask for. */
  readonly type: BounceType;
  readonly contact: "address dead" | "may be written again" | "untouched";
  readonly account: "untouched" | "slows down" | "shown to its owner" | "paused where it is refused itself";
  readonly email: "ends as bounced";
  readonly source: string;
}

const alive = { contact: "may be written again", account: "untouched", email: "ends as bounced" } as const;
const ours = { contact: "untouched", account: "shown to its owner", email: "ends as bounced" } as const;
const dead = { type: "hard", contact: "address dead", account: "untouched", email: "ends as bounced" } as const;

/**
 * Why a mail came back, and what that does to the contact, the account and the email. The names are stored. Only the first
 * two speak of the address, and only where they were said for good: everything else leaves the person alone (B16).
 */
export const bounceReasons = {
  no_mailbox: { ...dead, source: "RFC 3463 §3.2 x.1.1, x.1.3, x.1.6; RFC 5321 §4.2.3 550 and 551 to RCPT" },
  no_mail_host: { ...dead, source: "RFC 3463 §3.2 x.1.2; RFC 7505 §4.2 x.1.10 and null MX; RFC 1034 name error" },
  mailbox_full: { ...alive, type: "soft", source: "RFC 3463 §3.3 x.2.2; RFC 5321 §4.2.3 452 and 552" },
  not_accepting: {
    ...alive,
    type: "soft",
    source: "RFC 3463 §3.3 x.2.0, x.2.1; RFC 5321 §3.6.2: after DATA a server's word is no more about the mailbox list",
  },
  unreachable: {
    ...alive,
    type: "soft",
    source: "RFC 3463 §3.4 x.3.x (also of a disk of the whole system), §3.5 x.4.x; RFC 5321 §4.5.4.1",
  },
  rate: {
    ...alive,
    type: "block",
    account: "slows down",
    source: "RFC 3463 x.4.5; support.google.com/a/answer/3726730 4.2.1, 4.7.28, 5.2.1 'receiving mail at a rate'",
  },
  reputation: {
    ...ours,
    type: "block",
    source: "RFC 5782 (lists of addresses); RFC 5321 §3.1 (refused before any name); senders.yahooinc.com TSS, PH",
  },
  sender_auth: {
    ...ours,
    type: "auth",
    account: "paused where it is refused itself",
    source: "RFC 7372 §3 x.7.20-25 and the PTR; RFC 7489; support.google.com/mail/answer/81126; Microsoft 5.7.515",
  },
  policy: { ...ours, type: "block", source: "RFC 3463 §3.8 x.7.0-x.7.2; RFC 5321 §3.6.2, §7.9" },
  too_big: { ...ours, type: "content", source: "RFC 3463 x.2.3, x.3.4; RFC 1870 §6.1" },
  content: { ...ours, type: "content", source: "RFC 3463 §3.7 x.6.x, §3.6 x.5.x; RFC 5321 §4.2.2 500-504" },
  unknown: { ...ours, type: "unknown", account: "untouched", source: "RFC 3463 §3.1 x.0.0: only the class is known" },
} as const satisfies Readonly<Record<string, BounceReason>>;
export type BounceReasonName = keyof typeof bounceReasons;
