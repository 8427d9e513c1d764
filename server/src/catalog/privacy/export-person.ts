import type { PersonExport } from "@haste/contract/nouns/gdpr-requests";
import { retentionClasses } from "@haste/engine/privacy";
import type { KeyRing, SealedColumn } from "../../platform/crypto/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { findPersonRows, places, readRows } from "./queries/places.ts";
import { listPeriods } from "./queries/retention.ts";

export interface ExportPorts {
  readonly keyRing: KeyRing<Tx>;
  /** Where values lie sealed; the person gets them opened. */
  readonly sealed: readonly SealedColumn[];
}

/** Everything a workspace holds of a person, in the words the tables use (GDPR Art. 15(3), Art. 20(1)). */
export async function exportPerson(
  tx: Tx,
  ports: ExportPorts,
  asked: { readonly address: string; readonly now: Date },
): Promise<PersonExport> {
  const person = await findPersonRows(tx, asked.address);
  const cipher = await ports.keyRing.cipher(tx.workspaceId, tx);
  const tables: PersonExport["tables"][number][] = [];
  for (const place of places) {
    const columns = ports.sealed.filter(({ table }) => table === place.table);
    const rows: Record<string, unknown>[] = [];
    for (const row of await readRows(tx, place, person)) {
      const readable = { ...row };
      for (const column of columns) readable[column.column] = await opened(column, row);
      if (place.table === "sandbox_mails") readable.raw = bytesOf(row.raw)?.toString("utf8");
      rows.push(readable);
    }
    if (rows.length > 0) tables.push({ table: place.table, name: place.name, rows });
  }
  return {
    ...{ about: asked.address, madeAt: asked.now.toISOString(), tables },
    removedByAge: await removedByAge(tx),
  };

  async function opened(column: SealedColumn, row: Readonly<Record<string, unknown>>): Promise<unknown> {
    const sealed = bytesOf(row[column.column]);
    if (sealed === null) return null;
    const text = (await cipher.open(sealed, column.place(column.id.map((name) => String(row[name]))))).toString("utf8");
    return jsonOr(text);
  }
}

/** What no row says any more: whole rows go by age as well, and whose they were is nowhere noted. */
async function removedByAge(tx: Tx): Promise<PersonExport["removedByAge"]> {
  const periods = new Map((await listPeriods(tx)).map((period) => [period.key, period]));
  return retentionClasses.flatMap(({ key, name, goes }) => {
    const period = periods.get(key);
    if (period === undefined || period.removed === 0 || period.lastRunAt === null) return [];
    return [{ name, goes, olderThanDays: period.days, lastRunAt: period.lastRunAt.toISOString() }];
  });
}

/** Bytes as PostgreSQL writes them into JSON: `\x` and hex. */
function bytesOf(value: unknown): Buffer | null {
  return typeof value === "string" && value.startsWith("\\x") ? Buffer.from(value.slice(2), "hex") : null;
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
