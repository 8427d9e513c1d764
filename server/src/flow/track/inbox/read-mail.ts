import type { Instant } from "@haste/engine/base";
import type { InboundReading } from "@haste/engine/track";
import type { KnownSender, OwnEmail } from "./queries.ts";

/** An inbound mail as it was read, and whom of ours it concerns. */
export interface ReadMail {
  readonly inboundId: string;
  /** The same for every copy of the mail, in whichever of our mailboxes it lies; null: it is read again. */
  readonly key: string | null;
  readonly reading: InboundReading;
  readonly receivedAt: Instant;
  readonly now: Instant;
  /** The email it answers or reports on. */
  readonly email: OwnEmail | null;
  /** Who wrote a mail that answers none, where we know them. */
  readonly sender: KnownSender | null;
  /** Its subject carries the signed token of `email`: the way out that our own header names. */
  readonly isSignedWish?: boolean;
}
