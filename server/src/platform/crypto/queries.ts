import type { Tx } from "../db/index.ts";
import type { SealedColumn } from "./sealed-column.ts";

type Named = Pick<SealedColumn, "table" | "column" | "id">;

/** The key id of an envelope stands behind its version byte; see `envelope.ts`. */
const otherKey = (column: string, at: number) =>
  `${column} is not null and substring(${column} from 2 for 16) <> decode(replace($${at}::text, '-', ''), 'hex')`;

const texts = (id: readonly string[]) => id.map((name) => `${name}::text`).join(", ");

/** Names come from the declarations of our own rooms, never from outside; values travel beside the text. */
export async function listSealedOtherwise(
  tx: Tx,
  { table, column, id }: Named,
  batch: { readonly keyId: string; readonly after: readonly string[] | null; readonly limit: number },
): Promise<{ id: string[]; sealed: Buffer }[]> {
  const { keyId, after, limit } = batch;
  const places = id.map((_, at) => `$${at + 4}`).join(", ");
  const beyond = after === null ? "" : `and (${id.join(", ")}) > (${places})`;
  return tx.rows(
    `select array[${texts(id)}] as id, ${column} as sealed from ${table}
      where workspace_id = $1 and ${otherKey(column, 2)} ${beyond} order by ${id.join(", ")} limit $3`,
    [tx.workspaceId, keyId, limit, ...(after ?? [])],
  );
}

export async function countSealedOtherwise(tx: Tx, { table, column }: Named, keyId: string): Promise<number> {
  const rows = await tx.rows<{ n: number }>(
    `select count(*)::int as n from ${table} where workspace_id = $1 and ${otherKey(column, 2)}`,
    [tx.workspaceId, keyId],
  );
  return rows[0]?.n ?? 0;
}
