import { type Fields, fieldsOf, fromIso, idsOf, listOf, ourId, textAt } from "./fields.ts";
import { eventOf, type Kinds, type ProviderEvent, type Reasons } from "./provider-event.ts";

/** Unisender Go (godocs.unisender.com, "Event notification"): events by user, or one of them alone. */
export function readUnisenderGo(body: unknown): ProviderEvent[] {
  const notice = fieldsOf(body);
  const events = Array.isArray(notice.events_by_user)
    ? listOf(notice.events_by_user).flatMap((user) => listOf(fieldsOf(user).events))
    : [notice];
  return events.map(fieldsOf).flatMap((event) => {
    // Others speak of blocked projects, not of mails.
    if (event.event_name !== "transactional_email_status") return [];
    return readOne(typeof event.event_data === "object" ? fieldsOf(event.event_data) : event);
  });
}

function readOne(event: Fields): ProviderEvent {
  const { delivery_info: told } = event;
  const status = textAt(event, "status") ?? "";
  const found = textAt(told, "delivery_status");
  const metadata = fieldsOf(event.metadata);
  return eventOf({
    kind: found === "err_will_retry" ? "deferred" : (kinds[status] ?? "unknown"),
    messageId: textAt(event, "job_id"),
    headerIds: idsOf(textAt(metadata, "message-id")),
    emailId: ourId(metadata.email),
    recipient: textAt(event, "email"),
    at: fromIso(textAt(event, "event_time")),
    rejectReason: found?.startsWith("err_") === true ? (reasons[found] ?? "other") : null,
    reason: found === "err_user_unknown" ? "no_mailbox" : null,
    isFinal: status === "hard_bounced" || status === "soft_bounced" ? status === "hard_bounced" : null,
    description: textAt(event, "comment") ?? found,
    reply: textAt(told, "destination_response"),
    metadata,
    link: textAt(event, "url"),
    agent: textAt(told, "user_agent"),
  });
}

const kinds: Kinds = {
  sent: "sent",
  delivered: "delivered",
  opened: "opened",
  clicked: "clicked",
  unsubscribed: "unsubscribed",
  subscribed: "subscribed",
  soft_bounced: "bounced",
  hard_bounced: "bounced",
  spam: "complained",
};

/** `delivery_status` of its documentation. */
const reasons: Reasons = {
  err_user_unknown: "bounced",
  err_user_inactive: "bounced",
  err_mailbox_discarded: "bounced",
  err_mailbox_full: "bounced",
  err_too_large: "bounced",
  err_unreachable: "bounced",
  err_skip_letter: "bounced",
  err_domain_inactive: "bounced",
  err_destination_misconfigured: "bounced",
  err_spam_rejected: "spam",
  err_spam_skipped: "spam",
  err_blacklisted: "blocked",
  err_unsub: "unsubscribed",
};
