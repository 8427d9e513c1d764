import type { SavedViewChanges, SavedViewInput } from "@haste/contract/nouns/saved-views";
import { audit } from "../../platform/audit/index.ts";
import type { Actor, WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { deleteView, findView, insertView, lockView, updateView, type ViewRow } from "./queries.ts";

/** Saves a view of a list; private unless said otherwise. */
export async function createView(ctx: WorkContext, input: SavedViewInput): Promise<ViewRow> {
  const { actor } = ctx;
  if (actor.id === null) throw new Problem("forbidden", { detail: "A view belongs to a person or an API key." });
  const view: ViewRow = {
    id: ctx.newId(),
    screen: input.screen,
    name: input.name,
    visibility: input.visibility ?? "private",
    ownerId: actor.id,
    query: input.query ?? {},
    columns: input.columns ?? null,
    version: 1,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
  refuseSharing(actor, view);
  await insertView(ctx.tx, view).catch(nameTaken(view.name));
  await audit(ctx, "saved-view.created", subject(view), { name: view.name, visibility: view.visibility });
  return view;
}

export interface ViewToChange {
  readonly id: string;
  readonly checkVersion: (version: number) => void;
}

export async function changeView(ctx: WorkContext, what: ViewToChange, change: SavedViewChanges): Promise<ViewRow> {
  const before = await lockOwn(ctx, what.id);
  what.checkVersion(before.version);
  const { name, visibility, query, columns } = change;
  const after: ViewRow = {
    ...before,
    name: name ?? before.name,
    visibility: visibility ?? before.visibility,
    query: query === undefined ? before.query : (query ?? {}),
    columns: columns === undefined ? before.columns : columns,
    version: before.version + 1,
    updatedAt: ctx.now,
  };
  refuseSharing(ctx.actor, after);
  await updateView(ctx.tx, after).catch(nameTaken(after.name));
  await audit(ctx, "saved-view.changed", subject(after), { fields: Object.keys(change) });
  return after;
}

export async function removeView(ctx: WorkContext, id: string): Promise<void> {
  const view = await lockOwn(ctx, id);
  await deleteView(ctx.tx, id);
  await audit(ctx, "saved-view.removed", subject(view), { name: view.name });
}

/** Whoever made it; one of the workspace also whoever may change its settings. */
export function mayChange(actor: Actor, view: ViewRow): boolean {
  return view.ownerId === actor.id || actor.permissions.has("settings:write");
}

async function lockOwn(ctx: WorkContext, id: string): Promise<ViewRow> {
  const view = await lockView(ctx.tx, id, ctx.actor.id);
  if (view === null) throw noSuchView();
  if (mayChange(ctx.actor, view)) return view;
  throw new Problem("forbidden", {
    detail: `"${view.name}" is a view of somebody else. Changing it needs settings:write.`,
    fix: "Save it under another name, which is your own.",
  });
}

/** @throws Problem `not_found`, also for somebody else's private view */
export async function requireView(ctx: WorkContext, id: string): Promise<ViewRow> {
  const view = await findView(ctx.tx, id, ctx.actor.id);
  if (view === null) throw noSuchView();
  return view;
}

function noSuchView(): Problem {
  return new Problem("not_found", { detail: "There is no such view." });
}

/** What everybody sees is left to those who work on what it lists. */
function refuseSharing(actor: Actor, view: ViewRow): void {
  if (view.visibility === "private" || actor.permissions.has("sequences:write")) return;
  throw new Problem("forbidden", { detail: "Sharing a view with the workspace needs sequences:write." });
}

function subject({ id }: ViewRow) {
  return { kind: "saved-view", id };
}

/** Turns the refusal of the unique index, which no look beforehand can replace, into the API's. */
function nameTaken(name: string): (err: unknown) => never {
  return (err) => {
    const { code, constraint } = err as { code?: string; constraint?: string };
    if (code !== "23505" || constraint !== "saved_views_name") throw err;
    throw new Problem("name_taken", { detail: `Another view is called "${name}".`, cause: err });
  };
}
