export { audit } from "./audit.ts";
export { type AuditRow, countAuditRows, listAuditRows } from "./queries.ts";
