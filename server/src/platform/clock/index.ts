export { type Clock, type ManualClock, manualClock, systemClock, workspaceTime } from "./clock.ts";
export { repeat } from "./repeat.ts";
