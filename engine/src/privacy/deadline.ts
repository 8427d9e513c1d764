import { asInstant, civilOf, DAY_MS, epochDayOf, type Instant } from "../base/index.ts";

/**
 * Until when a person must be answered: one month after the request came (GDPR Art. 12(3)), or three where it was
 * extended. The same day of that month, or its last day where there is none (Regulation 1182/71, Art. 3(2)(c)). That
 * regulation also lets a period end on the next working day; we do not use up that grace.
 */
export function answerBy(receivedAt: Instant, months: 1 | 3 = 1): Instant {
  const epochDay = Math.floor(receivedAt / DAY_MS);
  const { year, month, day } = civilOf(epochDay);
  const monthsSinceZero = year * 12 + (month - 1) + months;
  const [dueYear, dueMonth] = [Math.floor(monthsSinceZero / 12), (monthsSinceZero % 12) + 1];
  const lastDay = epochDayOf(dueMonth === 12 ? dueYear + 1 : dueYear, (dueMonth % 12) + 1, 1) - 1;
  const dueDay = Math.min(epochDayOf(dueYear, dueMonth, 1) + day - 1, lastDay);
  return asInstant(dueDay * DAY_MS + (receivedAt - epochDay * DAY_MS));
}
