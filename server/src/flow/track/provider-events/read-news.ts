import type { Log } from "../../../platform/log/index.ts";
import type { InboxSync } from "../inbox/inbox-sync.ts";
import type { HookRef } from "./hook-address.ts";

/**
 * What a worker does when `mailboxChannel` calls: it looks into that mailbox now, instead of when it would have anyway. A
 * call that is lost, or for a mailbox that nobody reads here, costs nothing but that time.
 */
export function readNewsOf(inbox: Pick<InboxSync, "syncNow">, log: Log): (payload: string | null) => void {
  return (payload) => {
    if (payload === null) return;
    const { workspaceId, accountId } = JSON.parse(payload) as HookRef;
    inbox.syncNow(workspaceId, accountId).catch((err: unknown) => log.debug({ err }, "a mailbox could not be woken"));
  };
}
