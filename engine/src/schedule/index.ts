export {
  type Attention,
  type AttentionBook,
  type AttentionLimits,
  type AttentionMail,
  type AttentionOf,
  attentionKeys,
  attentionSpanMs,
  forgetMail,
  noteMail,
  rankOf,
  type WaitingMail,
} from "./attention.ts";
export {
  type AccountCapacity,
  type CapacityPeriod,
  climbRamps,
  dayOf,
  firstRoom,
  hourOf,
  nextRoom,
  periodKey,
  periodsAt,
  release,
  reserve,
  zoneOfAccount,
} from "./capacity.ts";
export type { Constraint } from "./constraints.ts";
export { dueAfter } from "./delays.ts";
export { explain } from "./explain.ts";
export { type EmailFacts, factsOf, nothingKnown, type PersonFacts } from "./facts.ts";
export { type Foreseen, foreseeWay, nextMailAt } from "./foresee.ts";
export { handOn, type InLine } from "./hand-on.ts";
export { resolveCalendar, type WrittenCalendar } from "./holidays.ts";
export { compileWorkday, type Workday, type WorkdayOwner, workdayProblem } from "./hours.ts";
export { capsIntake, type IntakeCounts, intakeKey, type Newcomer } from "./intake.ts";
export {
  type Cap,
  changeRooms,
  heldUntil,
  providerKey,
  type Reservation,
  recipientOf,
  roomsAt,
  type SharedLimits,
  type SharedScope,
  sharedKey,
  sharedScopes,
} from "./limits.ts";
export { outlookOf } from "./outlook.ts";
export {
  type Decision,
  type PlanPerson,
  type PlanSequence,
  plan,
  planBatchSize,
  planKey,
  type Snapshot,
} from "./plan.ts";
export { holidayRegions } from "./public-holiday-tables.ts";
export type { HolidayRegion } from "./public-holidays.ts";
export type { PlanAccount } from "./round.ts";
export { zoneOf } from "./zone-of.ts";
