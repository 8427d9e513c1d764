import type { Instant } from "@haste/engine/base";
import type { LockedEmail } from "./queries/emails.ts";
import type { HappeningCounter, SendCounter } from "./queries/rollups.ts";

/** What one email's row adds to the rollups. They are the sum of this over all emails, so the order of arrival is nothing. */
export interface Derived {
  /** When it was sent, else refused; null while neither is known: until then the rollups of sending do not hold it. */
  readonly sentAt: Date | null;
  readonly send: Readonly<Record<SendCounter, number>>;
  /** What happens once, with the earliest instant anybody told. */
  readonly once: Readonly<Record<OnceCounter, Date | null>>;
}

export const onceCounters = ["sent", "delivered", "replied", "bounced"] as const satisfies readonly HappeningCounter[];
type OnceCounter = (typeof onceCounters)[number];

/** Dated by the signal that is being counted: each open, and the first complaint or unsubscribe. */
export const eachTimeCounters = [
  "opens",
  "machine_opens",
  "clicks",
  "machine_clicks",
  "complained",
  "unsubscribed",
] as const satisfies readonly HappeningCounter[];

export function deriveCounts(email: LockedEmail): Derived {
  return {
    sentAt: email.sent_at ?? email.bounced_at,
    send: {
      sent: one(email.sent_at !== null),
      delivered: one(email.delivered_at !== null),
      opens: email.open_count,
      machine_opens: email.machine_open_count,
      opened: one(email.open_count > 0),
      opened_machine: one(email.machine_open_count > 0),
      clicks: email.click_count,
      machine_clicks: email.machine_click_count,
      clicked: one(email.click_count > 0),
      replied: one(email.replied_at !== null),
      bounced: one(email.bounced_at !== null),
      refused: one(email.bounced_at !== null && email.sent_at === null),
      complained: one(email.spam_complaint),
      unsubscribed: one(email.unsubscribed),
      bounced_hard: one(email.bounce_type === "hard"),
      bounced_soft: one(email.bounce_type === "soft"),
      bounced_block: one(email.bounce_type === "block"),
      bounced_auth: one(email.bounce_type === "auth"),
      bounced_content: one(email.bounce_type === "content"),
    },
    once: {
      sent: email.sent_at,
      delivered: email.delivered_at,
      replied: email.replied_at,
      bounced: email.bounced_at,
    },
  };
}

function one(isSo: boolean): number {
  return isSo ? 1 : 0;
}

/**
 * Who reads a mail, as reports tell it: the systems we know by name have no dot, and any domain that stands for itself is
 * one of the others.
 */
export function readerOf({ recipient_provider: provider }: LockedEmail): string {
  return provider === null || provider.includes(".") ? "other" : provider;
}

/** Longer after it happened, and a number may change that somebody has read already. */
const lateAfterMs = 60 * 60_000;

export function isLate(occurredAt: Instant, recordedAt: Instant): boolean {
  return recordedAt - occurredAt > lateAfterMs;
}

const quarterMs = 15 * 60_000;

/** Start of the quarter of an hour that holds `at`. */
export function quarterOf(at: Instant | Date): Instant {
  return (Math.floor(Number(at) / quarterMs) * quarterMs) as Instant;
}
