import { fieldsOf, fromMillis, fromSeconds, idsOf, jsonFields, oneOrMany, ourId, textAt, textsIn } from "./fields.ts";
import { eventOf, type ProviderEvent, type ProviderEventKind, type RejectReason } from "./provider-event.ts";

/** Brevo (developers.brevo.com, "Transactional webhooks"). `id` names the webhook, so its events have no name. */
export function readBrevo(body: unknown): ProviderEvent[] {
  return oneOrMany(body)
    .map(fieldsOf)
    .flatMap((event) => {
      const name = textAt(event, "event");
      if (name === null) return [];
      const [kind, rejectReason] = kinds[name] ?? ["unknown", null];
      const metadata = jsonFields(textAt(event, "X-Mailin-custom"));
      return eventOf({
        kind,
        rejectReason,
        messageId: textAt(event, "message-id"),
        headerIds: idsOf(textAt(event, "message-id")),
        emailId: ourId(metadata.email),
        recipient: textAt(event, "email"),
        at: fromMillis(event.ts_epoch) ?? fromSeconds(event.ts_event),
        reason: name === "invalid_email" ? "no_mailbox" : null,
        isFinal: kind === "bounced" ? name !== "soft_bounce" : null,
        reply: textAt(event, "reason"),
        tags: Array.isArray(event.tags) ? textsIn(event.tags) : textsIn(event.tag),
        metadata,
        link: textAt(event, "link"),
        agent: textAt(event, "user_agent"),
      });
    });
}

const kinds: Readonly<Record<string, readonly [ProviderEventKind, RejectReason | null]>> = {
  request: ["queued", null],
  delivered: ["delivered", null],
  deferred: ["deferred", null],
  soft_bounce: ["bounced", "bounced"],
  hard_bounce: ["bounced", "bounced"],
  invalid_email: ["bounced", "invalid"],
  blocked: ["rejected", "blocked"],
  error: ["failed", "other"],
  spam: ["complained", "spam"],
  complaint: ["complained", "spam"],
  unsubscribe: ["unsubscribed", "unsubscribed"],
  unsubscribed: ["unsubscribed", "unsubscribed"],
  list_addition: ["subscribed", null],
  opened: ["opened", null],
  unique_opened: ["opened", null],
  proxy_open: ["opened", null],
  unique_proxy_open: ["opened", null],
  click: ["clicked", null],
};
