import { type Fields, fieldsOf, fromSeconds, idsOf, oneOrMany, ourId, textAt, textsIn } from "./fields.ts";
import { eventOf, type Kinds, type ProviderEvent, type Reasons } from "./provider-event.ts";

/**
 * SendGrid (docs: "Event Webhook Reference"). What a customer gave along stands among the event's own fields: `ownFields`
 * tells them apart.
 */
export function readSendgrid(body: unknown): ProviderEvent[] {
  return oneOrMany(body).map(fieldsOf).flatMap(readOne);
}

function readOne(event: Fields): ProviderEvent[] {
  const name = textAt(event, "event");
  if (name === null) return [];
  const kind = kinds[name] ?? "unknown";
  const isDropped = kind === "rejected";
  const isRefused = isDropped || kind === "bounced";
  const said = textAt(event, "response") ?? textAt(event, "reason");
  const cause = (textAt(event, "type") ?? textAt(event, "reason") ?? "").toLowerCase();
  return [
    eventOf({
      kind,
      eventId: textAt(event, "sg_event_id"),
      messageId: textAt(event, "smtp-id"),
      headerIds: idsOf(textAt(event, "smtp-id")),
      emailId: ourId(event.haste_email),
      recipient: textAt(event, "email"),
      at: fromSeconds(event.timestamp),
      rejectReason: isRefused ? (reasons[cause] ?? "other") : null,
      reason: isDropped && cause === "invalid" ? "no_mailbox" : null,
      // "blocked" are refusals SendGrid would try again with the next mail; "bounce" ones it never does.
      isFinal: kind === "bounced" ? cause !== "blocked" : null,
      status: textAt(event, "status"),
      description: textAt(event, "reason"),
      // What was dropped met no server.
      reply: isDropped ? null : said,
      tags: typeof event.category === "string" ? [event.category] : textsIn(event.category),
      metadata: Object.fromEntries(Object.entries(event).filter(([field]) => !ownFields.has(field))),
      link: textAt(event, "url"),
      agent: textAt(event, "useragent"),
    }),
  ];
}

const kinds: Kinds = {
  processed: "queued",
  dropped: "rejected",
  delivered: "delivered",
  deferred: "deferred",
  bounce: "bounced",
  open: "opened",
  click: "clicked",
  spamreport: "complained",
  unsubscribe: "unsubscribed",
  group_unsubscribe: "unsubscribed",
  group_resubscribe: "subscribed",
};

const reasons: Reasons = {
  invalid: "invalid",
  bounce: "bounced",
  "bounced address": "bounced",
  blocked: "blocked",
  expired: "timed_out",
  "unsubscribed address": "unsubscribed",
  "spam reporting address": "spam",
  "spam content": "spam",
};

const ownFields = new Set(
  (
    "asm_group_id attempt bounce_classification category cert_err email event ip ip_ssl_opt_out marketing_campaign_id " +
    "marketing_campaign_name newsletter pool post_type reason response send_at sg_content_type sg_event_id " +
    "sg_machine_open sg_message_id singlesend_id singlesend_name smtp-id status template timestamp tls type url " +
    "url_offset useragent"
  ).split(" "),
);
