export { neutralizeFormula, writeRecord } from "./csv/write.ts";
export { writeErrorFile } from "./imports/error-file.ts";
export { type ImportedCsv, importCsv } from "./imports/import-csv.ts";
export { peopleOfImport } from "./imports/people.ts";
export { crmJobs } from "./imports/run.ts";
export type { CrmPorts } from "./ports.ts";
export { filterOf, walkMatching } from "./queries/condition-filter.ts";
export { crmRoutes } from "./routes.ts";
