import { isDeepStrictEqual } from "node:util";
import type { HolidayCalendarChanges, HolidayCalendarInput } from "@haste/contract/nouns/calendar";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import type { CalendarPorts } from "./ports.ts";
import { type CalendarRow, insertCalendar, listUsers, lockCalendar, updateCalendar } from "./queries.ts";

/** @throws Problem `name_taken` */
export async function createCalendar(ctx: WorkContext, input: HolidayCalendarInput): Promise<CalendarRow> {
  const blank: CalendarRow = {
    id: ctx.newId(),
    name: input.name,
    regions: [],
    byContactRegion: false,
    days: [],
    version: 1,
    createdAt: ctx.now,
    updatedAt: ctx.now,
    archivedAt: null,
  };
  const calendar = applyTo(blank, input);
  await insertCalendar(ctx.tx, calendar).catch(nameTaken(calendar.name));
  await audit(ctx, "holiday-calendar.created", subject(calendar), { name: calendar.name });
  return calendar;
}

/** Changes a calendar. What runs keeps the days it was published with; its sequences have something to publish. */
export async function changeCalendar(
  ctx: WorkContext,
  ports: CalendarPorts,
  what: { readonly id: string; readonly checkVersion: (version: number) => void },
  change: HolidayCalendarChanges,
): Promise<CalendarRow> {
  const before = await lockCalendar(ctx.tx, what.id);
  if (before === null) throw noSuchCalendar();
  what.checkVersion(before.version);
  const written = applyTo(before, change);
  const after = { ...written, version: before.version + 1, updatedAt: ctx.now };
  await updateCalendar(ctx.tx, after).catch(nameTaken(after.name));
  if (!isDeepStrictEqual(daysOf(before), daysOf(written))) await ports.calendarChanged(ctx, after.id);
  await audit(ctx, "holiday-calendar.changed", subject(after), { fields: Object.keys(change) });
  return after;
}

/** @throws Problem `calendar_in_use` while the settings of a sequence name it */
export async function removeCalendar(ctx: WorkContext, id: string): Promise<void> {
  const calendar = await lockCalendar(ctx.tx, id);
  if (calendar === null) throw noSuchCalendar();
  const users = await listUsers(ctx.tx, [id]);
  if (users.length > 0) {
    const named = users.slice(0, 5).map(({ name }) => `"${name}"`);
    const more = users.length > named.length ? ` and ${users.length - named.length} more` : "";
    throw new Problem("calendar_in_use", { detail: `${calendar.name} is used by ${named.join(", ")}${more}.` });
  }
  await updateCalendar(ctx.tx, { ...calendar, version: calendar.version + 1, archivedAt: ctx.now, updatedAt: ctx.now });
  await audit(ctx, "holiday-calendar.removed", subject(calendar), { name: calendar.name });
}

export function noSuchCalendar(): Problem {
  return new Problem("not_found", { detail: "There is no such holiday calendar." });
}

function applyTo(before: CalendarRow, change: HolidayCalendarChanges): CalendarRow {
  const { name, regions, byContactRegion, days } = change;
  return {
    ...before,
    name: name ?? before.name,
    regions: regions === undefined ? before.regions : [...new Set(regions ?? [])].sort(),
    byContactRegion: byContactRegion === undefined ? before.byContactRegion : (byContactRegion ?? false),
    days: days === undefined ? before.days : (days ?? []).toSorted((a, b) => (a.date < b.date ? -1 : 1)),
  };
}

/** What moves mail. */
function daysOf({ regions, byContactRegion, days }: CalendarRow) {
  return { regions, byContactRegion, dates: [...new Set(days.map(({ date }) => date))] };
}

function subject({ id }: CalendarRow) {
  return { kind: "holiday-calendar", id };
}

/** Turns the refusal of the unique index, which no look beforehand can replace, into the API's. */
function nameTaken(name: string): (err: unknown) => never {
  return (err) => {
    const { code, constraint } = err as { code?: string; constraint?: string };
    if (code !== "23505" || constraint !== "holiday_calendars_name") throw err;
    throw new Problem("name_taken", { detail: `Another holiday calendar is called "${name}".`, cause: err });
  };
}
