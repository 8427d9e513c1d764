import type { EventHeader } from "@haste/engine/send";
import type { DkimKey } from "./dkim/index.ts";
import type { Opened } from "./providers/index.ts";

/** A sending account as a lane needs it; its credentials are open here and nowhere else. */
export interface LaneAccount {
  readonly id: string;
  readonly email: string;
  readonly displayName: string;
  readonly signature: string | null;
  /** Whether its mailbox is read here. */
  readonly readsReplies: boolean;
  /** Keys that sign its mails; empty where its server signs. */
  readonly dkimKeys: readonly DkimKey[];
  /** What its service takes along to name the email in its events; null where it needs nothing. */
  readonly eventHeader: EventHeader | null;
  /** How many connections its provider lets it keep open at once. */
  readonly connections: number;
  /** Opens one; where to is checked at that instant, and it throws for a host that may not be connected. */
  readonly connect: () => Promise<Opened>;
}
