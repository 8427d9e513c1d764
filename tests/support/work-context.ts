import { randomUUID } from "node:crypto";
import type { Role } from "@haste/contract/endpoint";
import { loadWorkspace, makeContext, permissionsOf } from "../../server/src/platform/context/index.ts";
import { type Database, inWorkspace } from "../../server/src/platform/db/index.ts";
import { checkIfMatch } from "../../server/src/platform/http/etag.ts";
import type { RequestContext } from "../../server/src/platform/http/index.ts";
import { testLog } from "./database.ts";

export interface Caller {
  readonly db: Database;
  readonly workspaceId: string;
  /** Machine time; a workspace with an offset adds its own. */
  readonly now: Date;
  /** Default: owner. */
  readonly role?: Role;
  /** Who it is, where that matters; else somebody new each time. */
  readonly actorId?: string;
  readonly ifMatch?: string;
}

/** Runs `work` as a request would: one transaction, its context, then what waits for the commit. */
export async function asCaller<T>(caller: Caller, work: (ctx: RequestContext) => Promise<T>): Promise<T> {
  const afterCommit: (() => void)[] = [];
  const role = caller.role ?? "owner";
  const result = await inWorkspace(caller.db, caller.workspaceId, async (tx) => {
    const workspace = await loadWorkspace(tx);
    if (workspace === null) throw new Error(`no workspace ${caller.workspaceId}`);
    const context = makeContext({
      workspace,
      actor: {
        kind: "api-key",
        id: caller.actorId ?? randomUUID(),
        name: "Ada",
        role,
        permissions: permissionsOf(role),
      },
      machineNow: caller.now,
      requestId: randomUUID(),
      log: testLog,
      tx,
      afterCommit: (fn) => afterCommit.push(fn),
    });
    return work({
      ...context,
      checkVersion: (version) => checkIfMatch(caller.ifMatch, version),
      signIn: { by: "api-key", id: randomUUID() },
    });
  });
  for (const fn of afterCommit) fn();
  return result;
}
