import { z } from "zod";
import { defineRoutes, includes, page, readCursor } from "../http/index.ts";
import { Problem } from "../problem/index.ts";
import { cancelJob, resumeJob } from "./cancel-job.ts";
import { countJobs, findJob, listJobs } from "./queries.ts";
import { jobToWire } from "./to-wire.ts";

const ById = z.tuple([z.uuid()]);

/** Jobs as people see and steer them. */
export function jobRoutes() {
  return defineRoutes({
    "GET /jobs": async (ctx, { query }) => {
      const status = query["filter[status]"] ?? null;
      const before = readCursor(query.cursor, ById)?.[0] ?? null;
      const rows = await listJobs(ctx.tx, { limit: query.limit + 1, before, status });
      const total = includes(query.include, "total") ? await countJobs(ctx.tx, status) : undefined;
      return page(rows, { limit: query.limit, cursor: (row) => [row.id], wire: jobToWire, total });
    },
    "GET /jobs/:id": async (ctx, { params }) => {
      const row = await findJob(ctx.tx, params.id);
      if (row === null) throw new Problem("not_found");
      return jobToWire(row);
    },
    "POST /jobs/:id/cancel": async (ctx, { params }) => jobToWire(await cancelJob(ctx, params.id)),
    "POST /jobs/:id/resume": async (ctx, { params }) => jobToWire(await resumeJob(ctx, params.id)),
  });
}
