export {
  type Definition,
  type DefinitionWindow,
  type Delay,
  firstStep,
  type StepContent,
  type StepDefinition,
  type StepKindName,
  stepAt,
  type TrackingChoice,
  trackingOf,
} from "./definition.ts";
export {
  applyOverrides,
  type GateAccount,
  judgeActivation,
} from "./gate.ts";
export {
  defaultSettings,
  normalize,
  type WrittenSettings,
} from "./normalize.ts";
export type { SequenceProblem, SequenceWarning } from "./problem.ts";
export { everOpens, validate } from "./validate.ts";
export { nextStep, placeAfterPublish } from "./walk.ts";
