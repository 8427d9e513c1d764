/** `%A, %-d %B`: the letters of Ruby's strftime, in English as the standard has them. */
import { civilOf, DAY_MS, epochDayOf, MINUTE_MS, SECOND_MS, weekdayIndexOf } from "../../../base/index.ts";
import type { WallTime } from "./wall-time.ts";

const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
/** From Monday. */
const dayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** 0 = Monday. */
  readonly weekday: number;
  /** 1–366. */
  readonly yearDay: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millis: number;
  readonly epochDay: number;
  readonly offsetMs: number;
  readonly epochSeconds: number;
}

function partsOf({ localMs, offsetMs }: WallTime): Parts {
  const epochDay = Math.floor(localMs / DAY_MS);
  const ofDay = localMs - epochDay * DAY_MS;
  const { year, month, day } = civilOf(epochDay);
  const minutes = Math.floor(ofDay / MINUTE_MS);
  return {
    year,
    month,
    day,
    weekday: weekdayIndexOf(epochDay),
    yearDay: epochDay - epochDayOf(year, 1, 1) + 1,
    hour: Math.floor(minutes / 60),
    minute: minutes % 60,
    second: Math.floor((ofDay % MINUTE_MS) / SECOND_MS),
    millis: ofDay % SECOND_MS,
    epochDay,
    offsetMs,
    epochSeconds: Math.floor((localMs - offsetMs) / SECOND_MS),
  };
}

type Letter = readonly [write: (parts: Parts, width: number) => string | number, width?: number, pad?: " " | "0"];

/** ISO 8601: the week that holds the year's first Thursday is its first. */
function isoWeekOf({ epochDay, weekday }: Parts): { readonly year: number; readonly week: number } {
  const thursday = epochDay - weekday + 3;
  const { year } = civilOf(thursday);
  return { year, week: Math.floor((thursday - epochDayOf(year, 1, 1)) / 7) + 1 };
}

function twelve(hour: number): number {
  return hour % 12 === 0 ? 12 : hour % 12;
}

const letters: Readonly<Record<string, Letter>> = {
  a: [({ weekday }) => (dayNames[weekday] as string).slice(0, 3)],
  A: [({ weekday }) => dayNames[weekday] as string],
  b: [({ month }) => (monthNames[month - 1] as string).slice(0, 3)],
  h: [({ month }) => (monthNames[month - 1] as string).slice(0, 3)],
  B: [({ month }) => monthNames[month - 1] as string],
  C: [({ year }) => Math.floor(year / 100), 2],
  d: [({ day }) => day, 2],
  e: [({ day }) => day, 2, " "],
  g: [(parts) => isoWeekOf(parts).year % 100, 2],
  G: [(parts) => isoWeekOf(parts).year, 4],
  H: [({ hour }) => hour, 2],
  I: [({ hour }) => twelve(hour), 2],
  j: [({ yearDay }) => yearDay, 3],
  k: [({ hour }) => hour, 2, " "],
  l: [({ hour }) => twelve(hour), 2, " "],
  L: [({ millis }, width) => fraction(millis, width || 3)],
  m: [({ month }) => month, 2],
  M: [({ minute }) => minute, 2],
  n: [() => "\n"],
  N: [({ millis }, width) => fraction(millis, width || 9)],
  p: [({ hour }) => (hour < 12 ? "AM" : "PM")],
  P: [({ hour }) => (hour < 12 ? "am" : "pm")],
  s: [({ epochSeconds }) => epochSeconds],
  S: [({ second }) => second, 2],
  t: [() => "\t"],
  u: [({ weekday }) => weekday + 1],
  U: [({ yearDay, weekday }) => Math.floor((yearDay + 6 - ((weekday + 1) % 7)) / 7), 2],
  V: [(parts) => isoWeekOf(parts).week, 2],
  w: [({ weekday }) => (weekday + 1) % 7],
  W: [({ yearDay, weekday }) => Math.floor((yearDay + 6 - weekday) / 7), 2],
  y: [({ year }) => year % 100, 2],
  Y: [({ year }) => year, 1],
  Z: [({ offsetMs }) => (offsetMs === 0 ? "UTC" : "")],
  "%": [() => "%"],
};

const whole: Readonly<Record<string, string>> = {
  c: "%a %b %e %H:%M:%S %Y",
  D: "%m/%d/%y",
  x: "%m/%d/%y",
  F: "%Y-%m-%d",
  r: "%I:%M:%S %p",
  R: "%H:%M",
  T: "%H:%M:%S",
  X: "%H:%M:%S",
  v: "%e-%^b-%Y",
  "+": "%a %b %e %H:%M:%S %Z %Y",
};

function fraction(millis: number, digits: number): string {
  return String(millis).padStart(3, "0").padEnd(digits, "0").slice(0, digits);
}

/** What is no letter of a date stays as it is written. */
export function strftime(time: WallTime, format: string): string {
  return written(partsOf(time), format);
}

function written(parts: Parts, format: string): string {
  return format.replace(/%([-0^#_]*)(:{0,2})(\d{0,3})([a-zA-Z%+])/g, (all, ...found: string[]) => {
    const [flags = "", colons = "", digits = "", letter = ""] = found;
    if (letter === "z") return padded(offsetText(parts.offsetMs, colons.length), flags, Number(digits), "0");
    const composite = whole[letter];
    if (composite !== undefined) return padded(written(parts, composite), flags, Number(digits), " ");
    const known = letters[letter];
    if (known === undefined) return all;
    const [write, width = 0, pad] = known;
    const value = write(parts, Number(digits));
    return padded(String(value), flags, Number(digits) || width, pad ?? (typeof value === "number" ? "0" : " "));
  });
}

function padded(text: string, flags: string, width: number, pad: string): string {
  const cased = flags.includes("^") ? text.toUpperCase() : swapped(text, flags);
  if (flags.includes("-")) return cased;
  if (flags.includes("0")) return cased.padStart(width, "0");
  return cased.padStart(width, flags.includes("_") ? " " : pad);
}

/** `#` turns the case round: names become capitals, AM becomes am. */
function swapped(text: string, flags: string): string {
  if (!flags.includes("#")) return text;
  return text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();
}

function offsetText(offsetMs: number, colons: number): string {
  const minutes = Math.abs(Math.round(offsetMs / MINUTE_MS));
  const two = (number: number) => String(number).padStart(2, "0");
  const between = colons === 0 ? "" : ":";
  const seconds = colons === 2 ? ":00" : "";
  return `${offsetMs < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}${between}${two(minutes % 60)}${seconds}`;
}
