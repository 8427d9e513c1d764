import type { Condition } from "@haste/engine/condition";
import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { insertSegment, listSegmentUsers, lockSegment, type SegmentRow, updateSegment } from "../queries/segments.ts";
import { cleanLine, invalid } from "../text.ts";
import { requireFilterable } from "./judge-condition.ts";

/** @throws Problem `name_taken`, `invalid_request` where contacts cannot be found by the condition */
export async function createSegment(
  ctx: WorkContext,
  input: { readonly name: string; readonly condition: Condition },
): Promise<SegmentRow> {
  const { condition } = input;
  requireFilterable(ctx, condition, "/condition");
  const segment: SegmentRow = {
    id: ctx.newId(),
    name: requireName(input.name),
    condition,
    version: 1,
    createdAt: ctx.now,
    updatedAt: ctx.now,
    archivedAt: null,
  };
  await insertSegment(ctx.tx, segment).catch(nameTaken(segment.name));
  await audit(ctx, "segment.created", subject(segment), { name: segment.name });
  return segment;
}

/** Changes whom a segment means. Nobody enters by that: triggers wait for changes of people. */
export async function changeSegment(
  ctx: WorkContext,
  what: { readonly id: string; readonly checkVersion: (version: number) => void },
  change: { readonly name?: string | undefined; readonly condition?: Condition | undefined },
): Promise<SegmentRow> {
  const before = await lockSegment(ctx.tx, what.id);
  if (before === null) throw noSuchSegment();
  what.checkVersion(before.version);
  if (change.condition !== undefined) requireFilterable(ctx, change.condition, "/condition");
  const after: SegmentRow = {
    ...before,
    name: change.name === undefined ? before.name : requireName(change.name),
    condition: change.condition ?? before.condition,
    version: before.version + 1,
    updatedAt: ctx.now,
  };
  await updateSegment(ctx.tx, after).catch(nameTaken(after.name));
  await audit(ctx, "segment.changed", subject(after), { fields: Object.keys(change) });
  return after;
}

/** @throws Problem `segment_in_use` while a trigger of a sequence waits for it */
export async function removeSegment(ctx: WorkContext, id: string): Promise<void> {
  const segment = await lockSegment(ctx.tx, id);
  if (segment === null) throw noSuchSegment();
  const users = await listSegmentUsers(ctx.tx, [id]);
  if (users.length > 0) {
    const named = users.slice(0, 5).map(({ name }) => `"${name}"`);
    const more = users.length > named.length ? ` and ${users.length - named.length} more` : "";
    throw new Problem("segment_in_use", { detail: `${segment.name} is waited for by ${named.join(", ")}${more}.` });
  }
  await updateSegment(ctx.tx, { ...segment, version: segment.version + 1, archivedAt: ctx.now, updatedAt: ctx.now });
  await audit(ctx, "segment.removed", subject(segment), { name: segment.name });
}

export function noSuchSegment(): Problem {
  return new Problem("not_found", { detail: "There is no segment with this id." });
}

function requireName(name: string): string {
  const line = cleanLine(name);
  if (line === null) throw invalid("/name", "required", "Required.");
  return line;
}

function subject({ id }: SegmentRow) {
  return { kind: "segment", id };
}

/** Turns the refusal of the unique index, which no look beforehand can replace, into the API's. */
function nameTaken(name: string): (err: unknown) => never {
  return (err) => {
    const { code, constraint } = err as { code?: string; constraint?: string };
    if (code !== "23505" || constraint !== "segments_name") throw err;
    throw new Problem("name_taken", { detail: `Another segment is called "${name}".`, cause: err });
  };
}
