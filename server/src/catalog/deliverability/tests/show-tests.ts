import type { DeliverabilityTest } from "@haste/contract/nouns/deliverability-tests";
import { z } from "zod";
import type { WorkContext } from "../../../platform/context/index.ts";
import { type Page, page, readCursor } from "../../../platform/http/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { listingToWire } from "../blocklists/show-blocklists.ts";
import { findTest, listTests, type TestRow } from "./queries.ts";

export async function showTests(
  ctx: WorkContext,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<DeliverabilityTest>> {
  const before = readCursor(cursor, z.tuple([z.uuid()]))?.[0] ?? null;
  const rows = await listTests(ctx.tx, { before, limit: limit + 1 });
  return page(rows, { limit, cursor: (row) => [row.id], wire: toWire });
}

/** @throws Problem `not_found` */
export async function showTest(ctx: WorkContext, id: string): Promise<DeliverabilityTest> {
  const row = await findTest(ctx.tx, id);
  if (row === null) throw new Problem("not_found", { detail: "There is no such test." });
  return toWire(row);
}

function toWire({ id, sendingAccountId, email, subject, result, createdAt, testedAt }: TestRow): DeliverabilityTest {
  return {
    ...{ id, sendingAccountId, email, subject },
    state: result === null ? "waiting" : "done",
    verdict: result?.verdict ?? null,
    spam: result === null ? [] : spamOf(result),
    contentIssues: [...(result?.issues ?? [])],
    domainIssues: [...(result?.domainIssues ?? [])],
    listings: (result?.listings ?? []).map(listingToWire),
    createdAt: createdAt.toISOString(),
    testedAt: testedAt?.toISOString() ?? null,
  };
}

function spamOf({ points, spamFrom, filter }: NonNullable<TestRow["result"]>): DeliverabilityTest["spam"] {
  const own = { by: "own-rules" as const, points, spamFrom, rules: [], note: filter.note };
  if (filter.by === null) return [own];
  return [own, { ...filter, by: filter.by, rules: [...filter.rules] }];
}
