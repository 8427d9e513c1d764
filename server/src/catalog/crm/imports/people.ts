import type { Tx } from "../../../platform/db/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { findMadeContacts, listRows } from "../queries/import-rows.ts";
import { findImport } from "../queries/imports.ts";

export interface ImportedPeople {
  /** In the order of the file. */
  readonly contactIds: readonly string[];
  /** The row to go on after; null where the file is at its end. */
  readonly next: number | null;
}

/**
 * The contacts that the next rows of a file have become or were already; rows that stayed out stand for nobody.
 * @throws Problem `not_found`, and `invalid_status` for an import that has not run to its end
 */
export async function peopleOfImport(
  tx: Tx,
  importId: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<ImportedPeople> {
  const file = await findImport(tx, importId);
  if (file === null) throw new Problem("not_found", { detail: `There is no import ${importId}.` });
  if (file.status !== "done") {
    throw new Problem("invalid_status", {
      detail: "The import has not run to its end.",
      fix: "Run it first: POST /imports/:id/run.",
    });
  }
  const { pass, judged } = file;
  const rows = await listRows(tx, { importId, pass, judged, after, limit, verdict: null });
  const keys = rows.flatMap(({ verdict, emailKey }) => (isSomebody(verdict) ? (emailKey ?? []) : []));
  const ids = await findMadeContacts(tx, [...new Set(keys)]);
  const next = rows.length < limit ? null : (rows.at(-1)?.rowNo ?? null);
  return { contactIds: keys.flatMap((key) => ids.get(key) ?? []), next };
}

function isSomebody(verdict: string | null): boolean {
  return verdict === "create" || verdict === "update" || verdict === "unchanged";
}
