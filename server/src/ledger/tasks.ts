import { asInstant } from "@haste/engine/base";
import type { Tx } from "../platform/db/index.ts";
import { Changes } from "./changes.ts";
import type { Moment } from "./moment.ts";
import { tellListeners } from "./queries/flow-control.ts";
import { endTask, findTask } from "./queries/tasks.ts";
import { recordInto } from "./record.ts";

export interface TaskEnding {
  readonly id: string;
  readonly status: "done" | "skipped";
  /** "connected", "no answer"; conditions of later steps may ask for it. */
  readonly outcome: string | null;
  readonly userId: string | null;
}

/**
 * Ends a task, and lets its person go on where their step waited for it, in this transaction. null: there is no such
 * task; false: it is not open any more.
 */
export async function completeTask(tx: Tx, ending: TaskEnding, moment: Moment): Promise<boolean | null> {
  const task = await findTask(tx, ending.id);
  if (task === null) return null;
  const changes = new Changes(moment);
  const { contact_id: contactId, enrollment_id: enrollmentId, step_id: stepId } = task;
  if (task.status !== "open") return false;
  if (enrollmentId !== null && stepId !== null) {
    // Locks the enrollment first, as every writer does; the task's own row decides between two who end it at once.
    await recordInto(
      tx,
      [
        {
          kind: "task_done",
          actor: "human",
          occurredAt: asInstant(moment.now),
          emailId: null,
          contactId,
          enrollmentId,
          link: null,
          meta: { stepId, outcome: ending.outcome ?? ending.status },
          key: `task ${ending.id}`,
        },
      ],
      changes,
    );
  }
  const by = { userId: ending.userId, at: new Date(moment.now) };
  if (!(await endTask(tx, ending, by))) return false;
  changes.addEvent("task.done", {
    occurredAt: by.at.toISOString(),
    enrollmentId,
    contactId,
    stepId,
    detail: ending.outcome ?? ending.status,
  });
  await changes.write(tx);
  await tellListeners(tx);
  return true;
}
