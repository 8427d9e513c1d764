import {
  addMs,
  DAY_MS,
  epochDayFromIso,
  type Instant,
  laterOf,
  toInstant,
  toLocal,
  weekdayIndexOf,
  type Zone,
} from "../base/index.ts";
import type { Signal } from "../track/index.ts";

const absenceWithoutDateDays = 5;
const firstWorkingMinute = 9 * 60;

/** Out of office is not a reply: everything waits until the morning of the business day after the return (B13). */
export function backAfter(signal: Signal, zone: Zone): Instant {
  const returns = signal.meta.returnsOn === undefined ? null : epochDayFromIso(signal.meta.returnsOn);
  const today = toLocal(zone, signal.occurredAt).epochDay;
  const day = returns?.ok && returns.value >= today ? returns.value : today + absenceWithoutDateDays;
  const resumeAt = toInstant(zone, nextBusinessDay(day), firstWorkingMinute);
  return laterOf(resumeAt, addMs(signal.occurredAt, DAY_MS / 2));
}

/**
 * When somebody wants to hear from us again who says "not now": the morning of the day they name, or of the first
 * business day after it. null: they name none that is still to come.
 */
export function askedForAt(signal: Signal, zone: Zone): Instant | null {
  const named = signal.meta.askedFor === undefined ? null : epochDayFromIso(signal.meta.askedFor);
  if (!named?.ok || named.value <= toLocal(zone, signal.occurredAt).epochDay) return null;
  return toInstant(zone, nextBusinessDay(named.value - 1), firstWorkingMinute);
}

/** The first Monday to Friday after `epochDay`. */
function nextBusinessDay(epochDay: number): number {
  for (let day = epochDay + 1; ; day += 1) {
    if (weekdayIndexOf(day) < 5) return day;
  }
}
