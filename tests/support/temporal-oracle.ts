/**
 * Slow, obvious answers about local time, by Temporal alone: the second, independent calculator that the engine's
 * integer arithmetic is held against, in tests and in the benchmark. It shares no code with `engine/src/base/zones.ts`.
 */
import fc from "fast-check";
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

const YEAR_2015 = 1_420_070_400_000;
const YEAR_2040 = 2_208_988_800_000;

/** A zone (every second time a tricky one) and an instant in it (every second time within 30 hours of a change). */
export const zoneAndInstant: fc.Arbitrary<readonly [zone: string, epochMs: number]> = fc
  .tuple(
    fc.oneof(fc.constantFrom(...TRICKY_ZONES), fc.constantFrom(...ALL_ZONES)),
    fc.boolean(),
    fc.integer({ min: YEAR_2015, max: YEAR_2040 }),
    fc.nat(),
    fc.integer({ min: -108_000_000, max: 108_000_000 }),
  )
  .map(([zone, nearChange, anywhere, which, away]) => {
    const changes = offsetChanges(zone).filter((at) => at >= 1_300_000_000_000 && at < YEAR_2040);
    const change = changes[which % changes.length];
    return [zone, nearChange && change !== undefined ? change + away : anywhere] as const;
  });
