import { z } from "zod";
import { emailToWire, listAttention, readEmail } from "../../ledger/index.ts";
import { defineRoutes, page, readCursor } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { showCheck, startDoctor } from "./doctor/index.ts";
import { settleUncertain } from "./settle-uncertain.ts";

const ById = z.tuple([z.uuid()]);

export const sendRoutes = defineRoutes({
  "POST /sending-accounts/:id/doctor": (ctx, { params, body }) => startDoctor(ctx, params.id, body?.sendMail ?? true),
  "GET /sending-accounts/:id/doctor": (ctx, { params }) => showCheck(ctx, params.id),
  "GET /outbox": async (ctx, { query }) => {
    const beforeId = readCursor(query.cursor, ById)?.[0] ?? null;
    const statuses = query["filter[status]"]?.split(",") ?? null;
    const rows = await listAttention(ctx.tx, statuses, { beforeId, limit: query.limit + 1 });
    return page(rows, { limit: query.limit, cursor: (row) => [row.id], wire: emailToWire });
  },
  "POST /outbox/:id/settle": async (ctx, { params, body }) => {
    await settleUncertain(ctx, params.id, body.as);
    const row = await readEmail(ctx.tx, params.id);
    if (row === null) throw new Problem("not_found", { detail: `There is no email ${params.id}.` });
    return emailToWire(row);
  },
});
