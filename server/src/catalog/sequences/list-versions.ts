import type { SequenceVersion } from "@haste/contract/nouns/sequences";
import { z } from "zod";
import type { WorkContext } from "../../platform/context/index.ts";
import { includes, type Page, page, readCursor } from "../../platform/http/index.ts";
import { noSuchSequence } from "./draft.ts";
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
  return page(rows, {
    limit: input.limit,
    cursor: (row) => [row.version],
    wire: (row) => versionToWire(row, before.get(row.version - 1) ?? null),
    total: includes(input.include, "total") ? await countVersions(ctx.tx, id) : undefined,
  });
}
