import { notify, type Tx } from "../db/index.ts";

/** The one channel of live updates; every process with sockets listens. */
export const liveChannel = "haste_live";

/** Something to show that is not kept: it has no number in the ledger's count (`seq` 0). */
export type PassingEvent =
  | { readonly name: "job.progress"; readonly jobId: string }
  | { readonly name: "clock.moved"; readonly detail?: string }
  /** Somebody read, sorted, matched, archived or took a thread. */
  | { readonly name: "inbox.changed" };

/** What travels over the channel: which workspace has news, or a passing event. Ids only. */
export interface LiveNotice {
  readonly workspaceId: string;
  readonly event?: PassingEvent;
}

/** Shows a passing event to the workspace's open sockets, at the commit of `tx`. */
export function announce(tx: Tx, event: PassingEvent): Promise<void> {
  return notify(tx, liveChannel, JSON.stringify({ workspaceId: tx.workspaceId, event } satisfies LiveNotice));
}
