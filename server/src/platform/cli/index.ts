export { Failure, UsageError } from "./refusals.ts";
export { type Explained, runCli } from "./run-cli.ts";
export { listenForStop } from "./stop-signals.ts";
export { type Call, exitCodes, type Registry, type Verb } from "./verb.ts";
