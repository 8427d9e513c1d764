import { type AggregateReport, readDmarcReport, readTlsReport } from "@haste/engine/deliverability";
import type { WorkContext } from "../../../platform/context/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { listSenders } from "../../sending-accounts/index.ts";
import { findReportByName, insertReport, type ReportRow } from "./queries.ts";
import { unpack } from "./unpack.ts";

/**
 * Takes a report in as it came by mail; one that is known counts once.
 * @throws Problem `report_unreadable` with the reason, also for a domain nobody sends from: anybody can write a report
 */
export async function takeReport(
  ctx: WorkContext,
  bytes: Uint8Array,
): Promise<ReportRow & { readonly isNew: boolean }> {
  const report = await read(Buffer.from(bytes));
  const domains = new Set((await listSenders(ctx.tx)).map(({ domain }) => domain));
  if (!isOurs(report.domain, domains)) {
    throw new Problem("report_unreadable", { detail: `It is about ${report.domain}, from which no account sends.` });
  }
  const sum = (of: "passed" | "failed") => report.rows.reduce((total, row) => total + row[of], 0);
  const row: ReportRow = {
    ...{ id: ctx.newId(), kind: report.kind, organization: report.organization, domain: report.domain },
    ...{ coversFrom: new Date(report.from), coversUntil: new Date(report.until), receivedAt: ctx.now },
    ...{ passed: sum("passed"), failed: sum("failed") },
  };
  if (await insertReport(ctx.tx, report, row)) return { ...row, isNew: true };
  return { ...((await findReportByName(ctx.tx, report)) ?? row), isNew: false };
}

async function read(bytes: Buffer): Promise<AggregateReport> {
  const unpacked = await unpack(bytes);
  if (!unpacked.ok) throw new Problem("report_unreadable", { detail: unpacked.reason });
  const { text } = unpacked;
  const reading = text.startsWith("{") ? readTlsReport(text) : readDmarcReport(text);
  if (!reading.ok) throw new Problem("report_unreadable", { detail: reading.reason });
  return reading.report;
}

/** A report is about the domain its policy stands at, which may be above the one that sends. */
function isOurs(domain: string, senders: ReadonlySet<string>): boolean {
  return [...senders].some((sender) => sender === domain || sender.endsWith(`.${domain}`));
}
