import { type Call, Failure } from "../platform/cli/index.ts";
import { loadWorkspace, type Workspace } from "../platform/context/index.ts";
import { asSweep, type Database, inWorkspace } from "../platform/db/index.ts";
import { listWorkspaceIds } from "../wiring/queries.ts";
import { findDemoWorkspace } from "./claim-link.ts";

const mostListed = 20;

/**
 * The workspace that was named; without a name the only one, or the demo.
 * @throws Failure that lists the workspaces there are
 */
export async function chooseWorkspace({ config }: Call, database: Database, named: string | null): Promise<Workspace> {
  const ids = await asSweep(database, listWorkspaceIds);
  const demo = await findDemoWorkspace(config);
  const wanted = named ?? (ids.length === 1 ? ids[0] : ids.find((id) => id === demo));
  const workspace = wanted === undefined ? null : await load(database, wanted);
  if (workspace !== null) return workspace;
  throw new Failure(
    named === null ? describeChoice(ids) : `There is no workspace ${named}.`,
    ids.length === 0
      ? "Make one: haste workspace create NAME --mode sandbox"
      : `Choose with --workspace: ${(await describeAll(database, ids)).join(", ")}.`,
  );
}

function describeChoice(ids: readonly string[]): string {
  return ids.length === 0 ? "There is no workspace yet." : `There are ${ids.length} workspaces.`;
}

async function describeAll(database: Database, ids: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const id of ids.slice(0, mostListed)) found.push(`${id} (${(await load(database, id))?.name ?? "gone"})`);
  return ids.length > mostListed ? [...found, "…"] : found;
}

function load(database: Database, id: string): Promise<Workspace | null> {
  return inWorkspace(database, id, loadWorkspace);
}
