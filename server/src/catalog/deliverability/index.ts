export { askSystemDns } from "./ask-dns.ts";
export { blocklistJob } from "./blocklists/blocklist-job.ts";
export { createPacedAsk } from "./blocklists/paced-ask.ts";
export { domainCheckJob } from "./check-job.ts";
export { startDailyChecks } from "./daily-checks.ts";
export { createPolicyFetch } from "./fetch-policy.ts";
export { deliverabilityRoutes } from "./routes.ts";
export { createSpamFilter } from "./tests/spam-filter.ts";
export { deliverabilityTestJob, type MailToJudge } from "./tests/test-job.ts";
