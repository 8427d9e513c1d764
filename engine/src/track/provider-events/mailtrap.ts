import { codeIn, fieldsOf, fromSeconds, idsOf, listOf, ourId, textAt } from "./fields.ts";
import { eventOf, type ProviderEvent, type ProviderEventKind, type RejectReason } from "./provider-event.ts";

/** Mailtrap (docs.mailtrap.io, "Webhooks"). */
export function readMailtrap(body: unknown): ProviderEvent[] {
  return listOf(fieldsOf(body).events)
    .map(fieldsOf)
    .flatMap((event) => {
      const name = textAt(event, "event");
      if (name === null) return [];
      const [kind, rejectReason] = kinds[name] ?? ["unknown", null];
      const metadata = fieldsOf(event.custom_variables);
      const category = textAt(event, "category");
      return eventOf({
        kind,
        rejectReason,
        eventId: textAt(event, "event_id"),
        messageId: textAt(event, "message_id"),
        headerIds: idsOf(textAt(metadata, "message-id")),
        emailId: ourId(metadata.email),
        recipient: textAt(event, "email"),
        at: fromSeconds(event.timestamp),
        isFinal: kind === "bounced" ? true : null,
        code: codeIn(textAt(event, "response_code")),
        description: textAt(event, "reason") ?? textAt(event, "bounce_category"),
        reply: textAt(event, "response"),
        tags: category === null ? [] : [category],
        metadata,
        link: textAt(event, "url"),
        agent: textAt(event, "user_agent"),
      });
    });
}

const kinds: Readonly<Record<string, readonly [ProviderEventKind, RejectReason | null]>> = {
  delivery: ["delivered", null],
  bounce: ["bounced", "bounced"],
  // Mailtrap tries again.
  "soft bounce": ["deferred", "bounced"],
  suspension: ["deferred", "other"],
  reject: ["rejected", "blocked"],
  spam: ["complained", "spam"],
  unsubscribe: ["unsubscribed", "unsubscribed"],
  open: ["opened", null],
  click: ["clicked", null],
};
