export { type Config, type ConfigResult, readConfig, type Setting, type SettingSource, settings } from "./config.ts";
export { readEnvironment } from "./environment.ts";
export { suggestion } from "./suggestion.ts";
