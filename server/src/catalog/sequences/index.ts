export { activateSequence } from "./activate-sequence.ts";
export { createSequence, type SequenceToCreate } from "./create-sequence.ts";
export type { Publishing, SequenceLedger, SequencePorts } from "./ports.ts";
export { sequenceRoutes } from "./routes.ts";
