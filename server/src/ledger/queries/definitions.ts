import { type Definition, revive } from "@haste/engine/sequence";
import type { Tx } from "../../platform/db/index.ts";

export async function readDefinition(tx: Tx, sequenceId: string, version: number): Promise<Definition | null> {
  const rows = await tx.rows<{ definition: Definition }>(
    "select definition from sequence_versions where workspace_id = $1 and sequence_id = $2 and version = $3",
    [tx.workspaceId, sequenceId, version],
    "ledger-read-definition",
  );
  const stored = rows[0]?.definition;
  return stored === undefined ? null : revive(stored);
}
