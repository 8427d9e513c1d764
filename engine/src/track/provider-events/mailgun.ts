import {
  addressIn,
  below,
  codeIn,
  type Fields,
  fieldsOf,
  fromSeconds,
  idsOf,
  ourId,
  textAt,
  textsIn,
} from "./fields.ts";
import { eventOf, type Kinds, type ProviderEvent, type Reasons } from "./provider-event.ts";

/** Mailgun: `event-data` (docs: "Event Structure"), and the flat fields its first webhooks posted as a form. */
export function readMailgun(body: unknown): ProviderEvent[] {
  const notice = fieldsOf(body);
  if (typeof notice["event-data"] === "object") return readEvent(fieldsOf(notice["event-data"]));
  return readFlat(notice);
}

function readEvent(event: Fields): ProviderEvent[] {
  const name = textAt(event, "event");
  if (name === null) return [];
  const kind = name === "failed" && event.severity === "temporary" ? "deferred" : (kinds[name] ?? "unknown");
  const cause = textAt(event, "reason");
  const headers = below(event, "message", "headers");
  const status = event["delivery-status"];
  const description = textAt(status, "description") || textAt(status, "message") || null;
  return [
    eventOf({
      kind,
      eventId: textAt(event, "id"),
      messageId: bracketed(textAt(headers, "message-id")),
      headerIds: idsOf(textAt(headers, "message-id")),
      emailId: ourId(below(event, "user-variables", "email")),
      recipient: textAt(event, "recipient") ?? addressIn(textAt(headers, "to")),
      at: fromSeconds(event.timestamp),
      rejectReason: cause === null && kind !== "rejected" ? null : (reasons[cause ?? ""] ?? "other"),
      isFinal: name === "failed" ? kind === "bounced" : null,
      status: textAt(status, "enhanced-code"),
      description: textAt(event, "reject", "reason") ?? description,
      code: codeIn(textAt(status, "code")),
      reply: textAt(status, "message") || null,
      tags: textsIn(event.tags),
      metadata: fieldsOf(event["user-variables"]),
      link: textAt(event, "url"),
      agent: textAt(event, "client-info", "user-agent"),
    }),
  ];
}

function readFlat(event: Fields): ProviderEvent[] {
  const name = textAt(event, "event");
  if (name === null) return [];
  const kind = flatKinds[name] ?? "unknown";
  const code = textAt(event, "code");
  const isRefused = kind === "bounced" || kind === "rejected";
  const tag = event.tag ?? event["X-Mailgun-Tag"];
  return [
    eventOf({
      kind,
      eventId: textAt(event, "token"),
      messageId: bracketed(textAt(event, "Message-Id") ?? textAt(event, "message-id")),
      headerIds: idsOf(textAt(event, "Message-Id") ?? textAt(event, "message-id")),
      emailId: ourId(event.email),
      recipient: textAt(event, "recipient"),
      at: fromSeconds(event.timestamp),
      rejectReason: isRefused ? (codes[code ?? ""] ?? (kind === "bounced" ? "bounced" : "other")) : null,
      code: codeIn(code),
      description: textAt(event, "description") ?? textAt(event, "error"),
      reply: textAt(event, "error") ?? textAt(event, "notification"),
      tags: typeof tag === "string" ? [tag] : textsIn(tag),
      link: textAt(event, "url"),
      agent: textAt(event, "user-agent"),
    }),
  ];
}

function bracketed(id: string | null): string | null {
  return id === null || id.startsWith("<") ? id : `<${id}>`;
}

const kinds: Kinds = {
  accepted: "queued",
  rejected: "rejected",
  delivered: "delivered",
  failed: "bounced",
  opened: "opened",
  clicked: "clicked",
  unsubscribed: "unsubscribed",
  complained: "complained",
};

const flatKinds: Kinds = { ...kinds, dropped: "rejected", bounced: "bounced" };

/** `reason`: what Mailgun's own lists say; servers' words are under delivery-status. */
const reasons: Reasons = {
  bounce: "bounced",
  hardfail: "bounced",
  "suppress-bounce": "bounced",
  "suppress-complaint": "spam",
  "suppress-unsubscribe": "unsubscribed",
  old: "timed_out",
};

/** Mailgun's numbers beside those of SMTP: what it found in its own lists, or did not manage in time. */
const codes: Reasons = { 602: "timed_out", 605: "bounced", 606: "unsubscribed", 607: "spam" };
