import { type Fields, fieldsOf, fromSeconds, idsOf, oneOrMany, ourId, textAt, textsIn } from "./fields.ts";
import { eventOf, type ProviderEvent, type ProviderEventKind, type RejectReason } from "./provider-event.ts";
import { readJson } from "./read-json.ts";

/** Mandrill (mailchimp.com/developer/transactional, "Webhooks"): a form with a list of events as JSON inside. */
export function readMandrill(body: unknown): ProviderEvent[] {
  const inForm = fieldsOf(body).mandrill_events;
  return oneOrMany(typeof inForm === "string" ? listIn(inForm) : body)
    .map(fieldsOf)
    .flatMap(readOne);
}

function listIn(text: string): unknown {
  try {
    return readJson(text);
  } catch {
    return [];
  }
}

function readOne(event: Fields): ProviderEvent[] {
  const name = textAt(event, "event") ?? textAt(event, "type");
  if (name === null) return [];
  const [kind, rejectReason] = kinds[name] ?? ["unknown", null];
  const { msg: mail, reject } = event;
  const metadata = fieldsOf(fieldsOf(mail).metadata);
  const messageId = textAt(event, "_id") ?? textAt(mail, "_id");
  return [
    eventOf({
      kind,
      rejectReason,
      // It names no event, and a mail has one of these kinds once.
      messageId,
      headerIds: idsOf(textAt(metadata, "message-id")),
      emailId: ourId(metadata.email),
      recipient: textAt(mail, "email") ?? textAt(reject, "email"),
      at: fromSeconds(event.ts),
      isFinal: kind === "bounced" ? name === "hard_bounce" : null,
      description: textAt(mail, "bounce_description") ?? textAt(reject, "reason"),
      reply: textAt(mail, "diag"),
      tags: textsIn(fieldsOf(mail).tags),
      metadata,
      link: textAt(event, "url"),
      agent: textAt(event, "user_agent"),
    }),
  ];
}

const kinds: Readonly<Record<string, readonly [ProviderEventKind, RejectReason | null]>> = {
  send: ["sent", null],
  delivered: ["delivered", null],
  deferral: ["deferred", null],
  hard_bounce: ["bounced", "bounced"],
  soft_bounce: ["bounced", "bounced"],
  reject: ["rejected", "blocked"],
  spam: ["complained", "spam"],
  unsub: ["unsubscribed", "unsubscribed"],
  open: ["opened", null],
  click: ["clicked", null],
};
