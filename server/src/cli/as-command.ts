import type { Call } from "../platform/cli/index.ts";
import { systemClock } from "../platform/clock/index.ts";
import { makeContext, newIdAt, systemActor, type WorkContext, type Workspace } from "../platform/context/index.ts";
import { type Database, inWorkspace } from "../platform/db/index.ts";
import { quietLog } from "./verb-log.ts";

/** Runs a use case in one transaction of its own, in the name of a command: nobody is signed in at a terminal. */
export function asCommand<T>(
  call: Call,
  database: Database,
  { workspace, name }: { readonly workspace: Workspace; readonly name: string },
  work: (ctx: WorkContext) => Promise<T>,
): Promise<T> {
  const machineNow = systemClock.machineNow();
  return inWorkspace(database, workspace.id, (tx) =>
    work(
      makeContext({
        tx,
        workspace,
        machineNow,
        actor: systemActor(name),
        requestId: newIdAt(machineNow),
        log: quietLog(call),
        // A worker of the product looks by itself; this process ends.
        afterCommit: () => {},
      }),
    ),
  );
}
