export {
  type AccountCapacity,
  type CapacityPeriod,
  dayOf,
  hourOf,
  periodKey,
  periodsAt,
  zoneOfAccount,
} from "./capacity.ts";
export { afterDelay, type Delay } from "./delays.ts";
export { type ExplainSubjects, type Explanation, explain } from "./explain.ts";
export {
  type Constraint,
  type ConstraintCode,
  type Decision,
  type PlanAccount,
  type PlanPerson,
  type PlanSequence,
  plan,
  planKey,
  type Snapshot,
  zoneOf,
} from "./plan.ts";
