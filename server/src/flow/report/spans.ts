import { asInstant, epochDayFromIso, findZone, isoFromEpochDay, toLocal, UTC } from "@haste/engine/base";
import { beginOf, type Period, type UsualPeriod } from "./period.ts";

export type Span = UsualPeriod["from"];

/** The spans of a period in its zone, by their first days, and in which of them something happened. */
export interface Spans {
  readonly days: readonly string[];
  /** @param day `2026-11-23` */
  readonly ofDay: (day: string) => string;
  readonly ofInstant: (at: number) => string;
}

export function spansOf({ from, to, timezone }: Period, span: Span): Spans {
  const found = findZone(timezone);
  const zone = found.ok ? found.value : UTC;
  const dayOf = (at: number) => toLocal(zone, asInstant(at)).epochDay;
  const begin = (day: number) => isoFromEpochDay(beginOf(day, span));
  const days = new Set<string>();
  const last = dayOf(to.getTime() - 1);
  for (let day = dayOf(from.getTime()); day <= last; day += 1) days.add(begin(day));
  return {
    days: [...days],
    ofDay(day) {
      const read = epochDayFromIso(day);
      return read.ok ? begin(read.value) : day;
    },
    ofInstant: (at) => begin(dayOf(at)),
  };
}
