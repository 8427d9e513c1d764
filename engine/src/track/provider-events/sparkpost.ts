import { type Fields, fieldsOf, fromSeconds, idsOf, oneOrMany, ourId, textAt } from "./fields.ts";
import {
  eventOf,
  type Kinds,
  type ProviderEvent,
  type ProviderEventKind,
  type RejectReason,
} from "./provider-event.ts";

export interface SparkpostTerms {
  /**
   * Whether the first open of a mail counts as an open: SparkPost tells it as `initial_open` and again as `open`, to
   * whoever ordered both. Left out: it does.
   */
  readonly initialOpens?: "opened" | "unknown";
}

/** SparkPost (developers.sparkpost.com, "Webhook event types"): a batch of `msys` with one class of event in each. */
export function readSparkpost(body: unknown, terms: SparkpostTerms = {}): ProviderEvent[] {
  return oneOrMany(body).flatMap((each) => {
    const [event] = Object.values(fieldsOf(fieldsOf(each).msys)).map(fieldsOf);
    const type = textAt(event, "type");
    return event === undefined || type === null ? [] : readOne(type, event, terms);
  });
}

function readOne(type: string, event: Fields, { initialOpens = "opened" }: SparkpostTerms): ProviderEvent[] {
  const bounceClass = textAt(event, "bounce_class");
  const [kind, rejectReason] = classes[bounceClass ?? ""] ?? [null, bounceClass === null ? null : "other"];
  const told = type.endsWith("initial_open") ? initialOpens : (kinds[type] ?? "unknown");
  const tag = textAt(event, "campaign_id");
  const metadata = fieldsOf(event.rcpt_meta);
  return [
    eventOf({
      // A class says what came back: an answer by a machine is no bounce.
      kind: told === "bounced" ? (kind ?? told) : told,
      rejectReason,
      eventId: textAt(event, "event_id"),
      messageId: textAt(event, "transmission_id"),
      headerIds: idsOf(textAt(metadata, "message-id")),
      emailId: ourId(metadata.email),
      // As we wrote it; `rcpt_to` is in lower case.
      recipient: textAt(event, "raw_rcpt_to") ?? textAt(event, "rcpt_to"),
      at: fromSeconds(event.timestamp),
      reason: bounceClass === "10" ? "no_mailbox" : null,
      isFinal: finalOf(bounceClass),
      description: textAt(event, "reason"),
      reply: textAt(event, "raw_reason"),
      tags: tag === null || tag === "" ? [] : [tag],
      metadata,
      link: textAt(event, "target_link_url"),
      agent: textAt(event, "user_agent"),
    }),
  ];
}

const kinds: Kinds = {
  injection: "queued",
  delivery: "delivered",
  delay: "deferred",
  bounce: "bounced",
  out_of_band: "bounced",
  policy_rejection: "rejected",
  generation_rejection: "rejected",
  generation_failure: "failed",
  spam_complaint: "complained",
  list_unsubscribe: "unsubscribed",
  link_unsubscribe: "unsubscribed",
  open: "opened",
  amp_open: "opened",
  click: "clicked",
  amp_click: "clicked",
};

/** "Bounce classification codes": what came back, where it is no bounce, and why. */
const classes: Readonly<Record<string, readonly [ProviderEventKind | null, RejectReason]>> = {
  10: [null, "invalid"],
  20: [null, "bounced"],
  21: [null, "bounced"],
  22: [null, "bounced"],
  23: [null, "bounced"],
  24: [null, "timed_out"],
  25: [null, "blocked"],
  30: [null, "bounced"],
  40: [null, "bounced"],
  50: [null, "blocked"],
  51: [null, "spam"],
  52: [null, "spam"],
  54: [null, "blocked"],
  60: ["autoresponded", "other"],
  80: ["subscribed", "other"],
  90: ["unsubscribed", "unsubscribed"],
  100: ["autoresponded", "other"],
};

/** Hard: invalid recipient, no recipient, unsubscribed; all others may pass. */
function finalOf(bounceClass: string | null): boolean | null {
  return bounceClass === null || bounceClass === "1" ? null : ["10", "30", "90"].includes(bounceClass);
}
