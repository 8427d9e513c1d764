import {
  asInstant,
  type EpochDay,
  findZone,
  isoFromEpochDay,
  toInstant,
  toLocal,
  UTC,
  WEEKDAYS,
  weekdayOf,
} from "@haste/engine/base";
import type { WorkContext } from "../../platform/context/index.ts";
import { plannedPerDay, sendingDaysOfActive, sentPerDay } from "./queries/trace.ts";

const daysBefore = 2;
const daysShown = 14;

/** The strip of days under the time machine: what was sent, what waits, and whether anybody sends that day at all. */
export async function listDays(ctx: WorkContext) {
  const found = findZone(ctx.workspace.timezone);
  const zone = found.ok ? found.value : UTC;
  const today = toLocal(zone, asInstant(ctx.now.getTime())).epochDay;
  const days = Array.from({ length: daysShown }, (_, index) => (today - daysBefore + index) as EpochDay);
  const startOf = (day: number) => new Date(toInstant(zone, day as EpochDay, 0));
  const range = { from: startOf(today - daysBefore), until: startOf(today - daysBefore + daysShown), timezone: zone };
  const sent = new Map((await sentPerDay(ctx.tx, range)).map(({ day, n }) => [day, n]));
  const planned = new Map((await plannedPerDay(ctx.tx, range)).map(({ day, n }) => [day, n]));
  const sendingDays = new Set(await sendingDaysOfActive(ctx.tx));
  const openDays = sendingDays.size === 0 ? new Set<string>(WEEKDAYS) : sendingDays;
  return {
    days: days.map((day) => {
      const date = isoFromEpochDay(day);
      return {
        day: date,
        sent: sent.get(date) ?? 0,
        planned: planned.get(date) ?? 0,
        open: openDays.has(weekdayOf(day)),
      };
    }),
  };
}
