import { z } from "zod";

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export const Weekday = z.enum(weekdays);
const startOfWindow = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
export const ClockTime = z.string().regex(startOfWindow, { error: "must be a time of day such as 09:00" });

/** A business day is 1.4 days on average. */
const minutesPerUnit = { minutes: 1, hours: 60, days: 1_440, weeks: 10_080, businessDays: 2_016 } as const;
/** Ten years: nobody waits longer, and every sum of it stays a date. */
const longestDelayMinutes = 3_650 * minutesPerUnit.days;

/** Elapsed minutes and hours, calendar days and weeks, or the next local occurrence of a wall-clock time. */
export const Delay = z.union([
  z
    .object({ value: z.int().min(0), unit: z.enum(["minutes", "hours", "days", "weeks", "businessDays"]) })
    .refine(({ value, unit }) => value * minutesPerUnit[unit] <= longestDelayMinutes, {
      error: "must be at most ten years",
    }),
  z.object({ at: z.object({ weekday: Weekday.exactOptional(), time: ClockTime }) }),
]);
export type Delay = z.infer<typeof Delay>;
