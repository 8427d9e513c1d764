import { defineRoutes } from "../../platform/http/index.ts";
import type { PreflightPorts } from "./preflight/ports.ts";
import { showFindings, showPreflight, showPreflights, showWorst, writeFindings } from "./preflight/show-preflight.ts";
import { startPreflight } from "./preflight/start-preflight.ts";
import { previewContext } from "./preview-context.ts";
import { previewTemplate } from "./preview-template.ts";

export function renderRoutes(ports: PreflightPorts) {
  return defineRoutes({
    "GET /sequences/:id/preview-context": (ctx, { params, query }) =>
      previewContext(ctx.tx, { sequenceId: params.id, contactId: query.contactId }),
    "POST /templates/:id/preview": (ctx, input) => previewTemplate(ctx, input),
    "POST /sequences/:id/preflight": (ctx, input) => startPreflight(ctx, input, ports),
    "GET /sequences/:id/preflights": (ctx, { params }) => showPreflights(ctx, params.id),
    "GET /preflights/:id": (ctx, { params }) => showPreflight(ctx, params.id),
    "GET /preflights/:id/rows": (ctx, input) => showFindings(ctx, input),
    "GET /preflights/:id/worst": (ctx, input) => showWorst(ctx, input),
    "GET /preflights/:id/rows.csv": (ctx, { params }) => writeFindings(ctx, params.id),
  });
}
