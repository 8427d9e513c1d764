import type { Instant } from "@haste/engine/base";
import { isHeldOut } from "@haste/engine/enroll";
import { type EnrollmentState, heldOut } from "@haste/engine/react";
import type { Tx } from "../platform/db/index.ts";
import { Changes } from "./changes.ts";
import { loadDefinition } from "./definitions.ts";
import { noLane, stages } from "./lanes.ts";
import type { Moment } from "./moment.ts";
import { tellListeners } from "./queries/flow-control.ts";
import { type Beginning, insertEnrollments, type NewEnrollment } from "./queries/new-enrollments.ts";

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
  const beginnings: Beginning[] = [];
  for (const row of rows) beginnings.push(await begin(tx, row, moment.now));
  const inserted = new Set(await insertEnrollments(tx, beginnings, moment.now));
  let firstDue: Instant | null = null;
  for (const { row, state } of beginnings) {
    if (!inserted.has(row.id)) continue;
    changes.countPeople(state, 1);
    if (state.dueAt !== null && (firstDue === null || state.dueAt < firstDue)) firstDue = state.dueAt;
    changes.addEvent("enrollment.changed", {
      occurredAt: new Date(moment.now).toISOString(),
      enrollmentId: row.id,
      contactId: row.contactId,
      sequenceId: row.sequenceId,
      detail: state.status === "stopped" ? "held out" : "enrolled",
    });
  }
  if (firstDue !== null) changes.wake(stages.schedule, noLane, firstDue);
  return [...inserted];
}

/**
 * The one place where somebody begins, by hand, in bulk, by a step or a trigger: so nobody comes past the hold-out. Whoever
 * is held out stands in the sequence as over, which is what keeps every later stage from mailing them.
 */
async function begin(tx: Tx, row: NewEnrollment, now: Instant): Promise<Beginning> {
  const { settings } = await loadDefinition(tx, row.sequenceId, row.sequenceVersion);
  const { holdOut = 0 } = settings;
  const isOut = isHeldOut(row.sequenceId, row.contactId, holdOut);
  return { row, state: isOut ? heldOut(row, now) : newState(row), holdOut: holdOut === 0 ? null : holdOut };
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
