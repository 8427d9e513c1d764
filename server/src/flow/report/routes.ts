import { defineRoutes } from "../../platform/http/index.ts";
import { readAnalytics } from "./analytics.ts";
import { readSequenceConversions } from "./conversions.ts";
import { readFunnel } from "./funnel.ts";
import { readHoldOut } from "./hold-out.ts";
import { readHome } from "./home.ts";
import { readLanes } from "./lanes.ts";

export const reportRoutes = defineRoutes({
  "GET /home": (ctx) => readHome(ctx),
  "GET /sequences/:id/analytics": (ctx, input) => readAnalytics(ctx, input),
  "GET /sequences/:id/conversions": (ctx, input) => readSequenceConversions(ctx, input),
  "GET /sequences/:id/hold-out": (ctx, { params }) => readHoldOut(ctx, params.id),
  "GET /sequences/:id/lanes": (ctx, { params }) => readLanes(ctx, params.id),
  "GET /sequences/:id/funnel": (ctx, { params }) => readFunnel(ctx, params.id),
});
