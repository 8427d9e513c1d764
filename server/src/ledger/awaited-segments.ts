import type { Definition } from "@haste/engine/sequence";
import type { Tx } from "../platform/db/index.ts";
import { loadDefinition } from "./definitions.ts";
import { type OpenEpisodes, readOpenEpisodes } from "./queries/entries.ts";

/** The contacts of these ids, or everybody of these companies. */
export type Whom =
  | { readonly contactIds: readonly string[]; readonly companyIds?: never }
  | { readonly companyIds: readonly string[]; readonly contactIds?: never };

/**
 * Which segments triggers wait for, by contact: of the versions these people are on the way in. One look at their own
 * enrollments, however many sequences and segments there are; versions are in memory.
 */
export async function awaitedSegments(tx: Tx, whom: Whom): Promise<Map<string, string[]>> {
  const awaited = new Map<string, string[]>();
  for (const { sequenceId, version, contactIds } of await readOpenEpisodes(tx, episodesOf(whom))) {
    const segments = segmentsOf(await loadDefinition(tx, sequenceId, version));
    if (segments.length === 0) continue;
    for (const id of contactIds) awaited.set(id, [...new Set([...(awaited.get(id) ?? []), ...segments])]);
  }
  return awaited;
}

function episodesOf({ contactIds, companyIds }: Whom): OpenEpisodes {
  return { contactIds: contactIds ?? null, companyIds: companyIds ?? null };
}

function segmentsOf({ settings }: Definition): string[] {
  return (settings.triggers ?? []).flatMap(({ on }) => (on.signal === "segment" ? (on.segmentId ?? []) : []));
}
