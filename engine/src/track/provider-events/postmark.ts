import { fieldsOf, fromIso, idsOf, ourId, textAt } from "./fields.ts";
import { eventOf, type ProviderEvent, type ProviderEventKind, type RejectReason } from "./provider-event.ts";

/** Postmark (postmarkapp.com/developer/webhooks): one record a notice, its kind in `RecordType`. */
export function readPostmark(body: unknown): ProviderEvent[] {
  const record = fieldsOf(body);
  const type = textAt(record, "RecordType");
  if (type === null) return [];
  const [kind, rejectReason] = meaningOf(type, record);
  const metadata = fieldsOf(record.Metadata);
  const tag = textAt(record, "Tag");
  return [
    eventOf({
      kind,
      rejectReason,
      eventId: textAt(record, "ID"),
      messageId: textAt(record, "MessageID"),
      headerIds: idsOf(textAt(metadata, "message-id")),
      emailId: ourId(metadata.email),
      recipient: textAt(record, "Email") ?? textAt(record, "Recipient"),
      at: fromIso(whenOf(record)),
      reason: record.Type === "BadEmailAddress" ? "no_mailbox" : null,
      isFinal: kind === "bounced" ? record.Type !== "SoftBounce" : null,
      description: textAt(record, "Description"),
      reply: textAt(record, "Details"),
      tags: tag === null || tag === "" ? [] : [tag],
      metadata,
      link: textAt(record, "OriginalLink"),
      agent: textAt(record, "UserAgent"),
    }),
  ];
}

function whenOf(record: object): string | null {
  const names = ["DeliveredAt", "BouncedAt", "ReceivedAt", "ChangedAt"];
  return names.map((name) => textAt(record, name)).find((text) => text !== null) ?? null;
}

type Meaning = readonly [ProviderEventKind, RejectReason | null];

function meaningOf(type: string, record: ReturnType<typeof fieldsOf>): Meaning {
  if (type === "SubscriptionChange" && record.SuppressSending !== true) return ["subscribed", null];
  const said = textAt(record, type === "SubscriptionChange" ? "SuppressionReason" : "Type");
  return byType[said ?? ""] ?? byRecord[type] ?? ["unknown", null];
}

const byRecord: Readonly<Record<string, Meaning>> = {
  Bounce: ["bounced", "other"],
  Delivery: ["delivered", null],
  SpamComplaint: ["complained", "spam"],
  Open: ["opened", null],
  Click: ["clicked", null],
  SubscriptionChange: ["unsubscribed", "unsubscribed"],
};

/** "Bounce types" of its documentation; a suppression names the same. */
const byType: Readonly<Record<string, Meaning>> = {
  HardBounce: ["bounced", "bounced"],
  SoftBounce: ["bounced", "bounced"],
  Transient: ["deferred", null],
  DnsError: ["deferred", null],
  Unsubscribe: ["unsubscribed", "unsubscribed"],
  ManualSuppression: ["unsubscribed", "unsubscribed"],
  Subscribe: ["subscribed", null],
  AutoResponder: ["autoresponded", null],
  AddressChange: ["autoresponded", null],
  ChallengeVerification: ["autoresponded", null],
  SpamNotification: ["complained", "spam"],
  SpamComplaint: ["complained", "spam"],
  VirusNotification: ["bounced", "other"],
  BadEmailAddress: ["rejected", "invalid"],
  ManuallyDeactivated: ["rejected", "blocked"],
  Unconfirmed: ["rejected", null],
  Blocked: ["rejected", "blocked"],
  DMARCPolicy: ["rejected", "blocked"],
  SMTPApiError: ["failed", null],
  TemplateRenderingFailed: ["failed", null],
};
