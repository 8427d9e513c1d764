import {
  attributionModels,
  clientSides,
  reportGroups,
  reportOutcomes,
  trendIntervals,
  trendQuestions,
} from "@haste/engine/report";
import { z } from "zod";
import { At, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";
import { jobStatuses } from "./operations.ts";
import { reportScope } from "./reports.ts";

/** The reports that become files; `emails` are those behind one number of the first. */
const exportedReports = [
  "email-performance",
  "email-clients",
  "engagement-trends",
  "best-practices",
  "conversions",
  "emails",
] as const;
export const exportFormats = ["csv", "xlsx", "pdf"] as const;

/** What a report is asked; each takes the parts that its own endpoint takes and leaves the others alone. */
export const ReportQuestion = z.object({
  ...reportScope,
  groupBy: z.enum(reportGroups).optional(),
  side: z.enum(clientSides).optional(),
  /** Of `emails`: one row of the report; without it the totals. */
  key: z.string().max(300).optional(),
  outcome: z.enum(reportOutcomes).optional(),
  interval: z.enum(trendIntervals).optional(),
  question: z.enum(trendQuestions).optional(),
  /** Of `conversions`, which are by sequence or template: whose merit they are. */
  model: z.enum(attributionModels).optional(),
});
export type ReportQuestion = z.infer<typeof ReportQuestion>;

const ExportInput = z.object({
  report: z.enum(exportedReports),
  format: z.enum(exportFormats),
  query: ReportQuestion.default({}),
  /** Names, addresses and subjects of emails; without it a file holds nothing of a person. Needs contacts:read. */
  includePeople: z.boolean().default(false),
});
export type ExportInput = z.infer<typeof ExportInput>;

export const Export = z.object({
  id: Id,
  report: z.enum(exportedReports),
  format: z.enum(exportFormats),
  query: ReportQuestion,
  includePeople: z.boolean(),
  /** That of its job, until the file is removed. */
  status: z.enum([...jobStatuses, "removed"]),
  jobId: Id,
  error: z.string().nullable(),
  rows: z.int().nullable(),
  /** Rows beyond what a file of this format takes. */
  moreRows: z.int().nullable(),
  bytes: z.int().nullable(),
  /** Where the file is, while there is one. */
  fileUrl: z.string().nullable(),
  createdBy: z.string(),
  /** Whether the one who asks may remove it. */
  canRemove: z.boolean(),
  createdAt: At,
  finishedAt: At.nullable(),
  expiresAt: At,
  removedAt: At.nullable(),
  /** `erasure`: somebody in it was erased. */
  removedBecause: z.enum(["expired", "erasure", "hand"]).nullable(),
});
export type Export = z.infer<typeof Export>;

const isBytes = (value: unknown): value is AsyncIterable<Uint8Array> =>
  typeof value === "object" && value !== null && Symbol.asyncIterator in value;

const permission = "reports:read";
export const exportEndpoints = {
  "GET /exports": endpoint({
    summary: "Reports that were written as files, newest first",
    permission,
    query: ListQuery,
    status: 200,
    response: listOf(Export),
  }),
  "POST /exports": endpoint({
    summary: "Write a report, or the emails behind one of its numbers, as CSV, XLSX or PDF; kept for seven days",
    permission,
    body: ExportInput,
    status: 202,
    response: Export,
  }),
  "GET /exports/:id": endpoint({
    summary: "One export",
    permission,
    params: IdParams,
    status: 200,
    response: Export,
  }),
  "DELETE /exports/:id": endpoint({
    summary: "Remove a file; another's only with reports:write",
    permission,
    params: IdParams,
    status: 204,
    response: null,
  }),
  "GET /exports/:id/file": endpoint({
    summary: "The file itself; one that names people needs contacts:read",
    permission,
    params: IdParams,
    status: 200,
    response: z.custom<AsyncIterable<Uint8Array>>(isBytes),
    responseType: "application/octet-stream",
  }),
} as const;
