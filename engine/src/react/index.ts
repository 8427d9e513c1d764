export {
  complete,
  concernsPerson,
  type EnrollmentState,
  effectOnPerson,
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
