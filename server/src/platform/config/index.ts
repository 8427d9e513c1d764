export { type Config, readConfig, type SettingSource, settings } from "./config.ts";
export { readEnvironment } from "./environment.ts";
export { suggestion } from "./suggestion.ts";
