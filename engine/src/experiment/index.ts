export type { Arm } from "./arms.ts";
export { chiSquareP, type Dealt, sampleRatioAlarm, sampleRatioP } from "./balance.ts";
export { type Batch, evenRate, floorShare, thompsonShares } from "./bandit.ts";
export { type DealtBefore, type DealtVariant, dealTo, type RunningTest } from "./deal.ts";
export { type AnswerDelay, answeredBy, delayFrom, matureEmails } from "./delay.ts";
export { countedBy, type Metric, metricNames, metrics, negativeReplyClasses, type Outcomes } from "./metrics.ts";
export { type Posterior, plausibility, posteriorsOf } from "./posterior.ts";
export { type Difference, emailsForOneLook, emailsWhileWatching, powerOfOneLook } from "./power.ts";
export { type RateSequence, rateSequence } from "./rate.ts";
export { type RatioEvidence, ratioEvidence, type Stretch } from "./ratio.ts";
export { sayVerdict } from "./say.ts";
export { dealVariant, type Share, sharesOf, takesPart } from "./split.ts";
export {
  compare,
  type ExperimentFacts,
  type Guard,
  guards,
  guardsOf,
  type Period,
  totalOf,
  type VariantCounts,
  type Verdict,
  verdictOf,
} from "./verdict.ts";
