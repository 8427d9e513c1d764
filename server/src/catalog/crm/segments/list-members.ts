import type { Contact } from "@haste/contract/nouns/crm";
import type { SegmentPreview } from "@haste/contract/nouns/segments";
import { asInstant, type Result } from "@haste/engine/base";
import type { Condition } from "@haste/engine/condition";
import { z } from "zod";
import type { WorkContext } from "../../../platform/context/index.ts";
import { includes, type Page, readCursor, writeCursor } from "../../../platform/http/index.ts";
import { countMatching, type NotFilterable, type Walk, walkMatching } from "../queries/condition-filter.ts";
import { findContacts } from "../queries/contacts.ts";
import { contactToWire } from "../to-wire.ts";
import { requireFilterable } from "./judge-condition.ts";
import { conditionOfSegment, findSegment, refuseOtherSort, type SegmentQuery } from "./list-segments.ts";

/** How many contacts one request looks at, at about 9 µs each: nobody waits longer than a second, however few match. */
const mostLookedAt = 100_000;
const walkedAtOnce = 2_000;
const sampleSize = 5;

/** Who is in a segment now, newest first. A page of a thin segment ends early, so that it is shown at once. */
export async function findMembers(
  ctx: WorkContext,
  segmentId: string,
  query: Omit<SegmentQuery, "q">,
): Promise<Page<Contact>> {
  refuseOtherSort(query.sort, "The contacts of a segment");
  const { condition } = await findSegment(ctx, segmentId);
  const after = readCursor(query.cursor, z.tuple([z.uuid()]))?.[0] ?? null;
  const found = await walkNewest(ctx, condition, { after, limit: query.limit });
  const total = includes(query.include, "total") ? await countAll(ctx, condition) : undefined;
  return {
    data: await wireOf(ctx, found.ids),
    page: {
      nextCursor: found.next === null ? null : writeCursor([found.next]),
      hasMore: found.next !== null,
      ...(total?.complete ? { total: total.matching } : {}),
    },
  };
}

/** Everybody who is in a segment now; null where they are more than so many. @throws Problem `not_found` */
export async function idsOfSegment(ctx: WorkContext, segmentId: string, most: number): Promise<string[] | null> {
  const condition = await conditionOfSegment(ctx.tx, segmentId);
  const now = asInstant(ctx.now.getTime());
  const ids: string[] = [];
  let after: string | null = null;
  do {
    const walk: Walk = { condition, now, after, batch: walkedAtOnce };
    const batch = answerOf(await walkMatching(ctx.tx, walk));
    ids.push(...batch.matching);
    if (ids.length > most) return null;
    after = batch.next;
  } while (after !== null);
  return ids;
}

/** How many a condition means that nobody has saved yet, and who they are. */
export async function previewSegment(ctx: WorkContext, condition: Condition): Promise<SegmentPreview> {
  requireFilterable(ctx, condition, "/condition");
  const { newest, ...counted } = await countAll(ctx, condition);
  return { ...counted, sample: await wireOf(ctx, newest) };
}

async function countAll(ctx: WorkContext, condition: Condition) {
  const now = asInstant(ctx.now.getTime());
  const limits = { mostLookedAt, mostNamed: sampleSize };
  return answerOf(await countMatching(ctx.tx, { condition, now, ...limits }));
}

/** Members after one of them, and where to look on; null: nowhere. */
async function walkNewest(
  ctx: WorkContext,
  condition: Condition,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<{ readonly ids: string[]; readonly next: string | null }> {
  const now = asInstant(ctx.now.getTime());
  const ids: string[] = [];
  let at = after;
  for (let looked = 0; looked < mostLookedAt; looked += walkedAtOnce) {
    const walk = { condition, now, after: at, batch: walkedAtOnce, isNewestFirst: true };
    const { matching, next } = answerOf(await walkMatching(ctx.tx, walk));
    ids.push(...matching);
    if (ids.length > limit) return { ids: ids.slice(0, limit), next: ids[limit - 1] ?? null };
    if (next === null) return { ids, next };
    at = next;
  }
  return { ids, next: at };
}

/** Conditions are judged before they are kept; only another version of the product could know fewer fields. */
function answerOf<T>(found: Result<T, NotFilterable>): T {
  if (!found.ok) throw new Error(`Contacts cannot be filtered by ${found.error.field}`);
  return found.value;
}

async function wireOf(ctx: WorkContext, ids: readonly string[]): Promise<Contact[]> {
  return (await findContacts(ctx.tx, ids)).map(contactToWire);
}
