import type { ReportQuestion } from "@haste/contract/nouns/exports";
import type { ReportOutcome } from "@haste/engine/report";
import type { WorkContext } from "../../../platform/context/index.ts";
import { readClients } from "../clients.ts";
import { readConversionReport } from "../conversion-report.ts";
import { readPerformance, readScope } from "../performance.ts";
import { periodToWire, silentBefore } from "../period.ts";
import { readBestPractices } from "../practices.ts";
import type { ExportRow } from "../queries/exports.ts";
import { type AskedEmails, listReportEmails } from "../queries/report-emails.ts";
import { readTrends } from "../trends.ts";
import { conversionsTable } from "./conversions-table.ts";
import { emailColumnsOf, emailsHead } from "./emails-table.ts";
import type { Head, Row } from "./files/table.ts";
import { clientsTable, performanceTable, periodLine, practicesTable, type Table, trendsTable } from "./tables.ts";

/** Some rows of a report, and who stands in them. */
export interface Batch {
  readonly rows: readonly Row[];
  readonly contactIds: readonly string[];
  readonly isLast: boolean;
}

/** A report whose rows are fetched as they are written. */
export interface OpenReport {
  readonly head: Head;
  /** How many rows there will be; null: not known. */
  readonly total: number | null;
  next(ctx: WorkContext): Promise<Batch>;
}

const rowsPerBatch = 1_000;
/** A report by step or day has no natural end; this one is that of a spreadsheet. */
const allRows = 1_000_000;

type Asked = Pick<ExportRow, "report" | "question" | "includesPeople">;

export async function openReport(ctx: WorkContext, { report, question, includesPeople }: Asked): Promise<OpenReport> {
  if (report === "emails") return openEmails(ctx, question, includesPeople);
  return whole(await readTable(ctx, report, question));
}

function readTable(
  ctx: WorkContext,
  report: Exclude<Asked["report"], "emails">,
  asked: ReportQuestion,
): Promise<Table> {
  const { groupBy = "sequence", side = "device", interval = "day", question = "sent", model = "last" } = asked;
  const readers = {
    "email-performance": async () =>
      performanceTable(await readPerformance(ctx, { query: { ...asked, groupBy } }, allRows)),
    "email-clients": async () => clientsTable(await readClients(ctx, { query: { ...asked, side } }, allRows)),
    "engagement-trends": async () => trendsTable(await readTrends(ctx, { query: { ...asked, interval, question } })),
    conversions: async () =>
      conversionsTable(
        await readConversionReport(ctx, { query: { ...asked, interval: undefined, model } }),
        groupBy === "template" ? groupBy : "sequence",
      ),
    "best-practices": async () => practicesTable(await readBestPractices(ctx, { query: asked })),
  };
  return readers[report]();
}

/** A report of sums is read at once; only its rows are handed out bit by bit. */
function whole({ head, rows }: Table): OpenReport {
  let at = 0;
  return {
    head,
    total: rows.length,
    async next() {
      const some = rows.slice(at, at + rowsPerBatch);
      at += some.length;
      return { rows: some, contactIds: [], isLast: at >= rows.length };
    },
  };
}

/** The emails behind a number, the latest first; their period ends where it ended when the first were read. */
async function openEmails(ctx: WorkContext, asked: ReportQuestion, includePeople: boolean): Promise<OpenReport> {
  const { groupBy = "sequence", outcome = "sent", key = null } = asked;
  const scope = readScope(ctx, asked);
  const report = await readPerformance(ctx, { query: { ...asked, groupBy } }, allRows);
  const row = report.rows.find((one) => one.key === key);
  const numbers: Partial<Record<ReportOutcome, number | null>> | undefined = key === null ? report.totals : row;
  const filter: AskedEmails = { ...scope, groupBy, key, outcome, silentBefore: silentBefore(ctx) };
  const columns = emailColumnsOf(includePeople);
  const { timezone } = scope;
  let before: { readonly at: Date; readonly id: string } | null = null;
  return {
    head: emailsHead({
      ...{ outcome, of: key === null ? null : (row?.name ?? key), timezone, includePeople },
      period: periodLine(periodToWire(scope)),
    }),
    total: numbers?.[outcome] ?? null,
    async next(batchCtx) {
      const emails = await listReportEmails(batchCtx.tx, filter, { before, limit: rowsPerBatch });
      const last = emails.at(-1);
      if (last !== undefined) before = { at: last.dated, id: last.signal_id };
      return {
        rows: emails.map((email) => columns.map(({ cellOf }) => cellOf(email))),
        contactIds: includePeople ? [...new Set(emails.flatMap(({ contact_id }) => contact_id ?? []))] : [],
        isLast: emails.length < rowsPerBatch,
      };
    },
  };
}
