import type { Instant } from "@haste/engine/base";
import type { EnrollmentState } from "@haste/engine/react";
import type { Tx } from "../platform/db/index.ts";
import { Changes } from "./changes.ts";
import { noLane, stages } from "./lanes.ts";
import type { Moment } from "./moment.ts";
import { insertEnrollments, type NewEnrollment } from "./queries/enrollments.ts";
import { tellListeners } from "./queries/flow-control.ts";

/** Enrolls people; whoever is active or paused in the sequence already is left as they are. Returns the ids enrolled. */
export async function enrollPeople(tx: Tx, rows: readonly NewEnrollment[], moment: Moment): Promise<string[]> {
  const changes = new Changes(moment);
  const inserted = await enrollInto(tx, rows, changes);
  await changes.write(tx);
  await tellListeners(tx);
  return inserted;
}

/** The same, counted and told with the changes of a larger transaction, which writes them. */
export async function enrollInto(tx: Tx, rows: readonly NewEnrollment[], changes: Changes): Promise<string[]> {
  const { moment } = changes;
  const inserted = new Set(await insertEnrollments(tx, rows, moment.now));
  let firstDue: Instant | null = null;
  for (const row of rows) {
    if (!inserted.has(row.id)) continue;
    changes.countPeople(newState(row), 1);
    if (firstDue === null || row.stepDueAt < firstDue) firstDue = row.stepDueAt;
    changes.addEvent("enrollment.changed", {
      occurredAt: new Date(moment.now).toISOString(),
      enrollmentId: row.id,
      contactId: row.contactId,
      sequenceId: row.sequenceId,
      detail: "enrolled",
    });
  }
  if (firstDue !== null) changes.wake(stages.schedule, noLane, firstDue);
  return [...inserted];
}

function newState(row: NewEnrollment): EnrollmentState {
  return {
    id: row.id,
    contactId: row.contactId,
    sequenceId: row.sequenceId,
    sequenceVersion: row.sequenceVersion,
    status: "active",
    currentStepId: row.currentStepId,
    stepDueAt: row.stepDueAt,
    dueAt: row.stepDueAt,
    pauseReason: null,
    resumeAt: null,
    repliedAt: null,
    completedAt: null,
    stoppedAt: null,
    stopReason: null,
  };
}
