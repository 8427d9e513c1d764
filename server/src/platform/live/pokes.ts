import { type Database, outsideWorkspaces } from "../db/index.ts";
import { type LiveNotice, liveChannel } from "./announce.ts";
import { sendPokes } from "./queries.ts";

export interface Pokes {
  /** Tells every process with sockets that this workspace has new events; call it after the commit. */
  poke(workspaceId: string): void;
  /** Sends what waits. */
  close(): Promise<void>;
}

/** Many commits, few notifications: NOTIFY takes a lock that all committing sessions share. */
const coalesceMs = 25;

export function createPokes(db: Database): Pokes {
  const waiting = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let sending = Promise.resolve();

  function flush(): void {
    timer = undefined;
    const payloads = [...waiting].map((workspaceId) => JSON.stringify({ workspaceId } satisfies LiveNotice));
    waiting.clear();
    if (payloads.length === 0) return;
    sending = sending
      .then(() => outsideWorkspaces(db, (tx) => sendPokes(tx, liveChannel, payloads)))
      // Readers look by themselves every second: a lost poke is a short delay.
      .catch((err: unknown) => db.log.warn({ err }, "listeners could not be told of new events"));
  }

  return {
    poke(workspaceId) {
      waiting.add(workspaceId);
      timer ??= setTimeout(flush, coalesceMs);
    },
    async close() {
      clearTimeout(timer);
      flush();
      await sending;
    },
  };
}
