import type { ReportSchedule } from "@haste/contract/nouns/report-schedules";
import { z } from "zod";
import { created, defineRoutes, page, readCursor } from "../../../platform/http/index.ts";
import { type ListedSchedule, listSchedules } from "../queries/schedules.ts";
import { changeSchedule, createSchedule, removeSchedule, requireSchedule } from "./save-schedule.ts";

const ById = z.tuple([z.uuid()]);

/** Reports by mail. */
export const reportByMailRoutes = defineRoutes({
  "GET /report-schedules": async (ctx, { query }) => {
    const before = readCursor(query.cursor, ById)?.[0] ?? null;
    const rows = await listSchedules(ctx.tx, { who: ctx.actor.id, before, limit: query.limit + 1 });
    return page(rows, { limit: query.limit, cursor: ({ id }) => [id], wire: toWire });
  },
  "POST /report-schedules": async (ctx, { body }) => {
    const id = await createSchedule(ctx, body);
    return created(`/report-schedules/${id}`, toWire(await requireSchedule(ctx, id)));
  },
  "GET /report-schedules/:id": async (ctx, { params }) => toWire(await requireSchedule(ctx, params.id)),
  "PUT /report-schedules/:id": async (ctx, { params, body }) => {
    await changeSchedule(ctx, { id: params.id, checkVersion: ctx.checkVersion.bind(ctx) }, body);
    return toWire(await requireSchedule(ctx, params.id));
  },
  "DELETE /report-schedules/:id": async (ctx, { params }) => {
    await removeSchedule(ctx, params.id);
  },
});

function toWire(row: ListedSchedule): ReportSchedule {
  const { dueAt, jobId, jobStatus, jobError: error, mails, nextAt, recipients, createdAt, updatedAt, ...same } = row;
  const last =
    dueAt === null || jobId === null || jobStatus === null
      ? null
      : { dueAt: dueAt.toISOString(), jobId, mails, error, status: jobStatus };
  return {
    ...same,
    recipients: [...recipients],
    nextAt: row.isOn ? nextAt.toISOString() : null,
    last,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
