import type { Endpoints } from "@haste/contract/endpoints";
import type { InputOf, RequestContext } from "../../platform/http/index.ts";
import { csvText } from "./exports/files/write-csv.ts";
import { performanceTable } from "./exports/tables.ts";
import { readPerformance } from "./performance.ts";

/** The report as a file: what nothing was told of is an empty cell, never a zero. */
export async function writePerformance(
  ctx: RequestContext,
  input: InputOf<Endpoints["GET /reports/email-performance/csv"]>,
): Promise<string> {
  const { head, rows } = performanceTable(await readPerformance(ctx, input));
  return csvText(head.columns, rows);
}
