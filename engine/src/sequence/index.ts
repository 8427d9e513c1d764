export {
  type Definition,
  type DefinitionSettings,
  type DefinitionWindow,
  type Delay,
  firstStep,
  type StepContent,
  type StepDefinition,
  type StepKindName,
  stepAt,
  stepKindNames,
  type TrackingChoice,
  trackingOf,
} from "./definition.ts";
export {
  applyOverrides,
  type GateAccount,
  type GateSurroundings,
  type GateVerdict,
  judgeActivation,
  type OverrideVerdict,
} from "./gate.ts";
export type { References, TemplateFault } from "./kinds/kind.ts";
export {
  defaultSettings,
  normalize,
  normalizeSettings,
  type WrittenSequence,
  type WrittenSettings,
  type WrittenStep,
} from "./normalize.ts";
export type { SequenceProblem, SequenceProblemCode, SequenceWarning } from "./problem.ts";
export { everOpens, validate } from "./validate.ts";
export { nextStep, placeAfterPublish } from "./walk.ts";
