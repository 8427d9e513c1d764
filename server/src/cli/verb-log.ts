import type { Call } from "../platform/cli/index.ts";
import { createLog, type Log } from "../platform/log/index.ts";

/** The log of a verb that ends by itself: only what should not happen, unless somebody asks for more. */
export function quietLog({ config, sources }: Call): Log {
  return createLog(sources.logLevel === "default" ? "warn" : config.logLevel);
}

/** The log of a verb that serves: quiet on a terminal, where it would bury the first screen; for a service it tells. */
export function servingLog(call: Call): Log {
  return process.stderr.isTTY === true ? quietLog(call) : createLog(call.config.logLevel);
}
