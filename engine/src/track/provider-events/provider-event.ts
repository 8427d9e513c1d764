import type { Instant } from "../../base/index.ts";
import type { BounceReasonName } from "../bounce-reasons.ts";

/** What sending services say happened to a mail, in one vocabulary. `unknown`: nothing we know a meaning for. */
export type ProviderEventKind =
  | "queued"
  | "sent"
  | "delivered"
  | "deferred"
  | "bounced"
  /** The service took the mail and refuses to send it on. */
  | "rejected"
  /** The service took the mail and could not make it. */
  | "failed"
  | "complained"
  | "unsubscribed"
  | "subscribed"
  | "opened"
  | "clicked"
  | "autoresponded"
  | "unknown";

/** Why a service says a mail did not arrive, as coarse as all of them can say it. */
export type RejectReason = "invalid" | "bounced" | "timed_out" | "blocked" | "spam" | "unsubscribed" | "other";

/** One event of a sending service: the one form every service's own is read into. */
export interface ProviderEvent {
  readonly kind: ProviderEventKind;
  /** The same each time the service tells it again; null where it names none. */
  readonly eventId: string | null;
  /** The service's own name of the mail. */
  readonly messageId: string | null;
  /** Message-IDs of the mail's header as the event tells them: ours, or what the service put in its place. */
  readonly headerIds: readonly string[];
  /** What we gave the service to give back: the id of the email. */
  readonly emailId: string | null;
  readonly recipient: string | null;
  readonly at: Instant | null;
  readonly rejectReason: RejectReason | null;
  /** Where the service names the reason by a word of its own table, read as a row of ours. */
  readonly reason: BounceReasonName | null;
  /** Whether the service calls a refusal final; null where it does not say. */
  readonly isFinal: boolean | null;
  /** Reply code of SMTP (RFC 5321), where it has a field of its own; so the enhanced status (RFC 3463). */
  readonly code: number | null;
  readonly status: string | null;
  /** What the service says. */
  readonly description: string | null;
  /** What the recipient's server said, as the service passes it on. */
  readonly reply: string | null;
  readonly tags: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly link: string | null;
  readonly agent: string | null;
}

const nothing: ProviderEvent = {
  kind: "unknown",
  eventId: null,
  messageId: null,
  headerIds: [],
  emailId: null,
  recipient: null,
  at: null,
  rejectReason: null,
  reason: null,
  isFinal: null,
  code: null,
  status: null,
  description: null,
  reply: null,
  tags: [],
  metadata: {},
  link: null,
  agent: null,
};

/** An event of which only these things are known. */
export function eventOf(known: Partial<ProviderEvent>): ProviderEvent {
  return { ...nothing, ...known };
}

/** Reads the body of one notice, which was JSON or a form; what is no notice of this service gives no events. */
export type ReadNotice = (body: unknown) => ProviderEvent[];

export type Kinds = Readonly<Record<string, ProviderEventKind>>;
export type Reasons = Readonly<Record<string, RejectReason>>;
