export { clockJob } from "./clock-job.ts";
export { ClockRun } from "./clock-run.ts";
