import type { ManualKindName } from "@haste/engine/sequence";
import type { StepEffect } from "./effects/kind.ts";

/** A due manual step asks somebody of the team to do it: one task under the step's send key. */
export function manualEffect<K extends ManualKindName>(kind: K): StepEffect<K> {
  return {
    do: "task",
    write({ row, step, decision, moment }) {
      return {
        id: moment.newId(),
        enrollmentId: row.id,
        contactId: row.contact_id,
        sequenceId: row.sequence_id,
        sequenceVersion: row.sequence_version,
        stepId: step.id,
        kind,
        title: step.content.title ?? "",
        notes: step.content.notes,
        dueAt: decision.dueAt,
      };
    },
  };
}
