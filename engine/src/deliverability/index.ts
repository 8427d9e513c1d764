export { checkDomain } from "./check-domain.ts";
export { certificateFinding, checkTrackingName, type LinkFinding, type SeenCertificate } from "./check-tracking.ts";
export type { Answer, Ask } from "./dns.ts";
export type { Finding, Sender } from "./finding.ts";
export { issuesOf, marks } from "./issues.ts";
