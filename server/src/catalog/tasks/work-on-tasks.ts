import type { RequestOf, ResponseOf } from "@haste/contract/client";
import type { Task } from "@haste/contract/nouns/tasks";
import { changeTasks, endTasks, momentOf, reopenTask, type TasksTouched } from "../../ledger/index.ts";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { isMember } from "./queries/tasks.ts";
import { noSuchTask, showTask } from "./show-task.ts";

export interface Ending {
  readonly status: "done" | "skipped";
  readonly outcome: string | null;
  readonly remark: string | null;
}

/** Ends one task; whoever waits for it goes on. @throws Problem `not_found`, `task_not_open` */
export async function endTask(ctx: WorkContext, id: string, ending: Ending): Promise<Task> {
  const touched = await endTasks(ctx.tx, { ids: [id], userId: userOf(ctx), ...ending }, momentOf(ctx));
  return showTouched(ctx, id, touched);
}

/** Later. @throws Problem `not_found`, `task_not_open` */
export async function snoozeTask(ctx: WorkContext, id: string, until: string): Promise<Task> {
  return showTouched(ctx, id, await changeTasks(ctx.tx, [id], { dueAt: new Date(until) }, momentOf(ctx)));
}

async function showTouched(ctx: WorkContext, id: string, { changed, closed }: TasksTouched): Promise<Task> {
  if (closed.has(id)) throw refuseClosed(closed);
  if (!changed.has(id)) throw noSuchTask();
  return showTask(ctx, id);
}

export function refuseClosed(closed: TasksTouched["closed"]): Problem {
  const [status = "closed"] = closed.values();
  return new Problem("task_not_open", { detail: `It is ${status}.` });
}

/** Takes an outcome back. @throws Problem `not_found`, `task_not_open`, `task_moved_on` */
export async function reopen(ctx: WorkContext, id: string): Promise<Task> {
  const became = await reopenTask(ctx.tx, id, momentOf(ctx));
  if (became === "not_found") throw noSuchTask();
  if (became === "canceled") {
    throw new Problem("task_not_open", {
      detail: "It was canceled, because its person left the sequence or its step is gone.",
      fix: "Write a new task for what is still to be done.",
    });
  }
  if (became === "moved_on") {
    throw new Problem("task_moved_on", {
      detail: "Since then a mail has left, another task was done, or the person left the sequence.",
    });
  }
  if (became === "reopened") await audit(ctx, "task.reopened", { kind: "task", id });
  return showTask(ctx, id);
}

type Bulk = RequestOf<"POST /tasks/bulk">["body"];

/** The same for many: each that is open is changed, the others are named with the reason. */
export async function workOnMany(ctx: WorkContext, bulk: Bulk): Promise<ResponseOf<"POST /tasks/bulk">> {
  const { changed, closed } = await touchMany(ctx, bulk);
  const refused = bulk.ids.filter((id) => !changed.has(id));
  return {
    changed: [...changed],
    refused: refused.map((id) => ({ id, code: closed.has(id) ? ("task_not_open" as const) : ("not_found" as const) })),
  };
}

async function touchMany(ctx: WorkContext, bulk: Bulk): Promise<TasksTouched> {
  const moment = momentOf(ctx);
  switch (bulk.action) {
    case "complete":
    case "skip": {
      const outcome = bulk.action === "complete" ? (bulk.outcome ?? null) : null;
      const status = bulk.action === "complete" ? "done" : "skipped";
      return endTasks(ctx.tx, { ids: bulk.ids, status, outcome, remark: null, userId: userOf(ctx) }, moment);
    }
    case "snooze":
      return changeTasks(ctx.tx, bulk.ids, { dueAt: new Date(bulk.until) }, moment);
    case "assign": {
      if (bulk.ownerId !== null && !(await isMember(ctx.tx, bulk.ownerId))) {
        const detail = "There is no member with this id.";
        throw new Problem("invalid_request", { errors: [{ pointer: "/ownerId", code: "not_found", detail }] });
      }
      return changeTasks(ctx.tx, bulk.ids, { ownerId: bulk.ownerId }, moment);
    }
  }
}

function userOf(ctx: WorkContext): string | null {
  return ctx.actor.kind === "user" ? ctx.actor.id : null;
}
