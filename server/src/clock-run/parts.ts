import type { Clock } from "../platform/clock/index.ts";
import type { Database } from "../platform/db/index.ts";
import type { Log } from "../platform/log/index.ts";

export interface ClockRunParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** Something may be due: the workers look at once. */
  readonly poke: () => void;
  /** Resolves when every mail in the mailboxes of this workspace has been read. */
  readonly drainInbox: (workspaceId: string) => Promise<void>;
}
