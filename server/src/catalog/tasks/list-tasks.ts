import { type Task, taskDues, taskKinds, taskStatuses } from "@haste/contract/nouns/tasks";
import { z } from "zod";
import type { WorkContext } from "../../platform/context/index.ts";
import { includes, type Page, page, readCursor } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { dayOf } from "./day.ts";
import { countTasks, listTasks, type ShownTask, type TaskFilter, type TaskSort } from "./queries/tasks.ts";
import { taskToWire } from "./to-wire.ts";

export interface TaskQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly include?: string | undefined;
  readonly sort?: string | undefined;
  readonly "filter[status]"?: string | undefined;
  readonly "filter[kind]"?: string | undefined;
  readonly "filter[owner]"?: string | undefined;
  readonly "filter[due]"?: string | undefined;
  readonly "filter[sequenceId]"?: string | undefined;
  readonly "filter[contactId]"?: string | undefined;
}

const sorts = ["-createdAt", "dueAt", "-completedAt"] as const;
const Cursor = z.tuple([z.enum(sorts), z.iso.datetime().nullable(), z.uuid()]);

/** A page of tasks: newest first, the queue, or what ended last. */
export async function findTaskPage(ctx: WorkContext, query: TaskQuery): Promise<Page<Task>> {
  const sort = oneOf(query.sort ?? "-createdAt", sorts, "sort");
  const filter = filterOf(ctx, query);
  const cursor = readCursor(query.cursor, Cursor);
  if (cursor !== null && cursor[0] !== sort)
    throw new Problem("invalid_cursor", { detail: "This cursor belongs to another order." });
  const after = cursor === null ? null : { at: cursor[1], id: cursor[2] };
  const day = dayOf(ctx);
  const rows = await listTasks(ctx.tx, day, filter, { sort, after, limit: query.limit + 1 });
  return page(rows, {
    limit: query.limit,
    cursor: (row) => [sort, placeOf(row, sort), row.id],
    wire: taskToWire,
    total: includes(query.include, "total") ? await countTasks(ctx.tx, day, filter, sort) : undefined,
  });
}

function placeOf(row: ShownTask, sort: TaskSort): string | null {
  if (sort === "-createdAt") return null;
  return (sort === "dueAt" ? row.queue_at : (row.completed_at ?? row.queue_at)).toISOString();
}

function filterOf(ctx: WorkContext, query: TaskQuery): TaskFilter {
  return {
    statuses: someOf(query["filter[status]"], taskStatuses, "filter[status]"),
    kinds: someOf(query["filter[kind]"], taskKinds, "filter[kind]"),
    dues: someOf(query["filter[due]"], taskDues, "filter[due]"),
    owner: ownerOf(ctx, query["filter[owner]"]),
    sequenceId: query["filter[sequenceId]"] ?? null,
    contactId: query["filter[contactId]"] ?? null,
  };
}

function someOf<T extends string>(text: string | undefined, known: readonly T[], name: string): T[] | null {
  if (text === undefined) return null;
  return text.split(",").map((each) => oneOf(each.trim(), known, name));
}

function oneOf<T extends string>(text: string, known: readonly T[], name: string): T {
  const found = known.find((each) => each === text);
  if (found !== undefined) return found;
  throw invalidQuery(name, `"${text}" is none of ${known.join(", ")}.`);
}

function ownerOf(ctx: WorkContext, text: string | undefined): TaskFilter["owner"] {
  if (text === undefined) return null;
  if (text === "none") return { id: null };
  if (text === "me") {
    if (ctx.actor.kind === "user") return { id: ctx.actor.id };
    throw invalidQuery("filter[owner]", "An API key is nobody's owner; name the user's id.");
  }
  const id = z.uuid().safeParse(text);
  if (!id.success) throw invalidQuery("filter[owner]", "Send me, none or a user's id.");
  return { id: id.data };
}

function invalidQuery(name: string, detail: string): Problem {
  return new Problem("invalid_request", { errors: [{ pointer: `/query/${name}`, code: "unknown", detail }] });
}
