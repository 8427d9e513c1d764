export { activateSequence } from "./activate-sequence.ts";
export { createSequence } from "./create-sequence.ts";
export type { SequenceLedger } from "./ports.ts";
export { sequenceRoutes } from "./routes.ts";
