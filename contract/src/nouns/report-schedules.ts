import { WEEKDAYS } from "@haste/engine/base";
import { z } from "zod";
import { At, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";
import { exportFormats } from "./exports.ts";
import { jobStatuses } from "./operations.ts";

/** A day of a month is at most the 28th, which every month has. */
const Rhythm = z.discriminatedUnion("every", [
  z.object({ every: z.literal("day") }),
  z.object({ every: z.literal("week"), weekday: z.enum(WEEKDAYS) }),
  z.object({ every: z.literal("month"), day: z.int().min(1).max(28) }),
]);
const chosen = {
  rhythm: Rhythm,
  /** On the clocks of the zone. */
  hour: z.int().min(0).max(23),
  format: z.enum(exportFormats),
  sendingAccountId: Id,
  /** Members, and others who may see these numbers; each mail has a way out of it. */
  recipients: z.array(z.email().max(320)).min(1).max(20),
};

export const ReportSchedule = z.object({
  ...chosen,
  id: Id,
  viewId: Id,
  viewName: z.string(),
  timezone: z.string(),
  isOn: z.boolean(),
  /** Null while it is off. */
  nextAt: At.nullable(),
  /** The latest occasion: what its job came to. */
  last: z
    .object({
      dueAt: At,
      status: z.enum(jobStatuses),
      error: z.string().nullable(),
      jobId: Id,
      /** How many mails it wrote. */
      mails: z.int(),
    })
    .nullable(),
  createdBy: z.string(),
  version: z.int(),
  createdAt: At,
  updatedAt: At,
});
export type ReportSchedule = z.infer<typeof ReportSchedule>;

const ReportScheduleInput = z.object({
  ...chosen,
  /** A saved view of a report that the one who asks may see. */
  viewId: Id,
  /** An IANA name; without it the workspace's. */
  timezone: z.string().max(50).optional(),
  isOn: z.boolean().default(true),
});
export type ReportScheduleInput = z.infer<typeof ReportScheduleInput>;
const ReportScheduleChanges = ReportScheduleInput.omit({ viewId: true, isOn: true })
  .extend({ isOn: z.boolean() })
  .partial();
export type ReportScheduleChanges = z.infer<typeof ReportScheduleChanges>;

const permission = "reports:write";
export const reportScheduleEndpoints = {
  "GET /report-schedules": endpoint({
    summary: "Reports that go out by mail, newest first",
    permission: "reports:read",
    query: ListQuery,
    status: 200,
    response: listOf(ReportSchedule),
  }),
  "POST /report-schedules": endpoint({
    summary: "Mail what a saved view shows, daily, weekly or monthly at an hour",
    permission,
    body: ReportScheduleInput,
    status: 201,
    response: ReportSchedule,
  }),
  "GET /report-schedules/:id": endpoint({
    summary: "One report that goes out by mail",
    permission: "reports:read",
    params: IdParams,
    status: 200,
    response: ReportSchedule,
    etag: true,
  }),
  "PUT /report-schedules/:id": endpoint({
    summary: "Change when, as what and to whom a report goes, or put it off and on",
    permission,
    params: IdParams,
    body: ReportScheduleChanges,
    status: 200,
    response: ReportSchedule,
    etag: true,
  }),
  "DELETE /report-schedules/:id": endpoint({
    summary: "Mail this report no more",
    permission,
    params: IdParams,
    status: 204,
    response: null,
  }),
} as const;
