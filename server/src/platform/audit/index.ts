export { audit } from "./audit.ts";
export { findLastAuditRow, takeQueued } from "./queries.ts";
export { commitTo } from "./seal-note.ts";
export { unaudited, writeTrail } from "./trail.ts";
