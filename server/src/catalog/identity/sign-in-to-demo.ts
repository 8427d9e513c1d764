import type { Clock } from "../../platform/clock/index.ts";
import { type Database, inWorkspace } from "../../platform/db/index.ts";
import { createSession } from "./create-session.ts";
import { findOwner } from "./queries/people.ts";

/**
 * The automatic sign-in of a product that listens on loopback: a session of the demo workspace's owner. The wiring
 * passes it to the HTTP server only there, and never for another workspace.
 */
export function signInToDemo(ports: { db: Database; clock: Clock; workspaceId: string }): () => Promise<string> {
  return () =>
    inWorkspace(ports.db, ports.workspaceId, async (tx) => {
      const owner = await findOwner(tx);
      if (owner === null) throw new Error("The demo workspace has no owner.");
      return createSession(tx, owner, ports.clock.machineNow());
    });
}
