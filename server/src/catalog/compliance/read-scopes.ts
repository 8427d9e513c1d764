import { type SuppressionScope, wholeWorkspace } from "../../ledger/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { findScopes } from "./queries.ts";

/**
 * Scopes as files and command lines write them: nothing or `everything`, `topic:News`, `sequence:Founders`; also with
 * ids for names. A text that means none is not in the answer.
 */
export async function readScopes(tx: Tx, written: readonly string[]): Promise<Map<string, SuppressionScope>> {
  const known = new Map<string, SuppressionScope>();
  const texts = new Set(written);
  for (const text of texts) if (text === "" || text.toLowerCase() === "everything") known.set(text, wholeWorkspace);
  for (const kind of ["topic", "sequence"] as const) {
    const named = [...texts].filter((text) => text.toLowerCase().startsWith(`${kind}:`));
    if (named.length === 0) continue;
    const nameOf = (text: string) => text.slice(kind.length + 1).trim();
    const found = await findScopes(tx, { kind, texts: named.map(nameOf) });
    for (const text of named) {
      const id = found.get(nameOf(text));
      if (id !== undefined) known.set(text, { kind, id });
    }
  }
  return known;
}
