import {
  asInstant,
  civilOf,
  epochDayOf,
  findZone,
  toInstant,
  toLocal,
  weekdayIndexOf,
  type Zone,
} from "@haste/engine/base";
import { beginOfDay, type CountedPeriod, countedPeriod } from "../../ledger/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";

/** A server that says nothing for three days has delivered, as far as anybody can know without a provider that tells. */
const silentDays = 3;
const quarterMs = 900_000;

interface AskedPeriod {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly timezone?: string | undefined;
  readonly days?: number | undefined;
}

/** Whole quarters of an hour, which is what rollups know: `to` is the first instant outside. */
export interface Period extends Pick<CountedPeriod, "from" | "to" | "now" | "zone"> {
  readonly timezone: string;
}

export interface UsualPeriod {
  /** How many calendar days, the last one among them. */
  readonly days: number;
  /** Whose beginning they begin at, so that no first point of a plot is a part of a span. */
  readonly from: "day" | "week" | "month";
}

/** The period a request asks for, in the zone it asks for. @throws Problem for a zone there is not */
export function readPeriod(ctx: WorkContext, asked: AskedPeriod, usual: UsualPeriod): Period {
  const timezone = asked.timezone ?? ctx.workspace.timezone;
  const zone = findZone(timezone);
  if (!zone.ok) throw new Problem("zone_unknown", { detail: `${timezone} is not a time zone.` });
  // The quarter that is still open counts, too.
  const to = asked.to === undefined ? new Date(ctx.now.getTime() + 1) : new Date(asked.to);
  const first = () => firstOf({ ...usual, days: asked.days ?? usual.days }, zone.value, to);
  const from = asked.from === undefined ? first() : new Date(asked.from);
  return {
    ...{ from: quarterBefore(from), to: quarterAfter(to), timezone },
    ...{ now: ctx.now, zone: ctx.workspace.timezone },
  };
}

function firstOf({ days, from }: UsualPeriod, zone: Zone, to: Date): Date {
  const day = toLocal(zone, asInstant(to.getTime() - 1)).epochDay - days + 1;
  return new Date(toInstant(zone, beginOf(day, from), 0));
}

/** The first day of the span in which a day lies. */
export function beginOf(day: number, span: UsualPeriod["from"]): number {
  const { year, month } = civilOf(day);
  return { day, week: day - weekdayIndexOf(day), month: epochDayOf(year, month, 1) }[span];
}

export function quarterBefore(at: Date): Date {
  return new Date(Math.floor(at.getTime() / quarterMs) * quarterMs);
}

export function quarterAfter(at: Date): Date {
  return new Date(Math.ceil(at.getTime() / quarterMs) * quarterMs);
}

/** Whatever was sent before now. */
export function everSince(ctx: WorkContext): CountedPeriod {
  return countedPeriod(ctx, new Date(0), new Date(ctx.now.getTime() + 1));
}

/**
 * Emails that were sent before it and of which nothing came back count as delivered: when three days are over and the day on
 * which they left has none left to wait for, so that sums of days tell it.
 */
export function silentBefore(ctx: WorkContext): Date {
  return beginOfDay(ctx, silentDays);
}

export function periodToWire({ from, to, timezone }: Pick<Period, "from" | "to" | "timezone">) {
  return { from: from.toISOString(), to: to.toISOString(), timezone };
}
