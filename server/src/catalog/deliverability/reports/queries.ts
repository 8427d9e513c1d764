import type { AggregateReport } from "@haste/engine/deliverability";
import type { Rate } from "@haste/engine/report";
import type { Tx } from "../../../platform/db/index.ts";

export interface ReportRow {
  readonly id: string;
  readonly kind: "dmarc" | "tls";
  readonly organization: string;
  readonly domain: string;
  readonly coversFrom: Date;
  readonly coversUntil: Date;
  readonly passed: number;
  readonly failed: number;
  readonly receivedAt: Date;
}

const columns = `id, kind, organization, domain, covers_from as "coversFrom", covers_until as "coversUntil",
  passed::float8 as passed, failed::float8 as failed, received_at as "receivedAt"`;

/** False where the report is known: mailboxes hand the same one out twice, and people upload it again. */
export async function insertReport(tx: Tx, report: AggregateReport, row: ReportRow): Promise<boolean> {
  const inserted = await tx.rows(
    `insert into aggregate_reports (workspace_id, id, kind, organization, report_id, domain, covers_from, covers_until,
       passed, failed, received_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (workspace_id, kind, domain, organization, report_id) do nothing returning 1 as done`,
    [
      tx.workspaceId,
      row.id,
      row.kind,
      row.organization,
      report.reportId,
      row.domain,
      row.coversFrom,
      row.coversUntil,
      row.passed,
      row.failed,
      row.receivedAt,
    ],
  );
  if (inserted.length === 0) return false;
  const { rows } = report;
  await tx.rows(
    `insert into aggregate_report_rows (workspace_id, report_id, place, source, passed, failed, spf_aligned, dkim_aligned,
       outcome, seen_as)
     select $1, $2, place - 1, source, passed, failed, spf, dkim, outcome, seen
       from unnest($3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::text[], $9::text[])
         with ordinality as r (source, passed, failed, spf, dkim, outcome, seen, place)`,
    [
      tx.workspaceId,
      row.id,
      rows.map(({ source }) => source),
      rows.map(({ passed }) => passed),
      rows.map(({ failed }) => failed),
      rows.map(({ spfAligned }) => spfAligned),
      rows.map(({ dkimAligned }) => dkimAligned),
      rows.map(({ outcome }) => outcome),
      rows.map(({ seenAs }) => seenAs),
    ],
  );
  return true;
}

export async function findReportByName(tx: Tx, report: AggregateReport): Promise<ReportRow | null> {
  const rows = await tx.rows<ReportRow>(
    `select ${columns} from aggregate_reports
      where workspace_id = $1 and kind = $2 and domain = $3 and organization = $4 and report_id = $5`,
    [tx.workspaceId, report.kind, report.domain, report.organization, report.reportId],
  );
  return rows[0] ?? null;
}

export async function findReport(tx: Tx, id: string): Promise<ReportRow | null> {
  const rows = await tx.rows<ReportRow>(
    `select ${columns} from aggregate_reports where workspace_id = $1 and id = $2`,
    [tx.workspaceId, id],
  );
  return rows[0] ?? null;
}

/** Newest first by arrival, after the report `before`. */
export async function listReports(
  tx: Tx,
  { kind, before, limit }: { readonly kind: string | null; readonly before: string | null; readonly limit: number },
): Promise<ReportRow[]> {
  return tx.rows<ReportRow>(
    `select ${columns} from aggregate_reports
      where workspace_id = $1 and ($2::uuid is null or id < $2) and ($3::text is null or kind = $3)
      order by id desc limit $4`,
    [tx.workspaceId, before, kind, limit],
  );
}

export interface SourceRow {
  readonly source: string;
  readonly passed: number;
  readonly failed: number;
  readonly spfAligned: number | null;
  readonly dkimAligned: number | null;
  readonly outcome: string;
  readonly seenAs: string;
}

/** Of one report, those with most failures first. */
export async function listRowsOf(tx: Tx, reportId: string, most: number): Promise<SourceRow[]> {
  return tx.rows<SourceRow>(
    `select source, passed::float8 as passed, failed::float8 as failed, spf_aligned::float8 as "spfAligned",
            dkim_aligned::float8 as "dkimAligned", outcome, seen_as as "seenAs"
       from aggregate_report_rows where workspace_id = $1 and report_id = $2
      order by failed desc, passed desc, place limit $3`,
    [tx.workspaceId, reportId, most],
  );
}

export interface DayRow {
  readonly day: string;
  readonly passed: number;
  readonly failed: number;
  readonly reports: number;
}

export async function sumDays(tx: Tx, kind: string, since: Date): Promise<DayRow[]> {
  return tx.rows<DayRow>(
    `select to_char(covers_from at time zone 'UTC', 'YYYY-MM-DD') as day, sum(passed)::float8 as passed,
            sum(failed)::float8 as failed, count(*)::int as reports
       from aggregate_reports where workspace_id = $1 and kind = $2 and covers_from >= $3 group by 1 order by 1`,
    [tx.workspaceId, kind, since],
  );
}

/** By source, those with most failures first. */
export async function sumSources(
  tx: Tx,
  { kind, since, most }: { readonly kind: string; readonly since: Date; readonly most: number },
): Promise<Pick<SourceRow, "source" | "passed" | "failed" | "seenAs">[]> {
  return tx.rows(
    `select w.source, sum(w.passed)::float8 as passed, sum(w.failed)::float8 as failed,
            (array_agg(w.seen_as order by w.failed + w.passed desc))[1] as "seenAs"
       from aggregate_reports r
       join aggregate_report_rows w on w.workspace_id = r.workspace_id and w.report_id = r.id
      where r.workspace_id = $1 and r.kind = $2 and r.covers_from >= $3
      group by w.source order by 3 desc, 2 desc, 1 limit $4`,
    [tx.workspaceId, kind, since, most],
  );
}

/** Of what receivers reported: what was proven. */
export async function sumReported(tx: Tx, since: Date): Promise<Pick<Rate, "n" | "of">> {
  const rows = await tx.rows<{ n: number; of: number }>(
    `select coalesce(sum(passed), 0)::float8 as n, coalesce(sum(passed + failed), 0)::float8 as of
       from aggregate_reports where workspace_id = $1 and kind = 'dmarc' and covers_from >= $2`,
    [tx.workspaceId, since],
  );
  return rows[0] ?? { n: 0, of: 0 };
}
