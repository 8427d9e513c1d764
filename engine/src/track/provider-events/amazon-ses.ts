import type { BounceReasonName } from "../bounce-reasons.ts";
import { below, type Fields, fieldsOf, fromIso, idsOf, listOf, ourId, textAt, textsIn } from "./fields.ts";
import { eventOf, type Kinds, type ProviderEvent } from "./provider-event.ts";

/**
 * Amazon SES, the message inside an SNS notification (docs.aws.amazon.com/ses, "Contents of event data" and "of
 * notifications"): event publishing says `eventType`, identity feedback `notificationType`, the rest is alike.
 */
export function readAmazonSes(body: unknown): ProviderEvent[] {
  const event = fieldsOf(body);
  const type = textAt(event, "eventType") ?? textAt(event, "notificationType");
  if (type === null) return [];
  const kind = kinds[type] ?? "unknown";
  const about = { ...mailOf(fieldsOf(event.mail)), kind };
  return (tellers[type] ?? toAll)(event).map((told) => eventOf({ ...about, ...told }));
}

const kinds: Kinds = {
  Bounce: "bounced",
  Complaint: "complained",
  Delivery: "delivered",
  Send: "sent",
  Reject: "rejected",
  Open: "opened",
  Click: "clicked",
  DeliveryDelay: "deferred",
  Subscription: "unsubscribed",
  "Rendering Failure": "failed",
};

type Told = Partial<ProviderEvent>;

const tellers: Readonly<Record<string, (event: Fields) => Told[]>> = {
  Bounce: ({ bounce }) =>
    listOf(below(bounce, "bouncedRecipients")).map((one) => ({
      ...toldOf(one, bounce),
      ...feedbackOf(bounce),
      status: textAt(one, "status"),
      reply: textAt(one, "diagnosticCode"),
    })),
  Complaint: ({ complaint }) =>
    listOf(below(complaint, "complainedRecipients")).map((one) => ({
      ...toldOf(one, complaint),
      eventId: textAt(complaint, "feedbackId"),
      description: textAt(complaint, "complaintFeedbackType"),
      agent: textAt(complaint, "userAgent"),
      rejectReason: "spam",
    })),
  Delivery: ({ delivery }) =>
    textsIn(below(delivery, "recipients")).map((recipient) => ({
      recipient,
      at: fromIso(textAt(delivery, "timestamp")),
      reply: textAt(delivery, "smtpResponse"),
    })),
  DeliveryDelay: ({ deliveryDelay }) =>
    listOf(below(deliveryDelay, "delayedRecipients")).map((one) => ({
      ...toldOf(one, deliveryDelay),
      status: textAt(one, "status"),
      reply: textAt(one, "diagnosticCode"),
      description: textAt(deliveryDelay, "delayType"),
    })),
  Reject: (event) => toAll(event, { description: textAt(event.reject, "reason"), rejectReason: "blocked" }),
  "Rendering Failure": (event) => toAll(event, { description: textAt(event.failure, "errorMessage") }),
  Open: (event) => toAll(event, visitOf(event.open)),
  Click: (event) => toAll(event, { ...visitOf(event.click), link: textAt(event.click, "link") }),
};

function toAll({ mail }: Fields, told: Told = {}): Told[] {
  return textsIn(below(mail, "destination")).map((recipient) => ({ ...told, recipient }));
}

function toldOf(recipient: unknown, event: unknown): Told {
  return { recipient: textAt(recipient, "emailAddress"), at: fromIso(textAt(event, "timestamp")) };
}

function visitOf(visit: unknown): Told {
  return { at: fromIso(textAt(visit, "timestamp")), agent: textAt(visit, "userAgent") };
}

function feedbackOf(bounce: unknown): Told {
  const [type, subType] = [textAt(bounce, "bounceType") ?? "", textAt(bounce, "bounceSubType") ?? ""];
  return {
    eventId: textAt(bounce, "feedbackId"),
    description: `${type}: ${subType}`,
    rejectReason: "bounced",
    isFinal: type === "Undetermined" || type === "" ? null : type === "Permanent",
    reason: reasons[subType] ?? null,
  };
}

/** `bounceSubType`; the others (General, Suppressed, …) name no cause. */
const reasons: Readonly<Record<string, BounceReasonName>> = {
  NoEmail: "no_mailbox",
  MailboxFull: "mailbox_full",
  MessageTooLarge: "too_big",
  ContentRejected: "content",
  AttachmentRejected: "content",
};

function mailOf(mail: Fields): Told {
  const messageId = textAt(mail, "messageId");
  // `arn:aws:ses:REGION:ACCOUNT:identity/…`; us-east-1 was there first, and its domain carries no region.
  const region = /^arn:[\w-]+:ses:([a-z0-9-]+):/.exec(textAt(mail, "sourceArn") ?? "")?.[1];
  const domain = region === undefined || region === "us-east-1" ? "email.amazonses.com" : `${region}.amazonses.com`;
  const headers = listOf(mail.headers).filter((header) => /^message-id$/i.test(textAt(header, "name") ?? ""));
  return {
    messageId,
    headerIds: idsOf(
      ...headers.map((header) => textAt(header, "value")),
      textAt(mail, "commonHeaders", "messageId"),
      messageId === null ? null : `<${messageId}@${domain}>`,
    ),
    emailId: ourId(textsIn(below(mail, "tags", "email"))[0]),
    metadata: fieldsOf(mail.tags),
    at: fromIso(textAt(mail, "timestamp")),
  };
}
