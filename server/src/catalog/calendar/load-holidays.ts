import { epochDayFromIso, must } from "@haste/engine/base";
import { resolveCalendar } from "@haste/engine/schedule";
import type { DefinitionHolidays } from "@haste/engine/sequence";
import type { Tx } from "../../platform/db/index.ts";
import { listCalendarsById } from "./queries.ts";

/** The days of these calendars as they stand now, by id; archived ones too, for drafts that still name one. */
export async function loadHolidays(tx: Tx, ids: readonly string[]): Promise<Map<string, DefinitionHolidays>> {
  if (ids.length === 0) return new Map();
  const rows = await listCalendarsById(tx, ids);
  return new Map(
    rows.map(({ id, regions, byContactRegion, days }) => {
      const own = days.map(({ date }) => must(epochDayFromIso(date), "A stored holiday is no day"));
      return [id, resolveCalendar({ id, regions, byContactRegion, days: own })];
    }),
  );
}

/** Whether a sequence may choose it: it is there and not archived. */
export async function isCalendar(tx: Tx, id: string): Promise<boolean> {
  const [calendar] = await listCalendarsById(tx, [id]);
  return calendar !== undefined && calendar.archivedAt === null;
}
