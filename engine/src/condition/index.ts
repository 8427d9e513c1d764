export { type Around, type Condition, type Facts, MOST_LEVELS, MOST_TESTS, type Test } from "./condition.ts";
export {
  type ConditionField,
  conditionFields,
  customNameOf,
  type FieldType,
  findField,
  opsOfType,
  replyClasses,
} from "./fields.ts";
export { type AskedField, fieldsOf } from "./fields-of.ts";
export { holds } from "./holds.ts";
export { conditionOps, isOp, type Op, type Wanted } from "./ops.ts";
export { type Names, sentenceOf } from "./sentence.ts";
export {
  type ConditionFault,
  type ConditionFaultCode,
  checkShape,
  type KnownHere,
  validateCondition,
} from "./validate.ts";
