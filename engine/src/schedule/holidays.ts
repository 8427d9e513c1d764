import type { EpochDay, Zone } from "../base/index.ts";
import type { Definition, DefinitionHolidays } from "../sequence/index.ts";
import { countryOfZone, daysOfRegion, type HolidayRegion, holidayCountries } from "./public-holidays.ts";

/** Local dates on which no mail leaves and no business day is counted. */
export interface Holidays {
  readonly days: ReadonlySet<EpochDay>;
  /** The latest of them; before all time where there is none. */
  readonly last: EpochDay;
}

export function compileHolidays(days: readonly EpochDay[]): Holidays {
  return { days: new Set(days), last: days.reduce((last, day) => Math.max(last, day), Number.NEGATIVE_INFINITY) };
}

export const NO_HOLIDAYS: Holidays = compileHolidays([]);

/** A holiday calendar as people write it. */
export interface WrittenCalendar {
  readonly id: string;
  readonly regions: readonly HolidayRegion[];
  /** Each person has the days of their own country; `regions` are for those whose country is not known. */
  readonly byContactRegion: boolean;
  readonly days: readonly EpochDay[];
}

/** Turns a calendar into the plain days that a version keeps, so that a later table changes nothing published. */
export function resolveCalendar({ id, regions, byContactRegion, days }: WrittenCalendar): DefinitionHolidays {
  const chosen = regions.flatMap(daysOfRegion);
  if (!byContactRegion) return { calendarId: id, always: ascending([...days, ...chosen]), otherwise: [], byRegion: {} };
  const byRegion = Object.fromEntries(holidayCountries.map((country) => [country, daysOfRegion(country)]));
  return { calendarId: id, always: ascending(days), otherwise: ascending(chosen), byRegion };
}

function ascending(days: readonly EpochDay[]): EpochDay[] {
  return [...new Set(days)].sort((a, b) => a - b);
}

const compiled = new WeakMap<DefinitionHolidays, Map<string, Holidays>>();

/**
 * The holidays of whoever is planned in `zone`. A person's region is the country of that zone, the one place that is
 * known of everybody whose mail has a window of its own.
 */
export function holidaysIn({ settings }: Pick<Definition, "settings">, zone: Zone): Holidays {
  const { holidays } = settings;
  if (holidays === null || holidays === undefined) return NO_HOLIDAYS;
  let byCountry = compiled.get(holidays);
  if (byCountry === undefined) {
    byCountry = new Map();
    compiled.set(holidays, byCountry);
  }
  const country = countryOfZone(zone) ?? "";
  const known = byCountry.get(country);
  if (known !== undefined) return known;
  const found = compileHolidays([...holidays.always, ...(holidays.byRegion[country] ?? holidays.otherwise)]);
  byCountry.set(country, found);
  return found;
}
