import type { AggregateReport, ReportSummary } from "@haste/contract/nouns/aggregate-reports";
import { addMs, asInstant, DAY_MS } from "@haste/engine/base";
import { z } from "zod";
import type { WorkContext } from "../../../platform/context/index.ts";
import { type Page, page, readCursor } from "../../../platform/http/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { findReport, listReports, listRowsOf, type ReportRow, sumDays, sumSources } from "./queries.ts";

const shownDays = 30;
const mostSources = 50;
const mostRows = 1_000;

interface ListInput {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly "filter[kind]"?: string | undefined;
}

export async function showReports(ctx: WorkContext, input: ListInput): Promise<Page<AggregateReport>> {
  const before = readCursor(input.cursor, z.tuple([z.uuid()]))?.[0] ?? null;
  const { limit, "filter[kind]": kind = null } = input;
  const rows = await listReports(ctx.tx, { kind, before, limit: limit + 1 });
  return page(rows, { limit, cursor: (row) => [row.id], wire: reportToWire });
}

/** @throws Problem `not_found` */
export async function showReport(ctx: WorkContext, id: string) {
  const row = await findReport(ctx.tx, id);
  if (row === null) throw new Problem("not_found", { detail: "There is no such report." });
  return { ...reportToWire(row), rows: await listRowsOf(ctx.tx, id, mostRows) };
}

export async function showSummary(ctx: WorkContext, kind: "dmarc" | "tls"): Promise<ReportSummary> {
  const since = reportedSince(ctx);
  const days = await sumDays(ctx.tx, kind, since);
  const sum = (of: "passed" | "failed" | "reports") => days.reduce((total, row) => total + row[of], 0);
  return {
    days: days.map(({ day, passed, failed }) => ({ day, passed, failed })),
    sources: await sumSources(ctx.tx, { kind, since, most: mostSources }),
    ...{ passed: sum("passed"), failed: sum("failed"), reports: sum("reports") },
  };
}

export function reportedSince(ctx: WorkContext): Date {
  return new Date(addMs(asInstant(ctx.now.getTime()), -shownDays * DAY_MS));
}

export function reportToWire({ coversFrom, coversUntil, receivedAt, ...row }: ReportRow): AggregateReport {
  return {
    ...row,
    coversFrom: coversFrom.toISOString(),
    coversUntil: coversUntil.toISOString(),
    receivedAt: receivedAt.toISOString(),
  };
}
