import type { Endpoints } from "@haste/contract/endpoints";
import { z } from "zod";
import { emailToWire } from "../../ledger/index.ts";
import { type InputOf, page, type RequestContext, readCursor } from "../../platform/http/index.ts";
import { readScope } from "./performance.ts";
import { silentBefore } from "./period.ts";
import { listReportEmails } from "./queries/report-emails.ts";

const BySending = z.tuple([z.iso.datetime(), z.uuid()]);

/** The emails behind one number of a report: as many as it says. */
export async function showReportEmails(
  ctx: RequestContext,
  { query }: InputOf<Endpoints["GET /reports/email-performance/emails"]>,
) {
  const cursor = readCursor(query.cursor, BySending);
  const asked = {
    ...readScope(ctx, query),
    groupBy: query.groupBy,
    key: query.key ?? null,
    outcome: query.outcome,
    silentBefore: silentBefore(ctx),
  };
  const before = cursor === null ? null : { at: new Date(cursor[0]), id: cursor[1] };
  const rows = await listReportEmails(ctx.tx, asked, { before, limit: query.limit + 1 });
  return page(rows, {
    limit: query.limit,
    cursor: (row) => [row.dated.toISOString(), row.signal_id],
    wire: (row) => ({ ...emailToWire(row), contactName: row.contact_name, sequenceName: row.sequence_name }),
  });
}
