export { type AttributionModel, attributionModels, shareOut, weightsOf } from "./attribution.ts";
export {
  type ClientSide,
  type ConversionGroup,
  clientSides,
  conversionGroups,
  type ReportGroup,
  type ReportNumber,
  type ReportOutcome,
  reportGroups,
  reportNumbers,
  reportOutcomes,
  trendIntervals,
  trendQuestions,
} from "./choices.ts";
export { type Costs, costOf, returnOn } from "./cost.ts";
export { type Conversion, type Credit, creditBy, type Touch } from "./credit.ts";
export { type Dealt, type Difference, meanDifference, rateDifference, type Side, type Takings } from "./lift.ts";
export { clientSideNames, groupNames, modelNames, outcomeNames, readerNames, sayClientKey } from "./names.ts";
export { latestOccasion, nextOccasion, type Occasions, type Rhythm } from "./occasions.ts";
export { findPractices, type Practice, type TimedCell, type WordedCell } from "./practices.ts";
export { fewestForRate, type Rate, rateOf } from "./rates.ts";
export { curveHours, hoursOfAge, hoursOfPart, replyCurve } from "./reply-curve.ts";
export { sayPractice, sayTrend } from "./say.ts";
export { rankSlots, smoothHours } from "./send-times.ts";
export { traitsOf } from "./traits.ts";
export { trendOf } from "./trend.ts";
export { scoreVerdicts, type Truth, type VerdictScore } from "./verdict-score.ts";
export { questionOfView, reportTabs, usualDays } from "./view-question.ts";
