import type { Instant } from "@haste/engine/base";
import type { SignalKind, SignalMeta } from "@haste/engine/track";
import type { Tx } from "../platform/db/index.ts";
import type { Moment } from "./moment.ts";
import { tellListeners } from "./queries/flow-control.ts";
import { record } from "./record.ts";

/** Something that happened to a contact apart from any email, told by a person of the team or by their systems. */
export interface Happening {
  readonly contactId: string;
  readonly kind: Extract<
    SignalKind,
    "meeting_booked" | "meeting_canceled" | "deal_stage" | "tagged" | "custom_event" | "segment_entered" | "page_visit"
  >;
  readonly meta: SignalMeta;
  /** Now where left out. */
  readonly at?: Instant;
  /** What can happen only once. */
  readonly key?: string;
}

/** Stores what happened and does what every sequence of the contact says of it. Returns how much of it was new. */
export async function personDid(tx: Tx, happenings: readonly Happening[], moment: Moment): Promise<number> {
  const signals = happenings.map(({ contactId, kind, meta, at, key }) => ({
    kind,
    actor: "human" as const,
    occurredAt: at ?? moment.now,
    emailId: null,
    contactId,
    enrollmentId: null,
    link: null,
    meta,
    key: key ?? null,
  }));
  const { taken } = await record(tx, signals, moment);
  if (taken > 0) await tellListeners(tx);
  return taken;
}
