import { audit } from "../audit/index.ts";
import type { WorkContext } from "../context/index.ts";
import { Problem } from "../problem/index.ts";
import { announceJob } from "./live-progress.ts";
import { dequeueJob, enqueueJob, findJobForUpdate, type JobRow, moveJob } from "./queries.ts";

/**
 * Stops a job: a waiting one does not begin, a running one finds itself canceled at its next write and rolls that batch
 * back. What it did before stays done.
 * @throws Problem `not_found`, `invalid_status`
 */
export function cancelJob(ctx: WorkContext, id: string): Promise<JobRow> {
  return move(ctx, id, { from: ["queued", "running"], to: "canceled", verb: "canceled" });
}

/** Puts a canceled or failed job back in the queue; it goes on from its checkpoint. */
export function resumeJob(ctx: WorkContext, id: string): Promise<JobRow> {
  return move(ctx, id, { from: ["canceled", "failed"], to: "queued", verb: "resumed" });
}

interface Move {
  readonly from: readonly JobRow["status"][];
  readonly to: "canceled" | "queued";
  readonly verb: "canceled" | "resumed";
}

async function move(ctx: WorkContext, id: string, { from, to, verb }: Move): Promise<JobRow> {
  const before = await findJobForUpdate(ctx.tx, id);
  if (before === null) throw new Problem("not_found");
  const row = await moveJob(ctx.tx, id, { from, to, error: null, machineNow: ctx.machineNow });
  if (row === null) {
    throw new Problem("invalid_status", {
      detail: `The job is ${before.status}; only a ${from.join(" or ")} one can be ${verb}.`,
    });
  }
  if (to === "queued") await enqueueJob(ctx.tx, row);
  else await dequeueJob(ctx.tx, id);
  await announceJob(ctx.tx, id);
  await audit(ctx, `job.${verb}`, { kind: "job", id }, { kind: row.kind });
  return row;
}
