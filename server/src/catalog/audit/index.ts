export { auditSealKey, chainWaiting, startChaining } from "./chain-rows.ts";
export { auditLogRoutes } from "./routes.ts";
export { type LogReport, verifyLogs } from "./verify-log.ts";
