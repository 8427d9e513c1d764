import type { Instant } from "@haste/engine/base";
import type { Signal } from "@haste/engine/track";
import type { LockedEmail } from "./queries/emails.ts";
import type { HappeningCounter, SendCounter } from "./queries/rollups.ts";

/** What one signal adds to the rollups of its email. */
export interface Counted {
  readonly send: readonly SendCounter[];
  readonly happening: readonly HappeningCounter[];
}

const nothing: Counted = { send: [], happening: [] };

/**
 * Applies one signal to its email (which it changes) and says what it counts. Counters are derived: the same signals in
 * any order give the same numbers. Opens and clicks of people and of unknowns count; machine ones are kept beside.
 */
export function applySignal(email: LockedEmail, signal: Signal): Counted {
  return appliers[signal.kind](email, signal, new Date(signal.occurredAt));
}

type Applier = (email: LockedEmail, signal: Signal, at: Date) => Counted;

const appliers: Readonly<Record<Signal["kind"], Applier>> = {
  sent(email, signal, at) {
    if (email.sent_at !== null) return nothing;
    settle(email, "sent");
    email.sent_at = at;
    email.smtp_reply = signal.meta.reply ?? email.smtp_reply;
    email.provider_message_id = signal.meta.providerMessageId ?? email.provider_message_id;
    return { send: ["sent"], happening: ["sent"] };
  },
  delivered(email, _signal, at) {
    if (email.delivered_at !== null) return nothing;
    email.delivered_at = at;
    if (email.status === "sent") email.status = "delivered";
    return { send: ["delivered"], happening: ["delivered"] };
  },
  deferred(email, signal) {
    email.status = "scheduled";
    email.claim_id = null;
    email.smtp_reply = signal.meta.reply ?? email.smtp_reply;
    email.due_at = signal.meta.retryAt === undefined ? email.send_at : new Date(signal.meta.retryAt);
    email.send_at = email.due_at;
    return nothing;
  },
  bounced(email, signal, at) {
    if (email.bounced_at !== null) return nothing;
    settle(email, "bounced");
    email.bounced_at = at;
    email.bounce_type = signal.meta.bounceType ?? "unknown";
    email.bounce_reason = signal.meta.reply ?? null;
    return { send: ["bounced"], happening: ["bounced"] };
  },
  failed(email, signal) {
    settle(email, "failed");
    email.smtp_reply = signal.meta.reply ?? email.smtp_reply;
    email.held_reason = signal.meta.reason ?? null;
    return nothing;
  },
  held(email, signal) {
    settle(email, "held");
    email.claim_id = null;
    email.held_reason = signal.meta.reason ?? null;
    return nothing;
  },
  uncertain(email, signal) {
    // The claim stays: a late yes of the same attempt may still settle it.
    email.status = "uncertain";
    email.due_at = null;
    email.smtp_reply = signal.meta.reply ?? email.smtp_reply;
    return nothing;
  },
  absent(email, _signal, at) {
    email.status = "scheduled";
    email.claim_id = null;
    email.due_at = at;
    return nothing;
  },
  opened(email, signal, at) {
    if (signal.actor === "machine") {
      email.machine_open_count += 1;
      return {
        send: email.machine_open_count === 1 ? ["machine_opens", "opened_machine"] : ["machine_opens"],
        happening: ["machine_opens"],
      };
    }
    const first = email.open_count === 0;
    email.open_count += 1;
    email.opened_at = earlier(email.opened_at, at);
    return { send: first ? ["opens", "opened"] : ["opens"], happening: ["opens"] };
  },
  clicked(email, signal, at) {
    if (signal.actor === "machine") {
      email.machine_click_count += 1;
      return { send: ["machine_clicks"], happening: ["machine_clicks"] };
    }
    const first = email.click_count === 0;
    email.click_count += 1;
    email.clicked_at = earlier(email.clicked_at, at);
    return { send: first ? ["clicks", "clicked"] : ["clicks"], happening: ["clicks"] };
  },
  replied(email, _signal, at) {
    const first = email.replied_at === null;
    email.replied_at = earlier(email.replied_at, at);
    return first ? { send: ["replied"], happening: ["replied"] } : nothing;
  },
  auto_replied: () => nothing,
  complained(email) {
    if (email.spam_complaint) return nothing;
    email.spam_complaint = true;
    return { send: ["complained"], happening: ["complained"] };
  },
  unsubscribed(email) {
    if (email.unsubscribed) return nothing;
    email.unsubscribed = true;
    return { send: ["unsubscribed"], happening: ["unsubscribed"] };
  },
};

function settle(email: LockedEmail, status: LockedEmail["status"]): void {
  email.status = status;
  email.due_at = null;
}

function earlier(known: Date | null, at: Date): Date {
  return known === null || at < known ? at : known;
}

const quarterMs = 15 * 60_000;

/** Start of the quarter of an hour that holds `at`. */
export function quarterOf(at: Instant | Date): Instant {
  return (Math.floor(Number(at) / quarterMs) * quarterMs) as Instant;
}
