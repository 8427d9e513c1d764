export { activateSequence } from "./activate-sequence.ts";
export { calendarChanged } from "./calendar-changed.ts";
export { createSequence } from "./create-sequence.ts";
export type { SequenceLedger } from "./ports.ts";
export { sequenceRoutes } from "./routes.ts";
