export { wrap } from "./help.ts";
export type { Output } from "./output.ts";
export { Failure, UsageError } from "./refusals.ts";
export { type Explained, runCli } from "./run-cli.ts";
export { listenForStop } from "./stop-signals.ts";
export { type Call, exitCodes, type Option, type Registry, type Verb } from "./verb.ts";
