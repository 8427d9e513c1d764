import type { SequenceVersion } from "@haste/contract/nouns/sequences";
import { type Definition, titleOf } from "@haste/engine/sequence";
import { z } from "zod";
import type { WorkContext } from "../../platform/context/index.ts";
import { includes, type Page, page, readCursor } from "../../platform/http/index.ts";
import { noSuchSequence } from "./draft.ts";
import { countStanding, type StandingRow } from "./queries/groups.ts";
import { findSequence } from "./queries/sequences.ts";
import { countVersions, listVersions } from "./queries/versions.ts";
import { versionToWire } from "./to-wire.ts";

export interface VersionListInput {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly include?: string | undefined;
}

/** Published versions, newest first. */
export async function findVersions(
  ctx: WorkContext,
  id: string,
  input: VersionListInput,
): Promise<Page<SequenceVersion>> {
  if ((await findSequence(ctx.tx, id)) === null) throw noSuchSequence();
  const cursor = readCursor(input.cursor, z.tuple([z.int()]));
  const rows = await listVersions(ctx.tx, id, { before: cursor?.[0] ?? null, limit: input.limit + 1 });
  const before = new Map(rows.map((row) => [row.version, row.definition]));
  const standing = includes(input.include, "people") ? await countStanding(ctx.tx, id) : null;
  return page(rows, {
    limit: input.limit,
    cursor: (row) => [row.version],
    wire: (row) => ({
      ...versionToWire(row, before.get(row.version - 1) ?? null),
      ...(standing === null ? {} : { people: peopleOf(row.definition, standing) }),
    }),
    total: includes(input.include, "total") ? await countVersions(ctx.tx, id) : undefined,
  });
}

/** Who is on the way by this version, in the order of its steps. */
function peopleOf({ version, steps }: Definition, standing: readonly StandingRow[]) {
  const here = new Map(standing.filter((row) => row.version === version).map((row) => [row.stepId, row]));
  return steps.flatMap((step) => {
    const row = here.get(step.id);
    return row === undefined ? [] : [{ stepId: step.id, title: titleOf(step), people: row.people, paused: row.paused }];
  });
}
