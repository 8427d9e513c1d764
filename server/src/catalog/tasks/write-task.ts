import type { Task, TaskKind } from "@haste/contract/nouns/tasks";
import { checkTemplate } from "@haste/engine/render";
import { changeTasks, createTask, momentOf } from "../../ledger/index.ts";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { isContact, isMember } from "./queries/tasks.ts";
import { noSuchTask, showTask } from "./show-task.ts";
import { refuseClosed } from "./work-on-tasks.ts";

export interface TaskFields {
  readonly kind: TaskKind;
  readonly title: string;
  readonly notes?: string | null | undefined;
  readonly contactId: string;
  readonly ownerId?: string | null | undefined;
  readonly dueAt?: string | null | undefined;
}

/** Somebody writes a task by hand; without an owner it is theirs. */
export async function writeTask(ctx: WorkContext, fields: TaskFields): Promise<Task> {
  await checkWords(ctx, fields);
  if (!(await isContact(ctx.tx, fields.contactId))) {
    throw refused("/contactId", "not_found", "There is no contact with this id, or it is archived.");
  }
  const id = ctx.newId();
  const asker = ctx.actor.kind === "user" ? ctx.actor.id : null;
  const { kind, title, contactId, ownerId, dueAt } = fields;
  const task = {
    ...{ id, kind, title, contactId, createdBy: asker },
    notes: fields.notes || null,
    ownerId: ownerId === undefined ? asker : ownerId,
    dueAt: instantOf(dueAt) ?? null,
  };
  await createTask(ctx.tx, task, momentOf(ctx));
  await audit(ctx, "task.created", { kind: "task", id });
  return showTask(ctx, id);
}

export interface TaskChange extends Pick<TaskFields, "notes" | "ownerId" | "dueAt"> {
  readonly title?: string | undefined;
}

/** The task to change, and how its reader's version is checked. */
export interface TaskToChange {
  readonly id: string;
  readonly checkVersion: (version: number) => void;
}

/** @throws Problem `not_found`, `precondition_failed`, `task_not_open` */
export async function changeTask(ctx: WorkContext, what: TaskToChange, change: TaskChange): Promise<Task> {
  await checkWords(ctx, change);
  const patch = {
    title: change.title,
    notes: change.notes === undefined ? undefined : change.notes || null,
    ownerId: change.ownerId,
    dueAt: instantOf(change.dueAt),
  };
  const { changed, closed, versions } = await changeTasks(ctx.tx, [what.id], patch, momentOf(ctx));
  const before = versions.get(what.id);
  if (before === undefined) throw noSuchTask();
  what.checkVersion(before);
  if (!changed.has(what.id)) throw refuseClosed(closed);
  await audit(ctx, "task.changed", { kind: "task", id: what.id }, { fields: Object.keys(change) });
  return showTask(ctx, what.id);
}

async function checkWords(ctx: WorkContext, { title, notes, ownerId }: TaskChange): Promise<void> {
  for (const [pointer, text] of [
    ["/title", title],
    ["/notes", notes],
  ] as const) {
    const fault = text ? checkTemplate(text) : null;
    if (fault !== null)
      throw refused(pointer, fault.code, `Line ${fault.line}, column ${fault.column}: ${fault.detail}`);
  }
  if (ownerId && !(await isMember(ctx.tx, ownerId)))
    throw refused("/ownerId", "not_found", "There is no member with this id.");
}

function instantOf(at: string | null | undefined): Date | null | undefined {
  return typeof at === "string" ? new Date(at) : at;
}

function refused(pointer: string, code: string, detail: string): Problem {
  return new Problem("invalid_request", { errors: [{ pointer, code, detail }] });
}
