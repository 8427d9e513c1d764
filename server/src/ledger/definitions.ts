import type { Definition } from "@haste/engine/sequence";
import type { Tx } from "../platform/db/index.ts";
import { readDefinition } from "./queries/definitions.ts";

/** Versions never change, so what was read once is right for ever; the oldest leave when there are too many. */
const kept = new Map<string, Definition>();
const mostKept = 2_000;

/**
 * One published version, compiled on first use and then from memory. Refuses to answer for a version that does not
 * exist: whoever asks holds a row that points to it.
 */
export async function loadDefinition(tx: Tx, sequenceId: string, version: number): Promise<Definition> {
  const key = `${tx.workspaceId} ${sequenceId} ${version}`;
  const known = kept.get(key);
  if (known !== undefined) {
    kept.delete(key);
    kept.set(key, known);
    return known;
  }
  const definition = await readDefinition(tx, sequenceId, version);
  if (definition === null) throw new Error(`Version ${version} of sequence ${sequenceId} does not exist`);
  kept.set(key, definition);
  if (kept.size > mostKept) kept.delete(kept.keys().next().value as string);
  return definition;
}
