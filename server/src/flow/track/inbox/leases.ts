import { inWorkspace } from "../../../platform/db/index.ts";
import type { InboxAccount, InboxParts } from "./ports.ts";
import { holdMailboxes, releaseMailboxes } from "./queries.ts";

const leaseMs = 30_000;

/** The leases of one process: held from look to look, given back when it stops, and lapsing by themselves when it dies. */
interface Leases {
  /** Those of the mailboxes that this process is to read. */
  hold(accounts: readonly InboxAccount[]): Promise<InboxAccount[]>;
  release(): Promise<void>;
}

export function createLeases(parts: InboxParts): Leases {
  const { database, holder, log } = parts;
  const lease = { holder, ms: parts.leaseMs ?? leaseMs };
  let workspaces: readonly string[] = [];
  return {
    async hold(accounts) {
      const ours = accounts.filter((account) => !account.isOutside);
      const outside = Map.groupBy(
        accounts.filter((account) => account.isOutside),
        (account) => account.workspaceId,
      );
      workspaces = [...outside.keys()];
      for (const [workspaceId, some] of outside) {
        const ids = some.map((account) => account.accountId);
        const held = await inWorkspace(database, workspaceId, (tx) => holdMailboxes(tx, ids, lease));
        ours.push(...some.filter((account) => held.has(account.accountId)));
      }
      return ours;
    },
    async release() {
      for (const workspaceId of workspaces) {
        // They lapse all the same; whoever stops must not fail over it.
        await inWorkspace(database, workspaceId, (tx) => releaseMailboxes(tx, holder)).catch((err: unknown) =>
          log.debug({ err, workspaceId }, "mailboxes were not given back"),
        );
      }
    },
  };
}
