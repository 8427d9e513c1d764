import { type EpochDay, epochDayOf, type Zone } from "../base/index.ts";
import { daysByRegion, holidayRegions, zonesByCountry } from "./public-holiday-tables.ts";

/** A country (`DE`), or a part of one with days of its own (`DE-BY`). */
export type HolidayRegion = (typeof holidayRegions)[number];

export const holidayCountries = holidayRegions.filter((region) => !region.includes("-"));

const daysRead = new Map<HolidayRegion, readonly EpochDay[]>();

/** The public holidays of a region, ascending. */
export function daysOfRegion(region: HolidayRegion): readonly EpochDay[] {
  const known = daysRead.get(region);
  if (known !== undefined) return known;
  const days = Object.entries(daysByRegion[region]).flatMap(([year, dates]) =>
    dates.split(" ").map((date) => epochDayOf(Number(year), Number(date.slice(0, 2)), Number(date.slice(2)))),
  );
  daysRead.set(region, days);
  return days;
}

const countryByZone = new Map(
  Object.entries(zonesByCountry).flatMap(([country, zones]) =>
    zones.split(" ").map((zone) => [zone.toLowerCase(), country] as const),
  ),
);

/** The country in which a zone lies, of those with a table. Of a zone that several share it is the one with most people. */
export function countryOfZone(zone: Zone): string | undefined {
  return countryByZone.get(zone.toLowerCase());
}
