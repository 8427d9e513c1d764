export { type Approval, needsApproval } from "./approval.ts";
export { askedFields } from "./asked.ts";
export {
  type AttachedFile,
  type Definition,
  type DefinitionHolidays,
  type DefinitionWindow,
  type Delay,
  type EmailContent,
  type EntryCondition,
  type FrozenGroup,
  type FrozenGroups,
  type Intake,
  isManual,
  type Lane,
  type ManualKindName,
  openToAll,
  type PooledAccount,
  revive,
  type SequencePriority,
  type SnippetText,
  type StepDefinition,
  type StepKindName,
  type StepOf,
  type StepVariant,
  sequencePriorities,
  type TestedWay,
  type TrackingChoice,
  trackingOf,
  type Utm,
  type VariantHours,
} from "./definition.ts";
export { diffOf } from "./diff.ts";
export {
  applyOverrides,
  type GateAccount,
  judgeActivation,
} from "./gate.ts";
export type { References } from "./kinds/kind.ts";
export { designedShares, laneShares } from "./lane-shares.ts";
export { closedSince, type SequenceLife, type SequenceStatus, statusOf } from "./life.ts";
export {
  type Migration,
  migrationFor,
  type PublishAction,
  placesAfterPublish,
  type Transfer,
  transferInWords,
  transferOf,
} from "./migrate.ts";
export {
  defaultSettings,
  normalize,
  normalizeContent,
  type WrittenContent,
  type WrittenSettings,
} from "./normalize.ts";
export { usualOutcomes } from "./outcomes.ts";
export { firstStep, stepAfter, stepAt } from "./outline.ts";
export type { SequenceProblem, SequenceWarning } from "./problem.ts";
export {
  type StopAction,
  type StopCause,
  type StopRule,
  type StopScope,
  stopActions,
  stopCauses,
  stopScopes,
  type Trigger,
  type TriggerAction,
  type TriggerOn,
  triggerSignals,
} from "./rules.ts";
export { titleOf } from "./say.ts";
export { everOpens, validate } from "./validate.ts";
export {
  saysTheSame,
  stepAs,
  type VariantContent,
  variantOf,
  waysOf,
  writtenVariant,
} from "./variants.ts";
export { nextStep } from "./walk.ts";
