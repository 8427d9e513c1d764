import { created, defineRoutes } from "../../platform/http/index.ts";
import { findTaskPage } from "./list-tasks.ts";
import { showTask } from "./show-task.ts";
import { endTask, reopen, snoozeTask, workOnMany } from "./work-on-tasks.ts";
import { changeTask, writeTask } from "./write-task.ts";

export const taskRoutes = defineRoutes({
  "GET /tasks": (ctx, { query }) => findTaskPage(ctx, query),
  "POST /tasks": async (ctx, { body }) => {
    const task = await writeTask(ctx, body);
    return created(`/tasks/${task.id}`, task);
  },
  "POST /tasks/bulk": (ctx, { body }) => workOnMany(ctx, body),
  "GET /tasks/:id": (ctx, { params }) => showTask(ctx, params.id),
  "PUT /tasks/:id": (ctx, { params, body }) =>
    changeTask(ctx, { id: params.id, checkVersion: ctx.checkVersion.bind(ctx) }, body),
  "POST /tasks/:id/complete": (ctx, { params, body }) =>
    endTask(ctx, params.id, { status: "done", outcome: body?.outcome ?? null, remark: body?.notes || null }),
  "POST /tasks/:id/skip": (ctx, { params, body }) =>
    endTask(ctx, params.id, { status: "skipped", outcome: null, remark: body?.notes || null }),
  "POST /tasks/:id/snooze": (ctx, { params, body }) => snoozeTask(ctx, params.id, body.until),
  "POST /tasks/:id/reopen": (ctx, { params }) => reopen(ctx, params.id),
});
