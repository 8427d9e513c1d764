export { assume, type Changes, type Premises } from "./assume.ts";
export type { Behavior, Happening, HappeningKind } from "./behavior.ts";
export type { Beside, Underway } from "./beside.ts";
export type { HeldTime } from "./held-time.ts";
export { inOrder, isSameHold, type LogLine, lineOf, linesOfDecision, linesOfMove } from "./log.ts";
export type { SimulatedPerson } from "./person.ts";
export { assumedRates, type BehaviorRates, samplePeople } from "./sample-people.ts";
export { summarize } from "./summary.ts";
export { SimulatedWorld } from "./world.ts";
