/**
 * Slow, obvious answers about local time, by Temporal alone: the second, independent calculator that the engine's
 * integer arithmetic is held against, in tests and in the benchmark. It shares no code with `engine/src/base/zones.ts`.
 */
import { Temporal } from "../../engine/src/base/time.ts";

export { Temporal };

/** Zones whose clocks taught somebody a lesson. */
export const TRICKY_ZONES = [
  "America/New_York",
  "Europe/Berlin",
  /** Half an hour of summer time. */
  "Australia/Lord_Howe",
  /** Midnight itself was skipped and repeated until 2019. */
  "America/Sao_Paulo",
  /** Summer time is suspended for Ramadan: four changes a year. */
  "Africa/Casablanca",
  "Asia/Kathmandu",
  /** 30 December 2011 never came. */
  "Pacific/Apia",
  /** Two hours at once. */
  "Antarctica/Troll",
  /** Midnight is skipped in spring and repeated in autumn, on days decided by religious calendars. */
  "Asia/Gaza",
  "America/Havana",
] as const;

export const ALL_ZONES: readonly string[] = Intl.supportedValuesOf("timeZone");

const changesByZone = new Map<string, readonly number[]>();

/** Every instant from 1970 to 2100 at which the zone's offset changes. */
export function offsetChanges(zone: string): readonly number[] {
  const known = changesByZone.get(zone);
  if (known) return known;
  const changes: number[] = [];
  const end = Temporal.Instant.from("2100-01-01T00:00Z").epochMilliseconds;
  let at: Temporal.ZonedDateTime | null = Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
  while (at) {
    at = at.getTimeZoneTransition("next");
    if (!at || at.epochMilliseconds >= end) break;
    changes.push(at.epochMilliseconds);
  }
  changesByZone.set(zone, changes);
  return changes;
}

export function zonedAt(zone: string, epochMs: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone);
}

/**
 * The first instant at which a wall clock shows `local`; where it never does, the first one after the gap. Temporal has
 * no such rule ("compatible" adds the gap's length), so the end of the gap is looked up.
 */
export function firstInstantOf(zone: string, local: Temporal.PlainDateTime): number {
  const earlier = local.toZonedDateTime(zone, { disambiguation: "earlier" });
  if (earlier.toPlainDateTime().equals(local)) return earlier.epochMilliseconds;
  return (earlier.getTimeZoneTransition("next") as Temporal.ZonedDateTime).epochMilliseconds;
}

/** A weekly window as the engine takes it. */
export interface OracleWindow {
  readonly days: readonly string[];
  readonly start: string;
  readonly end: string;
}

const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** The stretches [opens, closes) that windows starting on one local date give; none where a gap swallowed them. */
function stretchesOf(windows: readonly OracleWindow[], zone: string, date: Temporal.PlainDate): [number, number][] {
  const stretches: [number, number][] = [];
  for (const window of windows) {
    if (!window.days.includes(WEEKDAYS[date.dayOfWeek - 1] as string)) continue;
    const isNextDay = window.end === "24:00" || window.end < window.start;
    const endDate = isNextDay ? date.add({ days: 1 }) : date;
    const opens = firstInstantOf(zone, date.toPlainDateTime(window.start));
    const closes = firstInstantOf(zone, endDate.toPlainDateTime(window.end === "24:00" ? "00:00" : window.end));
    if (opens < closes) stretches.push([opens, closes]);
  }
  return stretches;
}

/** All stretches whose day starts from three days before `epochMs` to `days` after it. */
export function stretchesAround(windows: readonly OracleWindow[], zone: string, epochMs: number, days: number) {
  const first = zonedAt(zone, epochMs).toPlainDate().subtract({ days: 3 });
  return Array.from({ length: days + 3 }, (_, day) => stretchesOf(windows, zone, first.add({ days: day }))).flat();
}

/** The first open instant not before `epochMs`, day by day. */
export function nextOpenByTemporal(windows: readonly OracleWindow[], zone: string, epochMs: number): number {
  let best = Number.POSITIVE_INFINITY;
  const today = zonedAt(zone, epochMs).toPlainDate();
  for (let day = -2; day < 30; day += 1) {
    const date = today.add({ days: day });
    for (const [opens, closes] of stretchesOf(windows, zone, date)) {
      if (closes > epochMs) best = Math.min(best, Math.max(opens, epochMs));
    }
    // A later date cannot open earlier than it begins; one day more for dates that begin late or twice.
    if (best < firstInstantOf(zone, date.toPlainDateTime())) return best;
  }
  return best;
}

/** Takes local dates out of stretches: each from its first instant to the first of the date after it. */
export function withoutDates(
  stretches: readonly (readonly [number, number])[],
  zone: string,
  dates: readonly Temporal.PlainDate[],
): [number, number][] {
  let left = stretches.map(([from, to]): [number, number] => [from, to]);
  for (const date of dates) {
    const begins = firstInstantOf(zone, date.toPlainDateTime());
    const ends = firstInstantOf(zone, date.add({ days: 1 }).toPlainDateTime());
    left = left.flatMap(([from, to]): [number, number][] => [
      [from, Math.min(to, begins)],
      [Math.max(from, ends), to],
    ]);
    left = left.filter(([from, to]) => from < to);
  }
  return left;
}

/** The first instant not before `epochMs` that lies in one of these stretches. */
export function firstInside(stretches: readonly (readonly [number, number])[], epochMs: number): number {
  const ahead = stretches.filter(([, to]) => to > epochMs).map(([from]) => Math.max(from, epochMs));
  return Math.min(Number.POSITIVE_INFINITY, ...ahead);
}
