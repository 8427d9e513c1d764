import { type EnrollmentState, standAt } from "@haste/engine/react";
import { stepAt } from "@haste/engine/sequence";
import type { Tx } from "../platform/db/index.ts";
import { Changes } from "./changes.ts";
import { loadDefinition } from "./definitions.ts";
import type { Moment } from "./moment.ts";
import { type LockedEnrollment, lockEnrollments } from "./queries/enrollments.ts";
import { tellListeners } from "./queries/flow-control.ts";
import {
  cancelTasksSince,
  enrollmentsOfTasks,
  hasActedSince,
  lockTasks,
  openAgain,
  type TaskRow,
} from "./queries/tasks.ts";
import { aboutTask } from "./tasks.ts";

export type Reopened = "reopened" | "not_found" | "open" | "canceled" | "moved_on";

/**
 * Takes an outcome back: the task is open again, and whoever went on because of it stands before it once more, what
 * waits for them canceled. `moved_on`: a mail has left or another task was ended since, or the person left the sequence;
 * what others have seen is not taken back. A person for whom this task was the last thing stays finished.
 */
export async function reopenTask(tx: Tx, id: string, moment: Moment): Promise<Reopened> {
  const [enrollment] = await lockEnrollments(tx, await enrollmentsOfTasks(tx, [id]), []);
  const [task] = await lockTasks(tx, [id]);
  if (task === undefined) return "not_found";
  if (task.status === "open" || task.status === "canceled") return task.status;
  const changes = new Changes(moment);
  if (enrollment !== undefined && !(await putBack(tx, task, enrollment, changes))) return "moved_on";
  await openAgain(tx, id, new Date(moment.now));
  changes.addEvent("task.changed", { ...aboutTask(task, moment), detail: "reopened" });
  await changes.write(tx);
  await tellListeners(tx);
  return "reopened";
}

/** False where that is not possible any more. */
async function putBack(tx: Tx, task: TaskRow, { state }: LockedEnrollment, changes: Changes): Promise<boolean> {
  const { step_id: stepId, sequence_id: sequenceId, sequence_version: asked, completed_at: endedAt } = task;
  if (stepId === null || sequenceId === null || asked === null || endedAt === null) return true;
  const step = stepAt(await loadDefinition(tx, sequenceId, asked), stepId);
  const wasAwaited = step !== null && "waitForCompletion" in step.content && step.content.waitForCompletion;
  if (!wasAwaited) return true;
  if (state.status === "stopped" || (await hasActedSince(tx, task.id, state.id, endedAt))) return false;
  if (state.status === "completed") return true;
  const here = stepAt(await loadDefinition(tx, sequenceId, state.sequenceVersion), stepId);
  if (here === null) return false;
  await cancelTasksSince(tx, state.id, endedAt, changes.moment.now);
  const back: EnrollmentState = standAt(state, here, changes.moment.now);
  changes.cancelWaiting(state.id);
  changes.moveEnrollment(state, back, here.order);
  return true;
}
