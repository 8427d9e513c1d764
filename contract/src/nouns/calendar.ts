import { holidayRegions } from "@haste/engine/schedule";
import { z } from "zod";
import { At, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";

const Region = z.enum(holidayRegions);
const HolidayDay = z.object({
  date: z.iso.date({ error: "must be a day such as 2026-12-24" }),
  name: z.string().trim().min(1).max(100),
});

export const HolidayCalendar = z.object({
  id: Id,
  name: z.string(),
  /** Countries (`DE`) and parts of them (`DE-BY`) whose public holidays it has. */
  regions: z.array(Region),
  /** Each person has the public holidays of the country their zone lies in; `regions` are for those of no known country. */
  byContactRegion: z.boolean(),
  /** Days of its own, free for everybody. */
  days: z.array(HolidayDay),
  /** Sequences whose settings name it. */
  sequences: z.int(),
  version: z.int(),
  createdAt: At,
  updatedAt: At,
  /** Archived ones stand in no list, but stay readable by id. */
  archivedAt: At.nullable(),
});
export type HolidayCalendar = z.infer<typeof HolidayCalendar>;

/** What is left out stays as it is, null goes back to the default: none. */
const HolidayCalendarChanges = z.object({
  name: z.string().trim().min(1).max(100).optional(),
  regions: z.array(Region).max(60).nullish(),
  byContactRegion: z.boolean().nullish(),
  days: z.array(HolidayDay).max(1_000).nullish(),
});
export type HolidayCalendarChanges = z.infer<typeof HolidayCalendarChanges>;
const HolidayCalendarInput = HolidayCalendarChanges.extend({ name: z.string().trim().min(1).max(100) });
export type HolidayCalendarInput = z.infer<typeof HolidayCalendarInput>;

export const calendarEndpoints = {
  "GET /holiday-calendars": endpoint({
    summary: "Holiday calendars, newest first",
    permission: "settings:read",
    query: ListQuery,
    status: 200,
    response: listOf(HolidayCalendar),
  }),
  "POST /holiday-calendars": endpoint({
    summary: "Make a holiday calendar of countries and days of one's own",
    permission: "settings:write",
    body: HolidayCalendarInput,
    status: 201,
    response: HolidayCalendar,
  }),
  "GET /holiday-calendars/:id": endpoint({
    summary: "One holiday calendar",
    permission: "settings:read",
    params: IdParams,
    status: 200,
    response: HolidayCalendar,
    etag: true,
  }),
  "PUT /holiday-calendars/:id": endpoint({
    summary: "Change a holiday calendar; sequences with it take it over when they are published",
    permission: "settings:write",
    params: IdParams,
    body: HolidayCalendarChanges,
    status: 200,
    response: HolidayCalendar,
    etag: true,
  }),
  "DELETE /holiday-calendars/:id": endpoint({
    summary: "Remove a holiday calendar; refused while the settings of a sequence name it",
    permission: "settings:write",
    params: IdParams,
    status: 204,
    response: null,
  }),
} as const;
