import { below, fieldsOf, fromSeconds, idsOf, textAt } from "./fields.ts";
import { eventOf, type ProviderEvent, type ProviderEventKind, type RejectReason } from "./provider-event.ts";

/** Postal (docs.postalserver.io, "Payloads"). It names our own Message-ID beside its number of the mail. */
export function readPostal(body: unknown): ProviderEvent[] {
  const notice = fieldsOf(body);
  const name = textAt(notice, "event");
  if (name === null) return [];
  const [kind, rejectReason] = kinds[name] ?? ["unknown", null];
  const { payload } = notice;
  const mail = below(payload, name === "MessageBounced" ? "original_message" : "message");
  const tag = textAt(mail, "tag");
  return [
    eventOf({
      kind,
      rejectReason,
      eventId: textAt(notice, "uuid"),
      messageId: textAt(mail, "id"),
      headerIds: idsOf(textAt(mail, "message_id")),
      recipient: textAt(mail, "to"),
      at: fromSeconds(notice.timestamp),
      isFinal: kind === "bounced" ? true : null,
      description: textAt(payload, "details"),
      reply: textAt(payload, "output"),
      tags: tag === null ? [] : [tag],
      link: textAt(payload, "url"),
      agent: textAt(payload, "user_agent"),
    }),
  ];
}

const kinds: Readonly<Record<string, readonly [ProviderEventKind, RejectReason | null]>> = {
  MessageSent: ["delivered", null],
  MessageDelayed: ["deferred", null],
  MessageHeld: ["queued", null],
  MessageDeliveryFailed: ["bounced", "bounced"],
  MessageBounced: ["bounced", "bounced"],
  MessageLoaded: ["opened", null],
  MessageLinkClicked: ["clicked", null],
};
