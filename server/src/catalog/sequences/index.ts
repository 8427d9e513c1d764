export { activateSequence } from "./activate-sequence.ts";
export { calendarChanged } from "./calendar-changed.ts";
export { writeStepVariants } from "./change-steps.ts";
export { createSequence } from "./create-sequence.ts";
export type { SequenceLedger } from "./ports.ts";
export { sequenceRoutes } from "./routes.ts";
export { runnableDefinition } from "./runnable-definition.ts";
export { sequencesUsing, wordsChanged } from "./words-changed.ts";
