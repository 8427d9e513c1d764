import { setTimeout as pause } from "node:timers/promises";
import type { Clock } from "../../../platform/clock/index.ts";
import { asSweep, type Database, inWorkspace } from "../../../platform/db/index.ts";
import type { Log } from "../../../platform/log/index.ts";
import { clearParts, listExpired, lockExport, markRemoved, workspacesWithExpired } from "../queries/exports.ts";

/** A file may stay so much longer than was promised, never shorter. */
const lookEveryMs = 5 * 60_000;

interface ExpiryParts {
  readonly database: Database;
  readonly clock: Pick<Clock, "machineNow">;
  readonly log: Log;
}

/** Takes away files whose days are over, as long as this process lives. */
export function startRemovingExports(parts: ExpiryParts): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async () => {
    while (!signal.aborted) {
      await removeExpired(parts).catch((err: unknown) => parts.log.warn({ err }, "old files were not removed"));
      await pause(lookEveryMs, undefined, { signal, ref: false }).catch(() => {});
    }
  };
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

export async function removeExpired({ database, clock }: Omit<ExpiryParts, "log">): Promise<void> {
  const now = clock.machineNow();
  for (const workspaceId of await asSweep(database, (sweep) => workspacesWithExpired(sweep, now)))
    await inWorkspace(database, workspaceId, async (tx) => {
      for (const id of await listExpired(tx, now)) {
        if ((await lockExport(tx, id)) === null) continue;
        await clearParts(tx, id);
        await markRemoved(tx, id, { at: now, because: "expired" });
      }
    });
}
