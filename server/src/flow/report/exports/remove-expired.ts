import type { Clock } from "../../../platform/clock/index.ts";
import { asSweep, type Database, inWorkspace } from "../../../platform/db/index.ts";
import { clearParts, listExpired, lockExport, markRemoved, workspacesWithExpired } from "../queries/exports.ts";

interface ExpiryParts {
  readonly database: Database;
  readonly clock: Pick<Clock, "machineNow">;
}

/** Takes away files whose days are over. */
export async function removeExpired({ database, clock }: ExpiryParts): Promise<void> {
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
