export { follow } from "./follow.ts";
export { followColleague } from "./follow-colleague.ts";
export { heldOut } from "./held-out.ts";
export { goesOnDespite, isFreer } from "./is-freer.ts";
export {
  complete,
  concernsPerson,
  type EnrollmentState,
  effectOnPerson,
  lookAgain,
  passStep,
  pause,
  planAgain,
  type Reaction,
  react,
  resume,
  type StopReason,
  standAt,
  stop,
} from "./machine.ts";
export { actionAt, causeOf, colleagueScopes, saidOfOthers } from "./policy.ts";
export { transfer } from "./transfer.ts";
export { factsAfter, pull, type TriggerEmail, triggerHolds, triggersMet } from "./triggers.ts";
export { undoReply } from "./undo-reply.ts";
export { viewOf } from "./view.ts";
