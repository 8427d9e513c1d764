export {
  type ReportGroup,
  type ReportOutcome,
  reportGroups,
  reportOutcomes,
  trendIntervals,
  trendQuestions,
} from "./choices.ts";
export { findPractices, type Practice, type TimedCell, type WordedCell } from "./practices.ts";
export { fewestForRate, type Rate, rateOf } from "./rates.ts";
export { sayPractice, sayTrend } from "./say.ts";
export { rankSlots } from "./send-times.ts";
export { traitsOf } from "./traits.ts";
export { trendOf } from "./trend.ts";
