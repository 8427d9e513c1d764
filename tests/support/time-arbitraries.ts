/** Random zones, instants and windows for property tests, thick around the days on which clocks change. */
import fc from "fast-check";
import { ALL_ZONES, type OracleWindow, offsetChanges, TRICKY_ZONES } from "./temporal-oracle.ts";

/** Every second time a tricky one. */
export const anyZone: fc.Arbitrary<string> = fc.oneof(fc.constantFrom(...TRICKY_ZONES), fc.constantFrom(...ALL_ZONES));

const YEAR_2015 = 1_420_070_400_000;
const YEAR_2040 = 2_208_988_800_000;

/** A zone and an instant in it (every second time within 30 hours of a change). */
export const zoneAndInstant: fc.Arbitrary<readonly [zone: string, epochMs: number]> = fc
  .tuple(
    anyZone,
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

/** Half of all windows begin at night, where clocks change. */
const startMinute = fc.oneof(fc.integer({ min: 0, max: 1_439 }), fc.integer({ min: 0, max: 240 }));
const lengthMinutes = fc.oneof(fc.integer({ min: 1, max: 1_439 }), fc.integer({ min: 1, max: 90 }));

const twoDigits = (count: number) => String(count).padStart(2, "0");
const timeOf = (minute: number) => `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`;

const anyWindow = fc
  .tuple(
    fc.subarray(["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const, { minLength: 1 }),
    startMinute,
    lengthMinutes,
  )
  .map(([days, start, length]) => {
    const end = start + length;
    return { days, start: timeOf(start), end: timeOf(end > 1_440 ? end - 1_440 : end) } satisfies OracleWindow;
  });

/** One to three weekly windows; overlapping ones and ones over midnight included. */
export const anyWindows = fc.array(anyWindow, { minLength: 1, maxLength: 3 });
