import type { MailServer } from "./providers/index.ts";

/** A sending account as a lane needs it; its credentials are open here and nowhere else. */
export interface LaneAccount {
  readonly id: string;
  readonly provider: string;
  readonly email: string;
  readonly displayName: string;
  readonly signature: string | null;
  /** Where to connect, checked at the instant it is asked; throws for a host that may not be connected. */
  readonly findServer: () => Promise<MailServer>;
}
