export { askedFields } from "./asked.ts";
export {
  type Definition,
  type DefinitionWindow,
  type Delay,
  type EmailContent,
  type EntryCondition,
  type Intake,
  isManual,
  type Lane,
  type ManualKindName,
  openToAll,
  revive,
  type StepDefinition,
  type StepKindName,
  type StepOf,
  type TrackingChoice,
  trackingOf,
} from "./definition.ts";
export {
  applyOverrides,
  type GateAccount,
  judgeActivation,
} from "./gate.ts";
export type { References } from "./kinds/kind.ts";
export {
  defaultSettings,
  normalize,
  normalizeContent,
  type WrittenContent,
  type WrittenSettings,
} from "./normalize.ts";
export { firstStep, stepAfter, stepAt } from "./outline.ts";
export { placeAfterPublish } from "./place.ts";
export type { SequenceProblem, SequenceWarning } from "./problem.ts";
export { everOpens, validate } from "./validate.ts";
export { nextStep } from "./walk.ts";
