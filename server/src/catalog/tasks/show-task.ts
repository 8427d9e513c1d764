import type { Task } from "@haste/contract/nouns/tasks";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { dayOf } from "./day.ts";
import { findOpenTaskOf, findShownTask } from "./queries/tasks.ts";
import { tellWhatFollows } from "./tell-what-follows.ts";
import { taskToWire, wordsOf } from "./to-wire.ts";

/** @throws Problem `not_found` */
export async function showTask(ctx: WorkContext, id: string): Promise<Task> {
  const row = await findShownTask(ctx.tx, dayOf(ctx), id);
  if (row === null) throw noSuchTask();
  return { ...taskToWire(row), after: await tellWhatFollows(ctx, row) };
}

export function noSuchTask(): Problem {
  return new Problem("not_found", { detail: "There is no task with this id." });
}

/** The task somebody's next step waits for: what is to be done, and by whom. */
export async function findAwaitedTask(
  ctx: WorkContext,
  enrollmentId: string,
): Promise<{ readonly title: string; readonly owner: string | null } | null> {
  const row = await findOpenTaskOf(ctx.tx, dayOf(ctx), enrollmentId);
  return row === null ? null : { title: wordsOf(row).title, owner: row.owner_name };
}
