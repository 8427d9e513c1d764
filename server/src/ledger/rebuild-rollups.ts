import { type Database, inWorkspace } from "../platform/db/index.ts";
import { countWrongRollups, lockRollups, type RollupTable, rewriteRollups, rollupTables } from "./queries/rebuild.ts";

export interface RebuiltRollups {
  /** Rows that said something else than the emails and signals, by table; 0 everywhere: they were right. */
  readonly wrong: Readonly<Record<RollupTable, number>>;
  readonly isRewritten: boolean;
}

/**
 * Counts the numbers of a workspace again from its emails and signals, and writes them anew where they differ. Looking is
 * free: one snapshot shows rows and numbers as of one commit, because every signal is written together with what it
 * counts. Only where something is wrong are the writers held off for as long as counting takes: whoever commits before
 * the lock is counted, and whoever waits for it adds to what was written.
 */
export async function rebuildRollups(
  db: Database,
  workspaceId: string,
  { isDryRun }: { readonly isDryRun: boolean },
): Promise<RebuiltRollups> {
  const wrong = await inWorkspace(
    db,
    workspaceId,
    async (tx) => {
      const counted: Partial<Record<RollupTable, number>> = {};
      for (const table of rollupTables) counted[table] = await countWrongRollups(tx, table);
      return counted as Record<RollupTable, number>;
    },
    { isolation: "repeatable read", readOnly: true },
  );
  const isRight = rollupTables.every((table) => wrong[table] === 0);
  if (isRight || isDryRun) return { wrong, isRewritten: false };
  await inWorkspace(db, workspaceId, async (tx) => {
    await lockRollups(tx);
    for (const table of rollupTables) await rewriteRollups(tx, table);
  });
  return { wrong, isRewritten: true };
}
