export { clockJob } from "./clock-job.ts";
export { ClockRun, type ClockRunParts } from "./clock-run.ts";
