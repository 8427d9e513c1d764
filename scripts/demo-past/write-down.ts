import { loadDataKeys } from "../../server/src/catalog/identity/index.ts";
import { findSuccessors, pastTables, type RecordedPast } from "../../server/src/catalog/sandbox/index.ts";
import {
  createKeyRing,
  type KeyRing,
  type MasterKey,
  type SealedColumn,
} from "../../server/src/platform/crypto/index.ts";
import { type Database, inWorkspace, type Tx } from "../../server/src/platform/db/index.ts";
import { unpacked } from "../../server/src/wiring/accounts.ts";
import { sealedColumns } from "../../server/src/wiring/sealed-columns.ts";
import type { LivedPast } from "./live.ts";

type Row = Record<string, unknown>;

/** The rows a lived past left behind, opened where they lay sealed, so that any workspace can keep them under its own key. */
export function writeDown(database: Database, master: MasterKey, past: LivedPast): Promise<RecordedPast> {
  const keyRing = createKeyRing<Tx>(master, (_, tx) => loadDataKeys(tx));
  return inWorkspace(database, past.workspaceId, async (tx) => {
    const tables: Record<string, Row[]> = {};
    for (const table of pastTables) tables[table] = await rowsOf(tx, keyRing, table);
    return {
      ...(await findSuccessors(tx)),
      endedAt: past.to.toISOString(),
      tables,
    };
  });
}

async function rowsOf(tx: Tx, keyRing: KeyRing<Tx>, table: string): Promise<Row[]> {
  const rows = await tx.rows<{ row: Row }>(`select to_jsonb(t) as row from ${table} t where workspace_id = $1`, [
    tx.workspaceId,
  ]);
  const sealed = sealedColumns.find((column) => column.table === table);
  const open = (row: Row) => (sealed === undefined ? Promise.resolve(row) : opened(tx, keyRing, sealed, row));
  return Promise.all(rows.map(({ row }) => open(withoutNulls(row))));
}

function withoutNulls(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([name, value]) => value !== null && name !== "workspace_id"));
}

async function opened(tx: Tx, keyRing: KeyRing<Tx>, { column, id, place }: SealedColumn, row: Row): Promise<Row> {
  const value = row[column];
  if (typeof value !== "string") return row;
  const cipher = await keyRing.cipher(tx.workspaceId, tx);
  const bytes = await cipher.open(Buffer.from(value.slice(2), "hex"), place(id.map((name) => String(row[name]))));
  return { ...row, [column]: unpacked(bytes) };
}
