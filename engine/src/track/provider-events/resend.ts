import { below, type Fields, fieldsOf, fromIso, idsOf, listOf, ourId, textAt, textsIn } from "./fields.ts";
import { eventOf, type Kinds, type ProviderEvent } from "./provider-event.ts";

/** Resend (resend.com/docs/dashboard/webhooks/event-types). Its header names the event (`svix-id`), the body does not. */
export function readResend(body: unknown): ProviderEvent[] {
  const notice = fieldsOf(body);
  const type = textAt(notice, "type");
  if (type?.startsWith("email.") !== true) return [];
  const mail = fieldsOf(notice.data);
  const kind = kinds[type] ?? "unknown";
  const tags = fieldsOf(mail.tags);
  return textsIn(mail.to).map((recipient) =>
    eventOf({
      kind,
      ...(kind === "bounced" ? bounceOf(mail) : {}),
      ...(kind === "complained" ? { rejectReason: "spam" } : {}),
      messageId: textAt(mail, "email_id"),
      headerIds: idsOf(textAt(mail, "message_id"), ...headerIdsOf(mail)),
      emailId: ourId(tags.email),
      recipient,
      at: fromIso(textAt(notice, "created_at")),
      metadata: tags,
      link: textAt(mail, "click", "link"),
      agent: textAt(mail, "click", "userAgent") ?? textAt(mail, "open", "userAgent"),
    }),
  );
}

function headerIdsOf(mail: Fields): (string | null)[] {
  const headers = listOf(mail.headers).filter((header) => /^message-id$/i.test(textAt(header, "name") ?? ""));
  return headers.map((header) => textAt(header, "value"));
}

/** What Resend itself keeps from leaving met no server. */
function bounceOf(mail: Fields): Partial<ProviderEvent> {
  const description = textAt(mail, "bounce", "message");
  const type = textAt(mail, "bounce", "type");
  const isSuppressed = textAt(mail, "bounce", "subType") === "Suppressed" || /has suppressed/i.test(description ?? "");
  const isFinal = type === null ? null : type === "Permanent";
  return isSuppressed
    ? { description, rejectReason: "blocked", isFinal: false }
    : {
        description,
        rejectReason: "bounced",
        isFinal,
        reply: textsIn(below(mail, "bounce", "diagnosticCode"))[0] ?? description,
      };
}

const kinds: Kinds = {
  "email.sent": "sent",
  "email.delivered": "delivered",
  "email.delivery_delayed": "deferred",
  "email.bounced": "bounced",
  "email.suppressed": "bounced",
  "email.failed": "failed",
  "email.complained": "complained",
  "email.opened": "opened",
  "email.clicked": "clicked",
};
