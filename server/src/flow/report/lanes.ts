import { laneShares } from "@haste/engine/sequence";
import { loadDefinition } from "../../ledger/index.ts";
import type { RequestContext } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { readPublished, readTrails } from "./queries/sequence.ts";

/** What went another way long ago says little of today, and a report must not grow with its history. */
const mostPeople = 10_000;

/** Which ways people took at the branches of the published version, from the steps they came to. */
export async function readLanes(ctx: RequestContext, sequenceId: string) {
  const published = await readPublished(ctx.tx, sequenceId);
  if (published === null) throw new Problem("not_found", { detail: `There is no sequence ${sequenceId}.` });
  if (published.version === null) return { people: 0, lanes: [] };
  const definition = await loadDefinition(ctx.tx, sequenceId, published.version);
  if (definition.steps.every(({ kind }) => kind !== "branch")) return { people: 0, lanes: [] };
  const trails = await readTrails(ctx.tx, sequenceId, mostPeople);
  const people = trails.reduce((sum, trail) => sum + trail.people, 0);
  return { people, lanes: laneShares(definition, trails) };
}
