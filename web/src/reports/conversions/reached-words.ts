import type { ConversionReport } from "@haste/contract/nouns/goals";
import type { trendIntervals } from "@haste/engine/report";
import { count, plural } from "../../ui/numbers.ts";

export type Point = ConversionReport["goals"][number]["points"][number];
export type Interval = (typeof trendIntervals)[number];

/** "Reached 23 times, 15 of them after mails, most in the week from Nov 9: 7." */
export function reachedWords(points: readonly Point[], interval: Interval): string {
  const sum = (of: (point: Point) => number) => points.reduce((all, point) => all + of(point), 0);
  const whole = sum(({ conversions }) => conversions);
  const told = `Reached ${plural(whole, "time", "times")}, ${shareWords(
    sum(({ mailed }) => mailed),
    whole,
  )} after mails`;
  const most = Math.max(...points.map(({ conversions }) => conversions));
  const best = points.filter(({ conversions }) => conversions === most);
  const [one] = best;
  // With the most in several spans, or all in one, no span stands out.
  if (one === undefined || best.length > 1 || most === whole) return `${told}.`;
  return `${told}, most ${spanWords(one.day, interval)}: ${count(most)}.`;
}

function shareWords(mailed: number, whole: number): string {
  if (mailed === whole) return whole === 1 ? "this" : "all of them";
  return mailed === 0 ? "none" : `${count(mailed)} of them`;
}

const dayWords = new Intl.DateTimeFormat("en-US", { day: "numeric", month: "short", timeZone: "UTC" });
const monthWords = new Intl.DateTimeFormat("en-US", { month: "long", timeZone: "UTC" });

function spanWords(day: string, interval: Interval): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  if (interval === "month") return `in ${monthWords.format(at)}`;
  return `${interval === "week" ? "in the week from" : "on"} ${dayWords.format(at)}`;
}

export function pointWords({ day, conversions, mailed }: Point): string {
  return `${day}: ${count(conversions)}, ${count(mailed)} after mails`;
}
