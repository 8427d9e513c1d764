export type { Arm } from "./arms.ts";
export { chiSquareP, type Dealt, sampleRatioAlarm, sampleRatioP } from "./balance.ts";
export { type Batch, evenRate, floorShare, thompsonShares } from "./bandit.ts";
export { type AnswerDelay, answeredBy, delayFrom, matureEmails } from "./delay.ts";
export { type Posterior, posteriorsOf } from "./posterior.ts";
export { type Difference, emailsForOneLook, emailsWhileWatching, powerOfOneLook } from "./power.ts";
export { type RateSequence, rateSequence } from "./rate.ts";
export { type RatioEvidence, ratioEvidence, type Stretch } from "./ratio.ts";
export { dealVariant, type Share, sharesOf, takesPart } from "./split.ts";
export {
  compare,
  type ExperimentFacts,
  type Guard,
  guards,
  type Period,
  totalOf,
  type VariantCounts,
  type Verdict,
  verdictOf,
} from "./verdict.ts";
