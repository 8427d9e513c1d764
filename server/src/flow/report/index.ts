export { exportJob, sealedExportColumns } from "./exports/export-job.ts";
export { startRemovingExports } from "./exports/remove-expired.ts";
export { exportRoutes } from "./exports/routes.ts";
export { reportRoutes } from "./routes.ts";
