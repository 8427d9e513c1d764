export type { Arm } from "./arms.ts";
export { sampleRatioAlarm, sampleRatioP } from "./balance.ts";
export { evenRate, thompsonShares } from "./bandit.ts";
export { type DealtBefore, type DealtVariant, dealTo, type RunningTest } from "./deal.ts";
export { normalCdf, normalQuantile, studentQuantile } from "./distributions.ts";
export {
  AGE_MS,
  type Aged,
  type ArrivalCurve,
  arrivalCurve,
  type Forecast,
  forecastOf,
  lastAge,
} from "./late.ts";
export { countedBy, type Metric, metrics, type Outcomes } from "./metrics.ts";
export { plausibility, posteriorsOf } from "./posterior.ts";
export { emailsForOneLook, emailsWhileWatching, powerOfOneLook } from "./power.ts";
export { rateSequence } from "./rate.ts";
export { ratioEvidence, type Stretch } from "./ratio.ts";
export { sayVerdict } from "./say.ts";
export { dealVariant, type Share, sharesOf, takesPart } from "./split.ts";
export {
  compare,
  type ExperimentFacts,
  guardsOf,
  type Period,
  totalOf,
  type VariantCounts,
  type Verdict,
  verdictOf,
} from "./verdict.ts";
