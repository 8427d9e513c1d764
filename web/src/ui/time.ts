/**
 * Instants in words, always in a named zone. The zone is said once per screen ("times in Copenhagen"), never per row.
 */
const cache = new Map<string, Intl.DateTimeFormat>();

function format(at: Date, zone: string, key: string, options: Intl.DateTimeFormatOptions): string {
  const id = `${key}|${zone}`;
  let found = cache.get(id);
  if (!found) {
    found = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone });
    cache.set(id, found);
  }
  return found.format(at);
}

/** `10:44` */
export function clockTime(at: string | Date, zone: string): string {
  return format(new Date(at), zone, "time", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** `09:27:02`: for things that follow each other within a minute. */
export function exactTime(at: string | Date, zone: string): string {
  return format(new Date(at), zone, "exact", {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
}

/** `2026-11-24` in that zone; two instants with the same key lie on the same local day. */
export function dayKey(at: string | Date, zone: string): string {
  return format(new Date(at), zone, "key", { year: "numeric", month: "2-digit", day: "2-digit" })
    .split("/")
    .reverse()
    .join("-");
}

/** `Tuesday, 24 November 2026` */
export function longDate(at: string | Date, zone: string): string {
  return format(new Date(at), zone, "long", {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  }).replace(/^(\w+) /, "$1, ");
}

/** `Tue 24 Nov, 09:27` */
export function fullTime(at: string | Date, zone: string): string {
  const date = format(new Date(at), zone, "full", { weekday: "short", day: "numeric", month: "short" }).replace(
    ",",
    "",
  );
  return `${date}, ${clockTime(at, zone)}`;
}

/** `24 Nov`, with the year when it is another one. */
export function shortDate(at: string | Date, now: string | Date, zone: string): string {
  const same =
    format(new Date(at), zone, "y", { year: "numeric" }) === format(new Date(now), zone, "y", { year: "numeric" });
  return same
    ? format(new Date(at), zone, "dm", { day: "numeric", month: "short" })
    : format(new Date(at), zone, "dmy", { day: "numeric", month: "short", year: "numeric" });
}

/**
 * The shortest words that cannot be misread: `10:44` today, `yesterday 14:20`, `Wed 09:00` within six days, `1 Dec`
 * further away.
 */
export function when(at: string | Date, now: string | Date, zone: string): string {
  const then = new Date(at);
  const today = new Date(now);
  if (dayKey(then, zone) === dayKey(today, zone)) return clockTime(then, zone);
  const days = (then.getTime() - today.getTime()) / 86_400_000;
  if (dayKey(then, zone) === dayKey(new Date(today.getTime() - 86_400_000), zone))
    return `yesterday ${clockTime(then, zone)}`;
  if (Math.abs(days) < 6) return `${format(then, zone, "wd", { weekday: "short" })} ${clockTime(then, zone)}`;
  return shortDate(then, today, zone);
}

/** `now`, `11 min`, `3 h`, `2 d`: how long ago or ahead, rounded down. */
export function span(from: string | Date, to: string | Date): string {
  const minutes = Math.floor(Math.abs(new Date(to).getTime() - new Date(from).getTime()) / 60_000);
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h`;
  return `${Math.floor(minutes / 1440)} d`;
}

/** `Copenhagen` for `Europe/Copenhagen`: the zone as a person says it. */
export function zoneName(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}
