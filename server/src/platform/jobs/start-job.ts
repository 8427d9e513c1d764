import type { Job } from "@haste/contract/nouns/operations";
import type { WorkContext } from "../context/index.ts";
import type { Tx } from "../db/index.ts";
import { enqueueJob, insertJob, type NewJob } from "./queries.ts";
import { jobToWire } from "./to-wire.ts";

/**
 * Starts a job in the transaction of its cause: it runs after the commit, or not at all. Answer a request with
 * `accepted("/jobs/" + job.id, job)`.
 * @param input JSON that fits the kind's input schema; ids and options, not content
 */
export async function startJob(
  ctx: WorkContext,
  job: { readonly kind: string; readonly input: unknown; readonly total?: number },
): Promise<Job> {
  const { kind, id, name, role } = ctx.actor;
  return startJobAs(ctx.tx, {
    id: ctx.newId(),
    kind: job.kind,
    input: job.input,
    total: job.total ?? null,
    startedBy: { kind, id, name, role },
    machineNow: ctx.machineNow,
  });
}

/** The same where nobody asked for it: `startedBy` says who acts. */
export async function startJobAs(tx: Tx, job: NewJob): Promise<Job> {
  const row = await insertJob(tx, job);
  await enqueueJob(tx, row);
  return jobToWire(row);
}
