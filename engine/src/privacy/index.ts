export { answerBy } from "./deadline.ts";
export {
  dueBefore,
  neverRemoved,
  nextRunAfter,
  type RetentionKey,
  type RetentionPeriods,
  refusedPeriods,
  retentionClasses,
  retentionKeys,
  retentionUnits,
} from "./retention.ts";
