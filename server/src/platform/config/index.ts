export { type Config, type ConfigResult, readConfig, type Setting, type SettingSource, settings } from "./config.ts";
