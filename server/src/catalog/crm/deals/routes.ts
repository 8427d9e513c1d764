import { created, defineRoutes } from "../../../platform/http/index.ts";
import type { CrmPorts } from "../ports.ts";
import { findDealPage, findPipelinePage } from "./list-deals.ts";
import { findDeal } from "./queries/deals.ts";
import { findPipeline } from "./queries/pipelines.ts";
import { archiveDeal, changeDeal, createDeal, noSuchDeal } from "./save-deal.ts";
import { archivePipeline, changePipeline, createPipeline, noSuchPipeline } from "./save-pipeline.ts";
import { dealToWire, pipelineToWire } from "./to-wire.ts";

export function dealRoutes(ports: CrmPorts) {
  return defineRoutes({
    "GET /pipelines": (ctx, { query }) => findPipelinePage(ctx, query),
    "POST /pipelines": async (ctx, { body }) => {
      const pipeline = pipelineToWire(await createPipeline(ctx, body));
      return created(`/pipelines/${pipeline.id}`, pipeline);
    },
    "GET /pipelines/:id": async (ctx, { params }) => {
      const row = await findPipeline(ctx.tx, params.id);
      if (row === null) throw noSuchPipeline();
      return pipelineToWire(row);
    },
    "PUT /pipelines/:id": async (ctx, { params, body }) => {
      const what = { id: params.id, checkVersion: ctx.checkVersion.bind(ctx) };
      return pipelineToWire(await changePipeline(ctx, what, body));
    },
    "DELETE /pipelines/:id": (ctx, { params }) => archivePipeline(ctx, params.id),
    "GET /deals": (ctx, { query }) => findDealPage(ctx, query),
    "POST /deals": async (ctx, { body }) => {
      const deal = dealToWire(await createDeal(ctx, ports, body));
      return created(`/deals/${deal.id}`, deal);
    },
    "GET /deals/:id": async (ctx, { params }) => {
      const row = await findDeal(ctx.tx, params.id);
      if (row === null) throw noSuchDeal();
      return dealToWire(row);
    },
    "PUT /deals/:id": async (ctx, { params, body }) => {
      const what = { id: params.id, checkVersion: ctx.checkVersion.bind(ctx) };
      return dealToWire(await changeDeal(ctx, ports, what, body));
    },
    "DELETE /deals/:id": (ctx, { params }) => archiveDeal(ctx, ports, params.id),
  });
}
