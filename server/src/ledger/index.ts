export { loadDefinition } from "./definitions.ts";
export { type Moment, momentIn, momentOf, noLane, stages } from "./moment.ts";
export {
  accountChanged,
  contactChanged,
  enrollPeople,
  movePeople,
  parkSequence,
  pausePerson,
  removePerson,
  resumePerson,
  resumeSequence,
  stopContact,
  stopSequence,
} from "./people.ts";
export { readCapacity, readSlots } from "./queries/capacity.ts";
export type { ClaimedEmail } from "./queries/emails.ts";
export {
  appendNextPlanWakeup,
  type DueEnrollment,
  type EnrollmentRow,
  lockDueEnrollments,
  type NewEnrollment,
  stateOf,
} from "./queries/enrollments.ts";
export {
  dueLanes,
  dueRows,
  hasWakeup,
  holdWorkerLock,
  isWorkerGone,
  nextWakeupAt,
  openClaims,
  takePlanLock,
  takeWakeups,
} from "./queries/flow-control.ts";
export { type NewSignal, record } from "./record.ts";
export { claimLane, commitSending, type LedgerCommit, type Mark, recoverClaim, releaseRefused } from "./sending.ts";
export { messageIdOf, writePlan } from "./write-plan.ts";
