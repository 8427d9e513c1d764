export { type DealMove, dealMoveJob } from "./ask-deal-moves.ts";
export { awaitedSegments } from "./awaited-segments.ts";
export { changeAccountOf } from "./change-account.ts";
export { changePeople, type PeopleChange } from "./change-people.ts";
export { beginOfDay, countedPeriod } from "./counted-period.ts";
export { loadDefinition } from "./definitions.ts";
export { emailToWire } from "./email-to-wire.ts";
export { enrollPeople } from "./enroll-people.ts";
export { enterSequences, type PlannedEntry } from "./enter-sequences.ts";
export { judgeEmailsAgain, settleVerdicts } from "./judge-again.ts";
export { noLane, stages } from "./lanes.ts";
export { loadFacts } from "./load-facts.ts";
export { takeLookUps } from "./look-ups.ts";
export { type Moment, momentIn, momentOf } from "./moment.ts";
export {
  accountChanged,
  accountHoursChanged,
  attentionChanged,
  contactsChanged,
  movePeople,
  parkSequence,
  pausePerson,
  removePerson,
  replanPaced,
  resumePerson,
  resumeSequence,
  sequenceChanged,
  stopContact,
  stopSequence,
  suppressionsChanged,
} from "./people.ts";
export { type Happening, personDid } from "./person-did.ts";
export { type AttemptRow, readAttempts } from "./queries/attempts.ts";
export { addProviderCapacity, readCapacity, readSharedCapacity } from "./queries/capacity.ts";
export { isSettled, moveClock, readNextDue } from "./queries/clock.ts";
export { reachedFrom, sharesIn } from "./queries/conversions.ts";
export { sumDays, unsummedWorkspaces } from "./queries/days.ts";
export type { ClaimedEmail, HeldRoom } from "./queries/emails.ts";
export {
  appendNextPlanWakeup,
  type DueEnrollment,
  type EnrollmentRow,
  type LockedEnrollment,
  lockDueEnrollments,
  lockEnrollmentsToDisplace,
  stateOf,
} from "./queries/enrollments.ts";
export { readEpisodes, readOpenSequences } from "./queries/entries.ts";
export { readContactFacts } from "./queries/facts.ts";
export {
  dueLanes,
  dueRows,
  holdWorkerLock,
  isWorkerGone,
  openClaims,
  repairLane,
  takePlanLock,
  takeWakeups,
  wakeChannel,
} from "./queries/flow-control.ts";
export { readIntake, readNewcomers } from "./queries/intake.ts";
export { dueLookUps, findWitness, type UncertainEmail } from "./queries/look-ups.ts";
export { makeMonths } from "./queries/months.ts";
export type { NewEnrollment } from "./queries/new-enrollments.ts";
export { readContents, readRecipient } from "./queries/one-off-emails.ts";
export { findStopped } from "./queries/paces.ts";
export type { PlannedEmail } from "./queries/planned-emails.ts";
export { type CountedPeriod, countedIn, countedValues } from "./queries/read-days.ts";
export {
  emailColumns,
  type ListedEmail,
  listEmails,
  listWaitingEmails,
  readEmail,
  readSignalsOf,
} from "./queries/read-emails.ts";
export { rollupTables } from "./queries/rebuild.ts";
export { replaceAttempt, replaceContent } from "./queries/reseal.ts";
export { readSlots } from "./queries/slots.ts";
export {
  deleteSuppression,
  dropExpiredSuppressions,
  dropTopicSuppressions,
  type KeptSuppression,
  keepRefusalsOfTopic,
  keepSuppressions,
  type SuppressionProof,
  type SuppressionScope,
  takeBackRefusals,
  wholeWorkspace,
} from "./queries/suppressions.ts";
export type { PlannedTask } from "./queries/tasks.ts";
export { nextOldVerdicts, readVisitsSince } from "./queries/visits.ts";
export { cancelOneOff, hasRoomNow, noteUsage, type OneOff, queueOneOff, retryOneOff } from "./queue-one-off.ts";
export { type RebuiltRollups, rebuildRollups } from "./rebuild-rollups.ts";
export { type NewSignal, record } from "./record.ts";
export { reopenTask } from "./reopen-task.ts";
export { resortReply, WouldFree } from "./resort-reply.ts";
export {
  claimLane,
  claimLeaseMs,
  commitSending,
  type Mark,
  recoverClaim,
  releaseRefused,
  renewClaims,
  type SendResult,
} from "./sending.ts";
export { goOnTowards, stopTowards } from "./stop-pace.ts";
export { changeTasks, createTask, endTasks, type TasksTouched } from "./tasks.ts";
export { type StoppedVariant, variantsStopped } from "./variants-stopped.ts";
export { messageIdOf, writePlan } from "./write-plan.ts";
