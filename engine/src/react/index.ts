export { follow } from "./follow.ts";
export {
  complete,
  concernsPerson,
  type EnrollmentState,
  effectOnPerson,
  passStep,
  pause,
  planAgain,
  type Reaction,
  react,
  resume,
  type StopReason,
  standAt,
  stop,
  viewOf,
} from "./machine.ts";
export { transfer } from "./transfer.ts";
