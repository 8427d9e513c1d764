import { type RebuiltRollups, rebuildRollups } from "../ledger/index.ts";
import type { Call } from "../platform/cli/index.ts";
import { asSweep, type Database } from "../platform/db/index.ts";
import { listWorkspaceIds } from "../wiring/queries.ts";
import { chooseWorkspace } from "./choose-workspace.ts";
import { withGround } from "./database.ts";
import { quietLog } from "./verb-log.ts";

type Recounted = RebuiltRollups & { readonly workspaceId: string };

/** Counts one workspace again, or all of them; false where a dry run found wrong rows. */
export async function recountWorkspaces(call: Call, named: string | null): Promise<boolean> {
  const isDryRun = call.options.has("--dry-run");
  return withGround(call, { log: quietLog(call), mayCreate: false }, async ({ database }) => {
    const workspaces = await recount(call, database, named);
    call.output.answer({ isDryRun, workspaces }, describeRecounts(workspaces));
    return workspaces.every((one) => one.isRewritten || wrongRows(one) === 0);
  });
}

async function recount(call: Call, database: Database, named: string | null): Promise<Recounted[]> {
  const isDryRun = call.options.has("--dry-run");
  const ids =
    named === null ? await asSweep(database, listWorkspaceIds) : [(await chooseWorkspace(call, database, named)).id];
  const progress = call.output.progress("Counting again");
  const workspaces: Recounted[] = [];
  try {
    for (const workspaceId of ids) {
      workspaces.push({ workspaceId, ...(await rebuildRollups(database, workspaceId, { isDryRun })) });
      progress.update(workspaces.length, ids.length);
    }
  } finally {
    progress.end();
  }
  return workspaces;
}

function wrongRows({ wrong }: RebuiltRollups): number {
  return Object.values(wrong).reduce((sum, rows) => sum + rows, 0);
}

function describeRecounts(workspaces: readonly Recounted[]): string[] {
  const differing = workspaces.filter((one) => wrongRows(one) > 0);
  if (differing.length === 0)
    return [`Every number is what its emails and signals say (${workspaces.length} workspaces).`];
  return differing.map((one) => {
    const tables = Object.entries(one.wrong).filter(([, rows]) => rows > 0);
    const which = tables.map(([table, rows]) => `${rows} in ${table}`).join(", ");
    return `${one.workspaceId}: rows that differed: ${which}; ${one.isRewritten ? "written anew." : "nothing was changed."}`;
  });
}
