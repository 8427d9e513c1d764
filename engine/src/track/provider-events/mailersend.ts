import { below, fieldsOf, fromIso, idsOf, ourId, textAt, textsIn } from "./fields.ts";
import { eventOf, type ProviderEvent, type ProviderEventKind, type RejectReason } from "./provider-event.ts";

/** MailerSend (developers.mailersend.com, "Webhooks"): `activity.*`; others speak of identities and maintenance. */
export function readMailersend(body: unknown): ProviderEvent[] {
  const notice = fieldsOf(body);
  const type = textAt(notice, "type");
  if (type?.startsWith("activity.") !== true) return [];
  const event = fieldsOf(notice.data);
  const [kind, rejectReason] = kinds[type.slice("activity.".length)] ?? ["unknown", null];
  const headers = below(event, "email", "message", "headers");
  return [
    eventOf({
      kind,
      rejectReason,
      eventId: textAt(event, "id"),
      messageId: textAt(event, "email", "message", "id"),
      headerIds: idsOf(textAt(headers, "Message-ID")),
      emailId: ourId(textsIn(below(event, "email", "tags")).find((tag) => ourId(tag) !== null)),
      recipient: textAt(event, "email", "recipient", "email"),
      at: fromIso(textAt(event, "created_at")),
      isFinal: kind === "bounced" ? type.endsWith("hard_bounced") : null,
      description: textAt(event, "morph", "readable_reason") ?? textAt(event, "morph", "reason"),
      tags: textsIn(below(event, "email", "tags")),
      link: textAt(event, "morph", "url"),
      agent: textAt(event, "morph", "user_agent"),
    }),
  ];
}

const kinds: Readonly<Record<string, readonly [ProviderEventKind, RejectReason | null]>> = {
  sent: ["sent", null],
  delivered: ["delivered", null],
  deferred: ["deferred", null],
  soft_bounced: ["bounced", "bounced"],
  hard_bounced: ["bounced", "bounced"],
  opened: ["opened", null],
  opened_unique: ["opened", null],
  clicked: ["clicked", null],
  clicked_unique: ["clicked", null],
  unsubscribed: ["unsubscribed", "unsubscribed"],
  spam_complaint: ["complained", "spam"],
};
