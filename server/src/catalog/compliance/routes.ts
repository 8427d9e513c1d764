import { z } from "zod";
import { created, defineRoutes, page, Reply, readCursor } from "../../platform/http/index.ts";
import { changeCompliance } from "./change-compliance.ts";
import { listSuppressions } from "./queries.ts";
import { addRule, changeRule, removeRule, showRules } from "./rules.ts";
import { showCompliance } from "./show-compliance.ts";
import { exportSuppressions, importSuppressions } from "./suppression-files.ts";
import { addSuppression, removeSuppression, toWire } from "./suppressions.ts";
import { addTopic, changeTopic, removeTopic, showTopics } from "./topics.ts";

const ById = z.tuple([z.uuid()]);

export const complianceRoutes = defineRoutes({
  "GET /compliance": (ctx) => showCompliance(ctx),
  "PUT /compliance": async (ctx, { body }) => {
    await changeCompliance(ctx, body);
    return showCompliance(ctx);
  },
  "GET /suppressions": async (ctx, { query }) => {
    const beforeId = readCursor(query.cursor, ById)?.[0] ?? null;
    const prefix = query.q?.trim().toLowerCase() || null;
    const filter = { prefix, reason: query["filter[reason]"] ?? null, scope: query["filter[scope]"] ?? null };
    const rows = await listSuppressions(ctx.tx, filter, { beforeId, limit: query.limit + 1 });
    return page(rows, { limit: query.limit, cursor: (row) => [row.id], wire: toWire });
  },
  "POST /suppressions": async (ctx, { body }) => {
    const entry = await addSuppression(ctx, body);
    return created(`/suppressions/${entry.id}`, entry);
  },
  "DELETE /suppressions/:id": async (ctx, { params, body }) => {
    await removeSuppression(ctx, params.id, body.reason);
    return undefined;
  },
  "GET /compliance-rules": (ctx) => showRules(ctx),
  "POST /compliance-rules": async (ctx, { body }) => {
    const rule = await addRule(ctx, body);
    return created(`/compliance-rules/${rule.id}`, rule);
  },
  "PUT /compliance-rules/:id": (ctx, { params, body }) => changeRule(ctx, params.id, body),
  "DELETE /compliance-rules/:id": async (ctx, { params }) => {
    await removeRule(ctx, params.id);
    return undefined;
  },
  "GET /topics": (ctx) => showTopics(ctx),
  "POST /topics": async (ctx, { body }) => {
    const topic = await addTopic(ctx, body);
    return created(`/topics/${topic.id}`, topic);
  },
  "PUT /topics/:id": (ctx, { params, body }) => changeTopic(ctx, params.id, body),
  "DELETE /topics/:id": async (ctx, { params }) => {
    await removeTopic(ctx, params.id);
    return undefined;
  },
  "POST /suppressions/import": (ctx, { body }) => importSuppressions(ctx, body),
  "GET /suppressions/export": async (ctx) => {
    const text = await exportSuppressions(ctx);
    return new Reply(text, { headers: { "content-disposition": 'attachment; filename="suppressions.csv"' } });
  },
});
