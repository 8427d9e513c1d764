/**
 * Time zones as offset tables: the only module that asks `Intl`.
 *
 * Asking `Intl` costs about 1 µs an answer and a zone library 50 µs a question, so the offsets of a zone are read once
 * per block of 4.4 years, lazily (about 0.5 ms), and everything after that is integer arithmetic. Tables are derived
 * from the runtime's zone data and nothing else; a new runtime with new zone data gives new tables.
 *
 * Two words used below: *local milliseconds* are what a wall clock shows, counted as if that wall were in UTC; the
 * *forward clock* is a wall clock that stands still instead of running back, so every local minute happens once.
 */
import {
  DAY_MS,
  type EpochDay,
  HOUR_MS,
  MINUTE_MS,
  MINUTES_PER_DAY,
  SECOND_MS,
  type Weekday,
  weekdayOf,
} from "./calendar.ts";
import type { Instant } from "./instants.ts";
import { ok, type Result, refuse } from "./result.ts";

declare const zoneBrand: unique symbol;

/** An IANA zone name that this runtime knows, from {@link findZone}. Stays a string: it is stored and compared. */
export type Zone = string & { readonly [zoneBrand]: true };

export const UTC = "UTC" as Zone;

export type ZoneRefusal = { readonly code: "zone_unknown"; readonly name: string };

/** A stretch of time during which a zone keeps one offset; cut at block borders too. */
interface Stretch {
  readonly from: number;
  /** Exclusive. */
  readonly until: number;
  readonly offsetMs: number;
}

interface ZoneTable {
  /** What this runtime calls the zone. */
  readonly canonical: string;
  readonly format: Intl.DateTimeFormat;
  readonly blocks: Map<number, readonly Stretch[]>;
  /** The stretch of the last question; the next one is nearly always in it. */
  latest: Stretch;
}

/**
 * Offsets are sampled this far apart, and every difference is bisected. A pair of changes that cancel each other between
 * two samples would be lost: the closest such pair from 1970 to 2100 is 6.96 days (Boa Vista 2000, Gaza 2040), which a
 * test holds against the runtime's data.
 */
export const SAMPLE_MS = 4 * DAY_MS;

/** 4.38 years: a planner rarely needs more than one, and a far-away instant costs one block, not all between. */
const BLOCK_MS = 400 * SAMPLE_MS;

/** No zone was ever further from UTC (Manila and Juneau, before 1868: 15 h 57 min). */
const WIDEST_OFFSET_MS = 16 * HOUR_MS;

/** There are about 600 names; spelled in odd cases there could be millions, so the cache of names is bounded. */
const MOST_TABLES = 4_096;

const tables = new Map<string, ZoneTable>();

/**
 * Looks a zone up by its IANA name, in any case. Offsets such as `+02:00` are refused: they are not zones (no summer
 * time), and PostgreSQL reads their sign the other way round. An unknown name is a value, because it is reported on the
 * contact and must not stop a batch.
 */
export function findZone(name: string): Result<Zone, ZoneRefusal> {
  // Without a leading letter it is no name; `undefined` smuggled past the types would mean the machine's own zone.
  if (typeof name !== "string" || !/^[A-Za-z]/.test(name)) return refuse({ code: "zone_unknown", name });
  try {
    const { canonical } = tables.get(name) ?? openTable(name);
    // Runtimes differ in which of two aliases they call canonical (Calcutta, Kolkata): only the case is mended.
    const isOtherName = canonical !== name && canonical.toLowerCase() !== name.toLowerCase();
    return ok((isOtherName ? name : canonical) as Zone);
  } catch {
    return refuse({ code: "zone_unknown", name });
  }
}

export function isZone(name: string): name is Zone {
  return findZone(name).ok;
}

export interface LocalTime {
  readonly epochDay: EpochDay;
  /** 0–1439. */
  readonly minuteOfDay: number;
  readonly weekday: Weekday;
  /** East of UTC is positive. Whole since 1972; a fraction for older offsets with seconds. */
  readonly offsetMinutes: number;
}

/** What calendar and wall clock of `zone` show at `instant`. */
export function toLocal(zone: Zone, instant: Instant): LocalTime {
  const { offsetMs } = stretchAt(tableOf(zone), instant);
  const localMs = instant + offsetMs;
  const epochDay = Math.floor(localMs / DAY_MS);
  return {
    epochDay,
    minuteOfDay: Math.floor((localMs - epochDay * DAY_MS) / MINUTE_MS),
    weekday: weekdayOf(epochDay),
    offsetMinutes: offsetMs / MINUTE_MS,
  };
}

/**
 * The instant at which the wall clock of `zone` shows a local time. A time that comes twice is the first; one that does
 * not exist moves to the next valid minute (02:30 in a spring gap is 03:00; a day skipped at the date line is the next
 * day's 00:00). `minuteOfDay` may be 1440 (24:00).
 */
export function toInstant(zone: Zone, epochDay: EpochDay, minuteOfDay: number, secondOfMinute = 0): Instant {
  return toInstantOfLocalMs(zone, (epochDay * MINUTES_PER_DAY + minuteOfDay) * MINUTE_MS + secondOfMinute * SECOND_MS);
}

/** Local milliseconds at `instant`. */
export function toLocalMs(zone: Zone, instant: Instant): number {
  return instant + stretchAt(tableOf(zone), instant).offsetMs;
}

/**
 * Local milliseconds of the forward clock at `instant`: the furthest the wall clock has ever shown. During the second
 * pass of a repeated hour it stands at the last millisecond of the first. It is the inverse of
 * {@link toInstantOfLocalMs} in this sense: `toForwardLocalMs(zone, t) ≥ l` exactly when `t ≥ toInstantOfLocalMs(zone, l)`.
 */
export function toForwardLocalMs(zone: Zone, instant: Instant): number {
  const table = tableOf(zone);
  let stretch = stretchAt(table, instant);
  let furthest = instant + stretch.offsetMs;
  // Local times of long ago cannot be ahead of now: nobody is more than 2 × 16 h apart.
  while (instant - stretch.from <= 2 * WIDEST_OFFSET_MS) {
    stretch = stretchAt(table, stretch.from - 1);
    furthest = Math.max(furthest, stretch.until - 1 + stretch.offsetMs);
  }
  return furthest;
}

/** The first instant at which the wall clock of `zone` shows `localMs` or something later. */
export function toInstantOfLocalMs(zone: Zone, localMs: number): Instant {
  const table = tableOf(zone);
  // Before `localMs - 16 h` no wall clock can show `localMs`, so the first fitting stretch from there on is the answer.
  let stretch = stretchAt(table, localMs - WIDEST_OFFSET_MS);
  for (;;) {
    const candidate = localMs - stretch.offsetMs;
    if (candidate < stretch.until) return Math.max(candidate, stretch.from) as Instant;
    stretch = stretchAt(table, stretch.until);
  }
}

function tableOf(zone: Zone): ZoneTable {
  return tables.get(zone) ?? openTable(zone);
}

/** @throws RangeError when the runtime does not know the zone. */
function openTable(name: string): ZoneTable {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: name, hour: "numeric", timeZoneName: "longOffset" });
  const canonical = format.resolvedOptions().timeZone;
  const nothingYet: Stretch = { from: 0, until: 0, offsetMs: 0 };
  const table = tables.get(canonical) ?? { canonical, format, blocks: new Map(), latest: nothingYet };
  if (tables.size < MOST_TABLES) tables.set(canonical, table).set(name, table);
  return table;
}

function stretchAt(table: ZoneTable, epochMs: number): Stretch {
  const { latest } = table;
  if (epochMs >= latest.from && epochMs < latest.until) return latest;
  const index = Math.floor(epochMs / BLOCK_MS);
  let stretches = table.blocks.get(index);
  if (!stretches) {
    stretches = readBlock(table.format, index);
    table.blocks.set(index, stretches);
  }
  let at = stretches.length - 1;
  while (at > 0 && (stretches[at] as Stretch).from > epochMs) at -= 1;
  table.latest = stretches[at] as Stretch;
  return table.latest;
}

function readBlock(format: Intl.DateTimeFormat, index: number): readonly Stretch[] {
  const end = (index + 1) * BLOCK_MS;
  const stretches: Stretch[] = [];
  let from = index * BLOCK_MS;
  let offsetMs = readOffsetMs(format, from);
  for (let sample = from + SAMPLE_MS; sample <= end; sample += SAMPLE_MS) {
    while (readOffsetMs(format, sample) !== offsetMs) {
      const change = findChange(format, Math.max(sample - SAMPLE_MS, from), sample, offsetMs);
      stretches.push({ from, until: change, offsetMs });
      from = change;
      offsetMs = readOffsetMs(format, change);
    }
  }
  if (from < end) stretches.push({ from, until: end, offsetMs });
  return stretches;
}

/** The instant in (`before`, `after`] from which the offset is no longer `offsetMs`; changes fall on whole seconds. */
function findChange(format: Intl.DateTimeFormat, before: number, after: number, offsetMs: number): number {
  let low = before / SECOND_MS;
  let high = after / SECOND_MS;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (readOffsetMs(format, middle * SECOND_MS) === offsetMs) low = middle;
    else high = middle;
  }
  return high * SECOND_MS;
}

/** Reads the end of `7 PM GMT-05:00`, `GMT` or `GMT-00:44:30`. */
function readOffsetMs(format: Intl.DateTimeFormat, epochMs: number): number {
  const text = format.format(epochMs);
  const match = /GMT(?:([+\-\u2212])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(text);
  if (!match) throw new Error(`Intl gave no offset in "${text}"`);
  if (!match[1]) return 0;
  const amount = Number(match[2]) * HOUR_MS + Number(match[3]) * MINUTE_MS + Number(match[4] ?? 0) * SECOND_MS;
  return match[1] === "+" ? amount : -amount;
}
