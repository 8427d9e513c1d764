import type { Endpoints } from "@haste/contract/endpoints";
import { z } from "zod";
import { changePeople, momentOf } from "../../ledger/index.ts";
import { audit } from "../../platform/audit/index.ts";
import { accepted, type InputOf, type RequestContext } from "../../platform/http/index.ts";
import { defineJob, findJob, startJob } from "../../platform/jobs/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { addCounts } from "./counts.ts";
import { sequenceExists } from "./queries/lists.ts";
import { readEnrolledBy } from "./queries/people.ts";

const UndoInput = z.object({ sequenceId: z.uuid(), jobId: z.uuid() });
const batchSize = 500;

/**
 * Takes back what a bulk job enrolled, as long as a person's first step has not happened. A job that still enrolls is
 * canceled first, by whoever asks, so that nobody comes in behind the broom.
 */
export async function undoEnrolling(
  ctx: RequestContext,
  { params, body }: InputOf<Endpoints["POST /sequences/:id/enroll/undo"]>,
) {
  if (!(await sequenceExists(ctx.tx, params.id)))
    throw new Problem("not_found", { detail: `There is no sequence ${params.id}.` });
  const done = await findJob(ctx.tx, body.jobId);
  const input = done?.input as { sequenceId?: string } | undefined;
  if (done === null || done.kind !== "enroll" || input?.sequenceId !== params.id)
    throw new Problem("not_found", { detail: `No job ${body.jobId} enrolled anybody in this sequence.` });
  if (done.status === "queued" || done.status === "running") {
    throw new Problem("invalid_status", {
      detail: `The job is ${done.status}.`,
      fix: "Cancel it first: POST /jobs/:id/cancel. Then undo what it did.",
    });
  }
  const job = await startJob(ctx, { kind: "undo_enroll", input: { sequenceId: params.id, jobId: body.jobId } });
  await audit(
    ctx,
    "enrollment.undo_started",
    { kind: "sequence", id: params.id },
    { jobId: job.id, undoes: body.jobId },
  );
  return accepted(`/jobs/${job.id}`, job);
}

/** Batch after batch; counts who was `removed` and who was `kept`, because something had happened already. */
export const undoEnrollJob = defineJob({
  kind: "undo_enroll",
  input: UndoInput,
  async run(job) {
    let after = (job.before.checkpoint as string | null) ?? null;
    let { done } = job.before;
    let counts: Record<string, number> = { removed: 0, kept: 0, ...job.before.counts };
    for (let isLast = false; !isLast; ) {
      isLast = await job.batch(async (ctx) => {
        const people = await readEnrolledBy(ctx.tx, job.input.jobId, { after, limit: batchSize });
        const fresh = people.filter((person) => !person.has_begun).map((person) => person.id);
        const { changed } = await changePeople(ctx.tx, fresh, { do: "remove" }, momentOf(ctx));
        counts = addCounts(counts, { removed: changed.length, kept: people.length - changed.length });
        done += people.length;
        after = people.at(-1)?.id ?? after;
        await job.saveProgress(ctx.tx, { done, counts, checkpoint: after });
        return people.length < batchSize;
      });
    }
  },
});
