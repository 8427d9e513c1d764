export { findSuppression, listSuppressions } from "./queries.ts";
export { readScopes } from "./read-scopes.ts";
export { complianceRoutes } from "./routes.ts";
export { showsUnsubscribeLink } from "./show-compliance.ts";
export { exportSuppressions, importSuppressions } from "./suppression-files.ts";
export { addSuppression, removeSuppression, toWire } from "./suppressions.ts";
