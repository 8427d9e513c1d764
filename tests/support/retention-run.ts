import { randomUUID } from "node:crypto";
import { retentionJob } from "../../server/src/catalog/privacy/index.ts";
import type { KeyRing } from "../../server/src/platform/crypto/index.ts";
import type { Tx } from "../../server/src/platform/db/index.ts";
import type { JobRun } from "../../server/src/platform/jobs/index.ts";
import { retentionPorts } from "../../server/src/wiring/privacy-jobs.ts";
import { asCaller, type Caller } from "./work-context.ts";

type JobProgress = Parameters<JobRun["saveProgress"]>[1];

interface Run {
  readonly caller: () => Caller;
  readonly keyRing: KeyRing<Tx>;
  /** It dies before its next batch as often as so many were done, and goes on; default: never. */
  readonly diesAfter?: number | undefined;
  readonly onBatch?: (() => Promise<void>) | undefined;
}

/** Runs the job that removes by age to its end; answers with how often it died on the way. */
export async function runRetention(run: Run): Promise<number> {
  const { caller, keyRing, diesAfter = Number.POSITIVE_INFINITY, onBatch = async () => {} } = run;
  let last: JobProgress = {};
  const jobId = randomUUID();
  for (let deaths = 0; ; deaths += 1) {
    let batches = 0;
    const job: Partial<JobRun> = {
      id: jobId,
      before: { done: 0, total: null, counts: {}, checkpoint: last.checkpoint ?? null },
      async batch(work) {
        await onBatch();
        // In the middle of its transaction: what it did goes with it.
        const isLast = batches === diesAfter;
        batches += 1;
        return asCaller(caller(), async (ctx) => {
          const result = await work(ctx);
          if (isLast) throw new Error("died");
          return result;
        });
      },
      saveProgress: async (_tx, progress) => {
        if (batches <= diesAfter) last = progress;
      },
    };
    const died = await retentionJob(retentionPorts(keyRing))
      .run(job as JobRun)
      .then(
        () => false,
        (err: Error) => {
          if (err.message !== "died") throw err;
          return true;
        },
      );
    if (!died) return deaths;
  }
}
