import type { Deal, Pipeline } from "@haste/contract/nouns/deals";
import { z } from "zod";
import type { WorkContext } from "../../../platform/context/index.ts";
import { includes, type Page, page, readCursor } from "../../../platform/http/index.ts";
import { invalid } from "../text.ts";
import { countDeals, type DealFilter, listDeals } from "./queries/deals.ts";
import { countPipelines, listPipelines } from "./queries/pipelines.ts";
import { dealToWire, pipelineToWire } from "./to-wire.ts";

interface ListInput {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly q?: string | undefined;
  readonly include?: string | undefined;
  readonly sort?: string | undefined;
}

export interface DealQuery extends ListInput {
  readonly "filter[contactId]"?: string | undefined;
  readonly "filter[companyId]"?: string | undefined;
  readonly "filter[ownerId]"?: string | undefined;
  readonly "filter[pipelineId]"?: string | undefined;
  readonly "filter[stageId]"?: string | undefined;
  readonly "filter[status]"?: Deal["status"] | undefined;
}

/** Newest first; ids sort as deals were made. */
export async function findDealPage(ctx: WorkContext, query: DealQuery): Promise<Page<Deal>> {
  const { before, q } = readList(query, "Deals");
  const filter: DealFilter = {
    q,
    contactId: query["filter[contactId]"] ?? null,
    companyId: query["filter[companyId]"] ?? null,
    ownerId: query["filter[ownerId]"] ?? null,
    pipelineId: query["filter[pipelineId]"] ?? null,
    stageId: query["filter[stageId]"] ?? null,
    status: query["filter[status]"] ?? null,
  };
  const rows = await listDeals(ctx.tx, filter, { before, limit: query.limit + 1 });
  return page(rows, {
    limit: query.limit,
    cursor: ({ id }) => [id],
    wire: dealToWire,
    total: includes(query.include, "total") ? await countDeals(ctx.tx, filter) : undefined,
  });
}

/** Newest first. */
export async function findPipelinePage(ctx: WorkContext, query: ListInput): Promise<Page<Pipeline>> {
  const { before, q } = readList(query, "Pipelines");
  const rows = await listPipelines(ctx.tx, { q, before, limit: query.limit + 1 });
  return page(rows, {
    limit: query.limit,
    cursor: ({ id }) => [id],
    wire: pipelineToWire,
    total: includes(query.include, "total") ? await countPipelines(ctx.tx, q) : undefined,
  });
}

function readList(query: ListInput, what: string): { before: string | null; q: string | null } {
  if (query.sort !== undefined && query.sort !== "-createdAt") {
    throw invalid("/query/sort", "unknown", `${what} are sorted by -createdAt only.`);
  }
  return {
    before: readCursor(query.cursor, z.tuple([z.uuid()]))?.[0] ?? null,
    q: query.q === undefined || query.q.trim() === "" ? null : query.q.trim(),
  };
}
