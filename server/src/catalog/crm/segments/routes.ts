import { created, defineRoutes } from "../../../platform/http/index.ts";
import { findMembers, previewSegment } from "./list-members.ts";
import { findSegment, findSegmentPage, segmentToWire } from "./list-segments.ts";
import { changeSegment, createSegment, removeSegment } from "./save-segment.ts";

export const segmentRoutes = defineRoutes({
  "GET /segments": (ctx, { query }) => findSegmentPage(ctx, query),
  "POST /segments": async (ctx, { body }) => {
    const segment = await segmentToWire(ctx, await createSegment(ctx, body));
    return created(`/segments/${segment.id}`, segment);
  },
  "POST /segments/preview": (ctx, { body }) => previewSegment(ctx, body.condition),
  "GET /segments/:id": async (ctx, { params }) => segmentToWire(ctx, await findSegment(ctx, params.id)),
  "PUT /segments/:id": async (ctx, { params, body }) => {
    const what = { id: params.id, checkVersion: ctx.checkVersion.bind(ctx) };
    return segmentToWire(ctx, await changeSegment(ctx, what, body));
  },
  "DELETE /segments/:id": async (ctx, { params }) => {
    await removeSegment(ctx, params.id);
  },
  "GET /segments/:id/contacts": (ctx, { params, query }) => findMembers(ctx, params.id, query),
});
