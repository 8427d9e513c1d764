import { isPositive, type ReplyClass, replyClasses } from "@haste/engine/condition";
import type { BounceType, Signal } from "@haste/engine/track";
import type { LockedEmail } from "./queries/emails.ts";

/**
 * Applies one signal to its email, which it changes. The same signals in any order leave the same counters and instants;
 * opens and clicks of people and of unknowns count, machine ones are kept beside.
 */
export function applySignal(email: LockedEmail, signal: Signal): void {
  appliers[signal.kind](email, signal, new Date(signal.occurredAt));
}

/** From a yes to a no. */
const warmth: readonly ReplyClass[] = [...replyClasses].toSorted((a, b) => nearness(b) - nearness(a));

function nearness(name: ReplyClass): number {
  if (isPositive(name)) return name === "interested" ? 3 : 2;
  return name === "question" || name === "not_now" ? 1 : 0;
}

type Applier = (email: LockedEmail, signal: Signal, at: Date) => void;

const appliers: Readonly<Record<Signal["kind"], Applier>> = {
  sent(email, signal, at) {
    if (email.sent_at !== null) return;
    // A report of its delivery or bounce may overtake the server's own yes.
    if (email.status !== "bounced") settle(email, email.delivered_at === null ? "sent" : "delivered");
    email.sent_at = at;
    email.held_reason = null;
    email.smtp_reply = signal.meta.reply ?? email.smtp_reply;
    email.provider_message_id = signal.meta.providerMessageId ?? email.provider_message_id;
  },
  delivered(email, _signal, at) {
    email.delivered_at = earlier(email.delivered_at, at);
    if (email.status === "sent") email.status = "delivered";
  },
  deferred(email, signal) {
    email.status = "scheduled";
    email.claim_id = null;
    email.smtp_reply = signal.meta.reply ?? email.smtp_reply;
    email.due_at = signal.meta.retryAt === undefined ? email.send_at : new Date(signal.meta.retryAt);
    email.send_at = email.due_at;
  },
  bounced(email, signal, at) {
    if (email.bounced_at === null) settle(email, "bounced");
    const type = signal.meta.bounceType ?? "unknown";
    if (isFirstBounce(email, type, at)) {
      email.bounce_type = type;
      email.bounce_reason = signal.meta.reply ?? null;
    }
    email.bounced_at = earlier(email.bounced_at, at);
  },
  failed(email, signal) {
    settle(email, "failed");
    email.smtp_reply = signal.meta.reply ?? email.smtp_reply;
    email.held_reason = signal.meta.reason ?? null;
  },
  held(email, signal) {
    settle(email, "held");
    email.claim_id = null;
    email.held_reason = signal.meta.reason ?? null;
  },
  uncertain(email, signal) {
    // The claim stays: a late yes of the same attempt may still settle it.
    email.status = "uncertain";
    email.due_at = null;
    email.held_reason = signal.meta.reason ?? null;
    email.smtp_reply = signal.meta.reply ?? email.smtp_reply;
  },
  absent(email, _signal, at) {
    email.status = "scheduled";
    email.claim_id = null;
    email.held_reason = null;
    email.due_at = at;
  },
  opened(email, signal, at) {
    if (signal.actor === "machine") {
      email.machine_open_count += 1;
      return;
    }
    email.open_count += 1;
    email.opened_at = earlier(email.opened_at, at);
  },
  clicked(email, signal, at) {
    if (signal.actor === "machine") {
      email.machine_click_count += 1;
      return;
    }
    email.click_count += 1;
    email.clicked_at = earlier(email.clicked_at, at);
  },
  replied(email, signal, at) {
    email.replied_at = earlier(email.replied_at, at);
    email.reply_class = warmer(email.reply_class, signal.meta.replyClass ?? null);
  },
  auto_replied() {},
  task_done() {},
  meeting_booked() {},
  meeting_canceled() {},
  deal_stage() {},
  tagged() {},
  custom_event() {},
  segment_entered() {},
  page_visit() {},
  complained(email) {
    email.spam_complaint = true;
  },
  unsubscribed(email) {
    email.unsubscribed = true;
  },
};

/** What says most first: of two that came at the same instant it is the one that is told. */
const bounceTypes: readonly BounceType[] = ["hard", "block", "auth", "content", "soft", "unknown"];

/** An email bounced as the earliest of its bounces says, whichever of them was told first. */
function isFirstBounce({ bounced_at: known, bounce_type: type }: LockedEmail, other: BounceType, at: Date): boolean {
  if (known === null || type === null || at < known) return true;
  return at.getTime() === known.getTime() && bounceTypes.indexOf(other) < bounceTypes.indexOf(type);
}

function settle(email: LockedEmail, status: LockedEmail["status"]): void {
  email.status = status;
  email.due_at = null;
}

/** Of several answers to one email the one nearest to a yes stays, so that their order is nothing. */
function warmer(known: string | null, said: string | null): string | null {
  const names: readonly (string | null)[] = warmth;
  const [knownPlace, saidPlace] = [names.indexOf(known), names.indexOf(said)];
  if (saidPlace === -1) return known;
  return knownPlace === -1 || saidPlace < knownPlace ? said : known;
}

function earlier(known: Date | null, at: Date): Date {
  return known === null || at < known ? at : known;
}
