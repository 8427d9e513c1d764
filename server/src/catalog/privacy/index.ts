export { fulfillJob, sealedPrivacyColumns } from "./fulfill-job.ts";
export { replaceKeptLinks } from "./queries/retention.ts";
export type { RetentionPorts } from "./retention/remove-due.ts";
export { retentionJob } from "./retention/retention-job.ts";
export { startRetention } from "./retention/start-due.ts";
export { privacyRoutes } from "./routes.ts";
