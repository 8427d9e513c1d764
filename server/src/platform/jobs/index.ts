export { defineJob, type JobDefinition, type JobProgress, type JobRun, type JobState } from "./define-job.ts";
export { startJob } from "./start-job.ts";
