import { z } from "zod";
import { defineRoutes, page, readCursor } from "../../platform/http/index.ts";
import { changeSettings, getWorkspace } from "../identity/index.ts";
import { listSuppressions } from "./queries.ts";
import { showCompliance } from "./show-compliance.ts";

const ById = z.tuple([z.uuid()]);

export const complianceRoutes = defineRoutes({
  "GET /compliance": async (ctx) => showCompliance(ctx, await getWorkspace(ctx.tx)),
  "PUT /compliance": async (ctx, { body }) =>
    showCompliance(ctx, await changeSettings(ctx, { postalAddress: body.physicalAddress })),
  "GET /suppressions": async (ctx, { query }) => {
    const beforeId = readCursor(query.cursor, ById)?.[0] ?? null;
    const prefix = query.q?.trim().toLowerCase() || null;
    const rows = await listSuppressions(ctx.tx, { prefix }, { beforeId, limit: query.limit + 1 });
    return page(rows, {
      limit: query.limit,
      cursor: (row) => [row.id],
      wire: (row) => ({
        id: row.id,
        email: row.email_key,
        reason: row.reason,
        source: row.source,
        createdAt: row.created_at.toISOString(),
      }),
    });
  },
});
