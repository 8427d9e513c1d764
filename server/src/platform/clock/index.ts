export { type Clock, type ManualClock, manualClock, systemClock, type WorkspaceClock, workspaceTime } from "./clock.ts";
