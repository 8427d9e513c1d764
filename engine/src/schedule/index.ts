export {
  type AccountCapacity,
  type CapacityPeriod,
  dayOf,
  hourOf,
  periodKey,
  periodsAt,
  zoneOfAccount,
} from "./capacity.ts";
export { afterDelay } from "./delays.ts";
export { explain } from "./explain.ts";
export type { EmailFacts, PersonFacts } from "./facts.ts";
export { capsIntake, intakeKey, type Newcomer } from "./intake.ts";
export {
  type Constraint,
  type Decision,
  type Place,
  type PlanAccount,
  type PlanPerson,
  type PlanSequence,
  plan,
  planKey,
  type Snapshot,
  zoneOf,
} from "./plan.ts";
