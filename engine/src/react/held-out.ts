import type { Instant } from "../base/index.ts";
import type { EnrollmentState } from "./machine.ts";

/** How somebody stands who is held out: over before it began, so no plan ever looks at them. */
export function heldOut(
  {
    id,
    contactId,
    sequenceId,
    sequenceVersion,
  }: Pick<EnrollmentState, "id" | "contactId" | "sequenceId" | "sequenceVersion">,
  at: Instant,
): EnrollmentState {
  return {
    ...{ id, contactId, sequenceId, sequenceVersion, status: "stopped", stoppedAt: at, stopReason: "held_out" },
    ...{ currentStepId: null, stepDueAt: null, dueAt: null, pauseReason: null, resumeAt: null },
    ...{ repliedAt: null, completedAt: null },
  };
}
