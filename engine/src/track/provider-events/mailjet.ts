import { fieldsOf, fromSeconds, idsOf, jsonFields, oneOrMany, ourId, textAt } from "./fields.ts";
import { eventOf, type Kinds, type ProviderEvent, type Reasons } from "./provider-event.ts";

/** Mailjet (dev.mailjet.com, "Event API: real-time notifications"), grouped or one by one. */
export function readMailjet(body: unknown): ProviderEvent[] {
  return oneOrMany(body)
    .map(fieldsOf)
    .flatMap((event) => {
      const name = textAt(event, "event");
      if (name === null) return [];
      const error = textAt(event, "error");
      const tag = textAt(event, "customcampaign");
      const metadata = jsonFields(textAt(event, "Payload"));
      return eventOf({
        // A greylisting server takes the mail a little later, and Mailjet tries again.
        kind: name === "bounce" && error === "greylisted" ? "deferred" : (kinds[name] ?? "unknown"),
        messageId: textAt(event, "MessageID"),
        headerIds: idsOf(textAt(event, "CustomID")),
        emailId: ourId(metadata.email) ?? ourId(event.CustomID),
        recipient: textAt(event, "email"),
        at: fromSeconds(event.time),
        rejectReason: error === null ? null : (reasons[error] ?? "other"),
        reason: error === "user unknown" ? "no_mailbox" : null,
        isFinal: typeof event.hard_bounce === "boolean" ? event.hard_bounce : null,
        description: textAt(event, "comment") ?? error,
        reply: textAt(event, "smtp_reply"),
        tags: tag === null || tag === "" ? [] : [tag],
        metadata,
        link: textAt(event, "url"),
        agent: textAt(event, "agent"),
      });
    });
}

const kinds: Kinds = {
  sent: "delivered",
  open: "opened",
  click: "clicked",
  bounce: "bounced",
  blocked: "rejected",
  spam: "complained",
  unsub: "unsubscribed",
};

/** `error` of a bounce or block (dev.mailjet.com, "Possible values for errors"). */
const reasons: Reasons = {
  "user unknown": "bounced",
  "mailbox inactive": "bounced",
  "quota exceeded": "bounced",
  "invalid domain": "bounced",
  "no mail host": "bounced",
  "relay/access denied": "bounced",
  typofix: "invalid",
  preblocked: "blocked",
  blacklisted: "blocked",
  "spam reporter": "spam",
  "sender blocked": "spam",
  "content blocked": "spam",
  "policy issue": "spam",
  "duplicate in campaign": "other",
};
