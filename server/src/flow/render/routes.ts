import { defineRoutes } from "../../platform/http/index.ts";
import { previewContext } from "./preview-context.ts";

export const renderRoutes = defineRoutes({
  "GET /sequences/:id/preview-context": (ctx, { params, query }) =>
    previewContext(ctx.tx, { sequenceId: params.id, contactId: query.contactId }),
});
