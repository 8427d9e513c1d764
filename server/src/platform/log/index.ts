export { createLog, type Log, type LogLevel, logLevels } from "./log.ts";
export { maskSecrets } from "./mask.ts";
