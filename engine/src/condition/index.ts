export type { Condition, Facts, Test } from "./condition.ts";
export {
  type ConditionField,
  type ConsentKind,
  conditionFields,
  consentKinds,
  customNameOf,
  customValue,
  findField,
  isPositive,
  type LegalBasis,
  legalBases,
  type ReplyClass,
  replyClasses,
} from "./fields.ts";
export { fieldsOf } from "./fields-of.ts";
export { holds } from "./holds.ts";
export { comparisonOf, conditionOps, type Op } from "./ops.ts";
export { fold, isScalar, numberOf, type Scalar, spanOf } from "./scalars.ts";
export { sentenceOf } from "./sentence.ts";
export { type ConditionFault, checkShape, type KnownHere, validateCondition } from "./validate.ts";
