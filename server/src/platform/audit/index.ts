export { audit } from "./audit.ts";
export { type AuditRow, countAuditRows, findLastAuditRow, listAuditRows } from "./queries.ts";
