import type { Company } from "@haste/contract/nouns/crm";
import { z } from "zod";
import type { WorkContext } from "../../platform/context/index.ts";
import { includes, type Page, page, readCursor } from "../../platform/http/index.ts";
import { countCompanies, listCompanies, searchCompanies } from "./queries/companies.ts";
import { companyToWire } from "./to-wire.ts";

export interface CompanyQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly q?: string | undefined;
  readonly include?: string | undefined;
}

/** A page of companies: newest first, or those whose name begins with `q`, by the alphabet. */
export async function findCompanyPage(ctx: WorkContext, query: CompanyQuery): Promise<Page<Company>> {
  const prefix = query.q?.trim() ?? "";
  const total = includes(query.include, "total")
    ? await countCompanies(ctx.tx, prefix === "" ? null : prefix)
    : undefined;
  const shown = { limit: query.limit, wire: companyToWire, total };
  if (prefix === "") {
    const after = readCursor(query.cursor, z.tuple([z.uuid()]));
    const rows = await listCompanies(ctx.tx, { limit: query.limit + 1, after: after?.[0] ?? null });
    return page(rows, { ...shown, cursor: (row) => [row.id] });
  }
  const after = readCursor(query.cursor, z.tuple([z.string(), z.uuid()]));
  const rows = await searchCompanies(ctx.tx, {
    limit: query.limit + 1,
    prefix,
    after: after === null ? null : { key: after[0], id: after[1] },
  });
  return page(rows, { ...shown, cursor: (row) => [row.key, row.id] });
}
