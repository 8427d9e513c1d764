export { defineJob, type JobDefinition, type JobProgress, type JobRun, type JobState } from "./define-job.ts";
export { jobRoutes } from "./routes.ts";
export { type JobRunner, type JobRunnerOptions, startJobRunner } from "./runner.ts";
export { startJob } from "./start-job.ts";
