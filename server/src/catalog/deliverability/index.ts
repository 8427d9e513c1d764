export { askSystemDns } from "./ask-dns.ts";
export { domainCheckJob } from "./check-job.ts";
export { startDailyChecks } from "./daily-checks.ts";
export { deliverabilityRoutes } from "./routes.ts";
