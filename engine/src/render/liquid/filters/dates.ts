/**
 * Filters for dates. The standard's `date` reads the machine's clock and zone; this one is given both, so a preview, a
 * retry and the real sending write the same.
 */
import { DAY_MS, isoFromEpochDay } from "../../../base/index.ts";
import { quantityOf } from "../numbers.ts";
import type { Run } from "../run.ts";
import { stop } from "../stop.ts";
import { Markup, textOf } from "../values.ts";
import type { FilterTable } from "./filter.ts";
import { strftime } from "./strftime.ts";
import { wholeOf } from "./take.ts";
import { readWallTime, type WallTime, wallOfSeconds } from "./wall-time.ts";

export const NO_PRESENT =
  'is no date here: a mail is written before it leaves. Write {{ sequence.today | date: "%A" }} for the day it leaves on.';

/** The words that mean the present in other Liquids. */
export function isPresentWord(text: unknown): boolean {
  return typeof text === "string" && /^\s*(?:now|today)\s*$/i.test(text);
}

function wallTimeOf(value: unknown, { options: { zone } }: Run): WallTime | null {
  if (typeof value === "number") return Number.isInteger(value) ? wallOfSeconds(value, zone) : null;
  const text = value instanceof Markup ? value.html : value;
  if (typeof text !== "string") return null;
  if (isPresentWord(text)) throw stop({ code: "template_error", detail: `"${text.trim()}" ${NO_PRESENT}` });
  return /^\d{1,15}$/.test(text) ? wallOfSeconds(Number(text), zone) : readWallTime(text.trim(), zone);
}

export const dateFilters: FilterTable = {
  date: {
    takes: [1, 1],
    costs: 160,
    apply: (value, [format], { run }) => {
      const wanted = textOf(format);
      const time = wallTimeOf(value, run);
      if (time === null || wanted === "") return value;
      return strftime(time, wanted);
    },
  },
};

/** Filters the standard does not have. */
export const dayFilters: FilterTable = {
  /** Calendar days later (or earlier), as a date. */
  plus_days: {
    takes: [1, 1],
    costs: 160,
    apply: (value, [days], { run }) => {
      const time = wallTimeOf(value, run);
      return time === null
        ? value
        : isoFromEpochDay(Math.floor(time.localMs / DAY_MS) + moderate(wholeOf(days, "plus_days")));
    },
  },
  /** Working days (Monday to Friday) later. */
  plus_workdays: {
    takes: [1, 1],
    costs: 160,
    apply: (value, [days], { run }) => {
      const time = wallTimeOf(value, run);
      if (time === null) return value;
      let day = Math.floor(time.localMs / DAY_MS);
      const left = moderate(wholeOf(days, "plus_workdays"));
      run.spend(Math.abs(left));
      const direction = Math.sign(left);
      for (let count = Math.abs(left); count > 0; ) {
        day += direction;
        // 1970-01-01 was a Thursday.
        if ((((day + 3) % 7) + 7) % 7 < 5) count -= 1;
      }
      return isoFromEpochDay(day);
    },
  },
};

function moderate(days: number): number {
  return Math.max(-36_500, Math.min(36_500, quantityOf(days).value));
}
