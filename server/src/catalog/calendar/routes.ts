import type { HolidayCalendar } from "@haste/contract/nouns/calendar";
import { z } from "zod";
import type { WorkContext } from "../../platform/context/index.ts";
import { created, defineRoutes, includes, type Page, page, readCursor } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import type { CalendarPorts } from "./ports.ts";
import { type CalendarRow, countCalendars, listCalendars, listCalendarsById, listUsers } from "./queries.ts";
import { changeCalendar, createCalendar, noSuchCalendar, removeCalendar } from "./save-calendar.ts";

export function calendarRoutes(ports: CalendarPorts) {
  return defineRoutes({
    "GET /holiday-calendars": (ctx, { query }) => showCalendars(ctx, query),
    "POST /holiday-calendars": async (ctx, { body }) => {
      const calendar = await createCalendar(ctx, body);
      return created(`/holiday-calendars/${calendar.id}`, toWire(calendar, 0));
    },
    "GET /holiday-calendars/:id": async (ctx, { params }) => {
      const [calendar] = await listCalendarsById(ctx.tx, [params.id]);
      if (calendar === undefined) throw noSuchCalendar();
      return show(ctx, calendar);
    },
    "PUT /holiday-calendars/:id": async (ctx, { params, body }) => {
      const what = { id: params.id, checkVersion: ctx.checkVersion.bind(ctx) };
      return show(ctx, await changeCalendar(ctx, ports, what, body));
    },
    "DELETE /holiday-calendars/:id": async (ctx, { params }) => {
      await removeCalendar(ctx, params.id);
    },
  });
}

interface ListInput {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly q?: string | undefined;
  readonly include?: string | undefined;
  readonly sort?: string | undefined;
}

/** Newest first; ids sort as calendars were made. */
async function showCalendars(ctx: WorkContext, input: ListInput): Promise<Page<HolidayCalendar>> {
  if (input.sort !== undefined && input.sort !== "-createdAt") {
    const detail = "Holiday calendars are sorted by -createdAt only.";
    throw new Problem("invalid_request", { detail, errors: [{ pointer: "/query/sort", code: "unknown", detail }] });
  }
  const q = input.q === undefined || input.q.trim() === "" ? null : input.q.trim();
  const before = readCursor(input.cursor, z.tuple([z.uuid()]))?.[0] ?? null;
  const rows = await listCalendars(ctx.tx, { q, before, limit: input.limit + 1 });
  const ids = rows.map(({ id }) => id);
  const users = await listUsers(ctx.tx, ids);
  return page(rows, {
    limit: input.limit,
    cursor: ({ id }) => [id],
    wire: (row) => toWire(row, users.filter(({ calendarId }) => calendarId === row.id).length),
    total: includes(input.include, "total") ? await countCalendars(ctx.tx, q) : undefined,
  });
}

async function show(ctx: WorkContext, calendar: CalendarRow): Promise<HolidayCalendar> {
  return toWire(calendar, (await listUsers(ctx.tx, [calendar.id])).length);
}

function toWire(calendar: CalendarRow, sequences: number): HolidayCalendar {
  const { id, name, regions, byContactRegion, days, version, createdAt, updatedAt, archivedAt } = calendar;
  return {
    id,
    name,
    regions: [...regions],
    byContactRegion,
    days: [...days],
    sequences,
    version,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    archivedAt: archivedAt?.toISOString() ?? null,
  };
}
