import type { Import, ImportRow, ImportVerdict } from "@haste/contract/nouns/crm";
import { z } from "zod";
import type { WorkContext } from "../../../platform/context/index.ts";
import { includes, type Page, page, readCursor } from "../../../platform/http/index.ts";
import { findMadeContacts, type JudgedRow, listRows } from "../queries/import-rows.ts";
import { countImports, findImport, listImports } from "../queries/imports.ts";
import { noSuchImport } from "./run.ts";
import { importRowToWire, importToWire } from "./to-wire.ts";

interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly include?: string | undefined;
}

export async function findImportPage(ctx: WorkContext, query: PageQuery): Promise<Page<Import>> {
  const after = readCursor(query.cursor, z.tuple([z.uuid()]));
  const files = await listImports(ctx.tx, { limit: query.limit + 1, after: after?.[0] ?? null });
  return page(files, {
    limit: query.limit,
    cursor: (file) => [file.id],
    wire: importToWire,
    total: includes(query.include, "total") ? await countImports(ctx.tx) : undefined,
  });
}

/** Rows in the order of the file. A total costs nothing: the import counts as it goes. */
export async function findRowPage(
  ctx: WorkContext,
  importId: string,
  query: PageQuery & { readonly "filter[verdict]"?: ImportVerdict | undefined },
): Promise<Page<ImportRow>> {
  const file = await findImport(ctx.tx, importId);
  if (file === null) throw noSuchImport();
  const verdict = query["filter[verdict]"] ?? null;
  const after = readCursor(query.cursor, z.tuple([z.int()]));
  const rows = await listRows(ctx.tx, {
    importId,
    pass: file.pass,
    judged: file.judged,
    verdict,
    after: after?.[0] ?? 0,
    limit: query.limit + 1,
  });
  const isMade = (row: JudgedRow) => row.verdict === "create" && row.contactId === null;
  const made = await findMadeContacts(
    ctx.tx,
    rows.filter(isMade).flatMap((row) => row.emailKey ?? []),
  );
  const contactIdOf = (row: JudgedRow) => (isMade(row) ? made.get(row.emailKey ?? "") : row.contactId) ?? null;
  const total = verdict === null ? file.rowCount : (file.counts[verdict] ?? 0);
  return page(rows, {
    limit: query.limit,
    cursor: (row) => [row.rowNo],
    wire: (row) => importRowToWire(file, { ...row, contactId: contactIdOf(row) }),
    total: includes(query.include, "total") ? total : undefined,
  });
}
