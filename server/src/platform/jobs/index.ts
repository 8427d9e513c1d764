export { defineJob, type JobDefinition, type JobRun } from "./define-job.ts";
export { findJob } from "./queries.ts";
export { jobRoutes } from "./routes.ts";
export { startJobRunner } from "./runner.ts";
export { startJob, startJobAs } from "./start-job.ts";
