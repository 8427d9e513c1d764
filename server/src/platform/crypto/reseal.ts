import type { Tx } from "../db/index.ts";
import type { KeyRing } from "./key-ring.ts";
import { countSealedOtherwise, listSealedOtherwise } from "./queries.ts";
import type { SealedColumn } from "./sealed-column.ts";

/**
 * Seals the next values of a column anew with the workspace's newest key. A value that somebody writes meanwhile is left
 * to them: it is replaced only as long as it is the one that was read.
 * @returns the id behind which the next batch begins; null after the last
 */
export async function resealBatch(
  keyRing: KeyRing<Tx>,
  tx: Tx,
  column: SealedColumn,
  batch: { readonly keyId: string; readonly after: readonly string[] | null; readonly limit: number },
): Promise<{ readonly after: readonly string[] | null; readonly resealed: number }> {
  const cipher = await keyRing.cipher(tx.workspaceId, tx);
  const rows = await listSealedOtherwise(tx, column, batch);
  let resealed = 0;
  for (const { id, sealed } of rows) {
    const place = column.place(id);
    const after = cipher.seal(await cipher.open(sealed, place), place);
    resealed += (await column.replace(tx, { id, before: sealed, after })).length;
  }
  return { after: rows.length < batch.limit ? null : (rows.at(-1)?.id ?? null), resealed };
}

/** How many values of these columns are sealed with another key than this one. */
export async function countUnder(tx: Tx, columns: readonly SealedColumn[], keyId: string): Promise<number> {
  let left = 0;
  for (const column of columns) left += await countSealedOtherwise(tx, column, keyId);
  return left;
}
