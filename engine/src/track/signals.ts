import type { Instant } from "../base/index.ts";
import type { Actor } from "./actor.ts";
import type { Client } from "./client.ts";
import type { Finding, Visit } from "./evidence/visit.ts";

/**
 * One thing that happened to an email or a person, and the only way anything moves: servers, recipients and people at
 * the controls all speak in signals. The codes are stored; a code is never given a second meaning.
 */
export const signalKinds = {
  sent: 1,
  delivered: 2,
  deferred: 3,
  bounced: 4,
  failed: 5,
  held: 6,
  uncertain: 7,
  /** An uncertain email was looked up, and the server never took it. */
  absent: 8,
  opened: 10,
  clicked: 11,
  replied: 12,
  auto_replied: 13,
  complained: 14,
  unsubscribed: 15,
  /** Somebody of the team did what a step asked for. */
  task_done: 20,
  meeting_booked: 30,
  meeting_canceled: 31,
  deal_stage: 32,
  /** A tag was put on a contact. */
  tagged: 33,
  custom_event: 34,
  /** A change of a contact or of its company made a segment's condition hold that did not hold before. */
  segment_entered: 35,
  /** Somebody came from a mail and looked at a page that a goal waits for. */
  page_visit: 36,
} as const;
export type SignalKind = keyof typeof signalKinds;

export const bounceTypes = ["hard", "soft", "block", "auth", "content", "unknown"] as const;
export type BounceType = (typeof bounceTypes)[number];

/** What a signal carries beside its kind: only what reactions and screens need; raw evidence is kept with the row. */
export interface SignalMeta {
  /** The server's own words, without line ends. */
  readonly reply?: string;
  readonly bounceType?: BounceType;
  /** Of a refusal that proves nothing by itself: the run it completes, which together ends the address. */
  readonly run?: readonly RunRefusal[];
  /** Why it is held or failed, as a code of its own table. */
  readonly reason?: string;
  /** Until when an automatic answer says the person is away (ISO date). */
  readonly returnsOn?: string;
  /** Of a reply: ISO date from which its author wants to hear from us again. */
  readonly askedFor?: string;
  /** When a deferred email may be tried again. */
  readonly retryAt?: Instant;
  /** Of a deferred email: its recipient's provider finds this account too fast; how much later, where it says so. */
  readonly pace?: "slower";
  readonly waitMs?: number;
  /** How an unsubscribe arrived: one-click, page, words. */
  readonly by?: string;
  readonly agent?: string;
  /** Milliseconds between sending and this signal, where it decided who did it. */
  readonly delayMs?: number;
  /** The rule that said who did it, what all of them saw, and their version at that time. */
  readonly rule?: string;
  readonly rules?: number;
  readonly findings?: readonly Finding[];
  /** Of an open or click: what the request said, beside agent and delay; what stands in no way is left out. */
  readonly visit?: VisitMeta;
  readonly client?: Client;
  /** What was thought of it before, the latest last. */
  readonly was?: readonly { readonly actor: Actor; readonly rule: string; readonly rules: number }[];
  readonly inboundId?: string;
  readonly providerMessageId?: string;
  /** Of a task: its step, and how it ended ("connected", "no answer"). */
  readonly stepId?: string;
  readonly outcome?: string;
  /** Of a reply: one of `replyClasses`; absent as long as nobody sorted it. */
  readonly replyClass?: string;
  /** Of a deal: which one, where the product has it, and the name of the stage it reached. */
  readonly dealId?: string;
  readonly stage?: string;
  readonly tag?: string;
  readonly segmentId?: string;
  /** Of a visit: host and path. */
  readonly page?: string;
  /** Of a custom event: its name, and what came with it. */
  readonly name?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** One refusal of a run, as it is kept with the one that completed it. */
export interface RunRefusal {
  readonly emailId: string;
  readonly at: Instant;
}

export interface VisitMeta extends Partial<Pick<Visit, "method" | "ahead" | "network" | "links">> {
  /** Who asked, as a keyed hash of the address: the same for the same address, and nothing else. */
  readonly visitor?: string;
}

export interface Signal {
  readonly id: string;
  readonly kind: SignalKind;
  readonly actor: Actor;
  readonly occurredAt: Instant;
  readonly emailId: string | null;
  /** The episode it belongs to, where the teller knows it. */
  readonly enrollmentId?: string | null;
  /** null: of a test send, which goes to nobody we know. */
  readonly contactId: string | null;
  /** Position of the link in the email's link table. */
  readonly link: number | null;
  readonly meta: SignalMeta;
}

/** Whether nobody is to be written to at that address any more: its server says so, or has refused again and again. */
export function endsAddress({ kind, meta }: Pick<Signal, "kind" | "meta">): boolean {
  return kind === "bounced" && (meta.bounceType === "hard" || meta.run !== undefined);
}

/** Signals that prove that a server took the email, so an uncertain one becomes sent. */
export function provesSent(kind: SignalKind): boolean {
  return (
    kind === "sent" ||
    kind === "delivered" ||
    kind === "opened" ||
    kind === "clicked" ||
    kind === "replied" ||
    kind === "auto_replied" ||
    kind === "bounced" ||
    kind === "complained" ||
    kind === "unsubscribed"
  );
}
