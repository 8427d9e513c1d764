import { codeIn, fieldsOf, fromIso, idsOf, listOf, oneOrMany, ourId, textAt } from "./fields.ts";
import { eventOf, type ProviderEvent, type ProviderEventKind } from "./provider-event.ts";

/** Our own form, for services without a mapping (docs/provider-events.md): one event, a list, or `{"events": […]}`. */
export function readGeneric(body: unknown): ProviderEvent[] {
  const { events } = fieldsOf(body);
  return (events === undefined ? oneOrMany(body) : listOf(events)).map(fieldsOf).flatMap((event) => {
    const name = textAt(event, "event");
    if (name === null) return [];
    const kind = kinds.has(name) ? (name as ProviderEventKind) : "unknown";
    return eventOf({
      kind,
      eventId: textAt(event, "id"),
      messageId: textAt(event, "messageId"),
      headerIds: idsOf(textAt(event, "messageId")),
      emailId: ourId(event.emailId),
      recipient: textAt(event, "recipient"),
      at: fromIso(textAt(event, "occurredAt")),
      isFinal: typeof event.final === "boolean" ? event.final : null,
      code: codeIn(textAt(event, "code")),
      status: textAt(event, "status"),
      description: textAt(event, "reason"),
      reply: textAt(event, "reply"),
      link: textAt(event, "link"),
      agent: textAt(event, "agent"),
    });
  });
}

const kinds: ReadonlySet<string> = new Set([
  "queued",
  "sent",
  "delivered",
  "deferred",
  "bounced",
  "rejected",
  "failed",
  "complained",
  "unsubscribed",
  "opened",
  "clicked",
] satisfies ProviderEventKind[]);
