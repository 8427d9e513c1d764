export { startReportChores } from "./chores.ts";
export { exportJob, sealedExportColumns } from "./exports/export-job.ts";
export { exportRoutes } from "./exports/routes.ts";
export { sharedRoute } from "./links/public-route.ts";
export { reportLinkRoutes } from "./links/routes.ts";
export { reportRoutes } from "./routes.ts";
export { type MailReportPorts, mailReportJob } from "./schedules/mail-report.ts";
export { reportByMailRoutes } from "./schedules/routes.ts";
