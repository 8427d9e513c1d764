import { asInstant } from "@haste/engine/base";
import type { Tx } from "../platform/db/index.ts";
import { Changes } from "./changes.ts";
import type { Moment } from "./moment.ts";
import { lockEnrollments } from "./queries/enrollments.ts";
import { tellListeners } from "./queries/flow-control.ts";
import {
  endLockedTasks,
  enrollmentsOfTasks,
  insertTask,
  lockTasks,
  type NewTask,
  type TaskPatch,
  type TaskRow,
  updateOpenTasks,
} from "./queries/tasks.ts";
import { recordInto } from "./record.ts";

/** What people do with tasks. Each locks enrollments first, then tasks, and tells of it in the same transaction. */

export interface TaskEnding {
  readonly ids: readonly string[];
  readonly status: "done" | "skipped";
  /** "connected", "no answer"; conditions of later steps may ask for it. */
  readonly outcome: string | null;
  /** What they noted. */
  readonly remark: string | null;
  readonly userId: string | null;
}

/** Which of the named tasks were changed, and which were not open any more and how they had ended; others do not exist. */
export interface TasksTouched {
  readonly changed: ReadonlySet<string>;
  readonly closed: ReadonlyMap<string, TaskRow["status"]>;
  /** Of each task that was found, before the change. */
  readonly versions: ReadonlyMap<string, number>;
}

/**
 * Ends tasks, and lets their people go on where a step waited for one, in this transaction. Of two who end a task at
 * once, the second waits for the first and then finds it closed: nobody moves twice.
 */
export async function endTasks(tx: Tx, ending: TaskEnding, moment: Moment): Promise<TasksTouched> {
  const { open, ...found } = await lockForWork(tx, ending.ids);
  const { status, outcome, remark, userId } = ending;
  const changes = new Changes(moment);
  const signals = open.flatMap(
    ({ id, version, contact_id: contactId, enrollment_id: enrollmentId, step_id: stepId }) =>
      enrollmentId === null || stepId === null
        ? []
        : [
            {
              kind: "task_done" as const,
              actor: "human" as const,
              occurredAt: asInstant(moment.now),
              emailId: null,
              ...{ contactId, enrollmentId, link: null },
              meta: { stepId, outcome: outcome ?? status },
              // A task that was reopened may end again.
              key: `task ${id} ${version}`,
            },
          ],
  );
  await recordInto(tx, signals, changes);
  const ids = open.map(({ id }) => id);
  await endLockedTasks(tx, { ids, status, outcome, remark, userId, at: new Date(moment.now) });
  for (const task of open) changes.addEvent("task.done", { ...aboutTask(task, moment), detail: outcome ?? status });
  await changes.write(tx);
  await tellListeners(tx);
  return { changed: new Set(ids), ...found };
}

/** Writes a task by hand. */
export async function createTask(tx: Tx, task: NewTask, moment: Moment): Promise<void> {
  await insertTask(tx, task, new Date(moment.now));
  const changes = new Changes(moment);
  const { contactId, kind } = task;
  changes.addEvent("task.created", { occurredAt: new Date(moment.now).toISOString(), contactId, detail: kind });
  await changes.write(tx);
  await tellListeners(tx);
}

/** Changes open tasks: later (`dueAt`), somebody else's (`ownerId`), other words. */
export async function changeTasks(
  tx: Tx,
  ids: readonly string[],
  patch: TaskPatch,
  moment: Moment,
): Promise<TasksTouched> {
  const { open, ...found } = await lockForWork(tx, ids);
  const openIds = open.map(({ id }) => id);
  const changes = new Changes(moment);
  await updateOpenTasks(tx, openIds, patch, new Date(moment.now));
  for (const task of open) changes.addEvent("task.changed", aboutTask(task, moment));
  await changes.write(tx);
  await tellListeners(tx);
  return { changed: new Set(openIds), ...found };
}

async function lockForWork(
  tx: Tx,
  ids: readonly string[],
): Promise<Omit<TasksTouched, "changed"> & { open: TaskRow[] }> {
  await lockEnrollments(tx, await enrollmentsOfTasks(tx, ids), []);
  const rows = await lockTasks(tx, ids);
  const isOpen = ({ status }: TaskRow) => status === "open";
  return {
    open: rows.filter(isOpen),
    closed: new Map(rows.filter((row) => !isOpen(row)).map(({ id, status }) => [id, status])),
    versions: new Map(rows.map(({ id, version }) => [id, version])),
  };
}

/** What an event says of a task. */
export function aboutTask(task: TaskRow, moment: Moment) {
  return {
    occurredAt: new Date(moment.now).toISOString(),
    enrollmentId: task.enrollment_id,
    contactId: task.contact_id,
    sequenceId: task.sequence_id,
    stepId: task.step_id,
  };
}
