export { checkDomain, type DomainReading } from "./check-domain.ts";
export type { Answer, Ask } from "./dns.ts";
export type { Finding, Sender } from "./finding.ts";
export { type Issue, issuesOf, marks } from "./issues.ts";
