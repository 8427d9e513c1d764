export { readCsv } from "./csv/read-csv.ts";
export { writeErrorFile } from "./imports/error-file.ts";
export { type ImportCsvOptions, type ImportedCsv, type ImportPorts, importCsv } from "./imports/import-csv.ts";
export { crmJobs } from "./imports/run.ts";
export type { CrmPorts } from "./ports.ts";
export { crmRoutes } from "./routes.ts";
