import {
  addMs,
  civilOf,
  DAY_MS,
  type EpochDay,
  type Instant,
  toInstant,
  toLocal,
  type Weekday,
  weekdayOf,
  type Zone,
} from "../base/index.ts";

/** How often something is done; a day of a month is at most the 28th, which every month has. */
export type Rhythm =
  | { readonly every: "day" }
  | { readonly every: "week"; readonly weekday: Weekday }
  | { readonly every: "month"; readonly day: number };

/** At a full hour (0–23) of the clocks of a zone. */
export interface Occasions {
  readonly rhythm: Rhythm;
  readonly hour: number;
  readonly zone: Zone;
}

/**
 * The first occasion after an instant. An hour that a zone skips in spring is the moment its clocks jump; one that it has
 * twice in autumn is the first of the two: never none and never two on a day.
 */
export function nextOccasion(occasions: Occasions, after: Instant): Instant {
  const { zone } = occasions;
  // The day before as well: with an hour skipped at midnight, an occasion may lie on the next local day.
  const first = toLocal(zone, addMs(after, -DAY_MS)).epochDay;
  for (let day = first; ; day += 1) {
    if (!falls(occasions.rhythm, day)) continue;
    const at = toInstant(zone, day, occasions.hour * 60);
    if (at > after) return at;
  }
}

/** The last occasion not after an instant: what is made up for where several were missed. */
export function latestOccasion(occasions: Occasions, now: Instant): Instant {
  const { zone } = occasions;
  for (let day = toLocal(zone, addMs(now, DAY_MS)).epochDay; ; day -= 1) {
    if (!falls(occasions.rhythm, day)) continue;
    const at = toInstant(zone, day, occasions.hour * 60);
    if (at <= now) return at;
  }
}

function falls(rhythm: Rhythm, day: EpochDay): boolean {
  if (rhythm.every === "week") return weekdayOf(day) === rhythm.weekday;
  return rhythm.every === "day" || civilOf(day).day === rhythm.day;
}
