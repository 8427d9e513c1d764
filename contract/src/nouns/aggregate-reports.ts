import { z } from "zod";
import { At, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";

const Kind = z.enum(["dmarc", "tls"]);

const AggregateReport = z.object({
  id: Id,
  /** `dmarc`: who sent mail of the domain, and was it proven. `tls`: was mail to the domain encrypted. */
  kind: Kind,
  organization: z.string(),
  domain: z.string(),
  coversFrom: At,
  coversUntil: At,
  passed: z.int(),
  failed: z.int(),
  receivedAt: At,
});
export type AggregateReport = z.infer<typeof AggregateReport>;

const ReportRow = z.object({
  /** The address mail came from; of TLS the receiving host. */
  source: z.string(),
  passed: z.int(),
  failed: z.int(),
  spfAligned: z.int().nullable(),
  dkimAligned: z.int().nullable(),
  outcome: z.string(),
  seenAs: z.string(),
});

const Summary = z.object({
  /** By day of the report's beginning, UTC. */
  days: z.array(z.object({ day: z.iso.date(), passed: z.int(), failed: z.int() })),
  /** Those with most failures first. */
  sources: z.array(z.object({ source: z.string(), passed: z.int(), failed: z.int(), seenAs: z.string() })),
  passed: z.int(),
  failed: z.int(),
  reports: z.int(),
});
export type ReportSummary = z.infer<typeof Summary>;

export const aggregateReportEndpoints = {
  "POST /deliverability/reports": endpoint({
    summary:
      "Upload a report as it came by mail: XML or JSON, plain, .gz or .zip. A report that is known is not counted twice",
    permission: "sending-accounts:write",
    body: z.instanceof(Uint8Array),
    bodyType: "application/octet-stream",
    status: 200,
    response: AggregateReport.extend({ isNew: z.boolean() }),
  }),
  "GET /deliverability/reports": endpoint({
    summary: "Reports of receivers, newest first",
    permission: "reports:read",
    query: ListQuery.extend({ "filter[kind]": Kind.optional() }),
    status: 200,
    response: listOf(AggregateReport),
  }),
  "GET /deliverability/reports/:id": endpoint({
    summary: "One report with its sources",
    permission: "reports:read",
    params: IdParams,
    status: 200,
    response: AggregateReport.extend({ rows: z.array(ReportRow) }),
  }),
  "GET /deliverability/reports/summary": endpoint({
    summary: "30 days of reports: by day and by source",
    permission: "reports:read",
    query: z.object({ kind: Kind.default("dmarc") }),
    status: 200,
    response: Summary,
  }),
} as const;
