export { askSystemDns } from "./ask-dns.ts";
export { domainCheckJob } from "./check-job.ts";
export { startDailyChecks } from "./daily-checks.ts";
export { deliverabilityRoutes } from "./routes.ts";
export { trackingCheckJob } from "./tracking/check-name.ts";
export { knowsTrackingDomain, linkBaseOf } from "./tracking/link-base.ts";
export { seeCertificate } from "./tracking/see-certificate.ts";
