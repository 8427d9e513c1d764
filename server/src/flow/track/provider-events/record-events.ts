import type { HookOutcome } from "@haste/contract/nouns/provider-hooks";
import { asInstant } from "@haste/engine/base";
import { type EventMeaning, type EventService, emailIdOf, meaningOf, type ProviderEvent } from "@haste/engine/track";
import { type Moment, type NewSignal, record } from "../../../ledger/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { findEmails, type OwnEmail } from "../inbox/queries.ts";

/** Proven events of one service. */
export interface ToldEvents {
  readonly service: EventService;
  /** Whose address they came to; null: the teller speaks for the whole workspace. */
  readonly accountId: string | null;
  readonly events: readonly ProviderEvent[];
}

export type Tally = ReadonlyMap<HookOutcome, number>;

/** Records what events mean to emails of this workspace, in the caller's transaction; how many had which outcome. */
export async function recordEvents(tx: Tx, told: ToldEvents, moment: Moment): Promise<Tally> {
  const tally = new Map<HookOutcome, number>();
  const add = (outcome: HookOutcome, count = 1) => tally.set(outcome, (tally.get(outcome) ?? 0) + count);
  const find = await finderOf(tx, told.events);
  const signals: NewSignal[] = [];
  for (const event of told.events) {
    const meanings = meaningOf(event);
    const email = meanings.length === 0 ? null : find(event);
    const why = meanings.length === 0 ? "ignored" : setAside(event, email, told.accountId);
    if (why !== null || email === null) add(why ?? "unknown_email");
    else signals.push(...meanings.map((meaning) => signalOf(told.service, { event, meaning, email }, moment)));
  }
  const { taken } = await record(tx, signals, moment);
  if (taken > 0) add("taken", taken);
  if (signals.length > taken) add("known", signals.length - taken);
  return tally;
}

/** States of an email that no server was ever handed; one that was has to have been `sending` first. */
const neverHanded: ReadonlySet<string> = new Set(["scheduled", "held", "canceled", "failed"]);

/** Why nothing follows from an event, however well proven; null: it means what it says. */
function setAside(event: ProviderEvent, email: OwnEmail | null, accountId: string | null): HookOutcome | null {
  if (email === null) return "unknown_email";
  if (accountId !== null && email.sending_account_id !== accountId) return "other_account";
  const isElse = event.recipient !== null && event.recipient.toLowerCase() !== email.to_email.toLowerCase();
  if (isElse) return "other_recipient";
  return email.sent_at === null && neverHanded.has(email.status) ? "never_sent" : null;
}

function signalOf(
  service: EventService,
  { event, meaning, email }: { event: ProviderEvent; meaning: EventMeaning; email: OwnEmail },
  { now }: Moment,
): NewSignal {
  return {
    ...meaning,
    // On the workspace's clock: never in the future, and never before the email had left.
    occurredAt: asInstant(Math.min(now, Math.max(event.at ?? now, email.sent_at?.getTime() ?? 0))),
    emailId: email.id,
    contactId: email.contact_id,
    enrollmentId: email.enrollment_id,
    link: null,
    key: keyOf(service, event, meaning, email),
  };
}

/** By the event's own name; where it has none, an email has each of these things happen to it once. */
function keyOf(service: EventService, event: ProviderEvent, { kind }: EventMeaning, { id }: OwnEmail) {
  // A proof of sending settles an uncertain email or changes nothing: it needs no memory.
  return kind === "sent" ? null : `provider ${service} ${event.eventId ?? ""} ${kind} ${id}`;
}

/** Finds an event's email: by the id we gave along, by our Message-ID, or by the one the service put in its place. */
async function finderOf(tx: Tx, events: readonly ProviderEvent[]): Promise<(event: ProviderEvent) => OwnEmail | null> {
  const ids = new Set(events.flatMap(idsIn));
  const messageIds = new Set(events.flatMap(messageIdsIn));
  const emails = await findEmails(tx, [...ids], [...messageIds]);
  const byId = new Map(emails.map((email) => [email.id, email]));
  const byMessageId = new Map(emails.map((email) => [email.provider_message_id, email]));
  return (event) => {
    for (const id of idsIn(event)) if (byId.has(id)) return byId.get(id) ?? null;
    for (const id of messageIdsIn(event)) if (byMessageId.has(id)) return byMessageId.get(id) ?? null;
    return null;
  };
}

function idsIn({ emailId, headerIds }: ProviderEvent): string[] {
  return [...(emailId === null ? [] : [emailId]), ...headerIds.flatMap((id) => emailIdOf(id) ?? [])];
}

/** Providers' names of mails are kept as they gave them, some with brackets. */
function messageIdsIn({ headerIds }: ProviderEvent): string[] {
  return headerIds.flatMap((id) => {
    const bare = id.replace(/^<|>$/g, "");
    return [bare, `<${bare}>`];
  });
}
