import { inWorkspace, outsideWorkspaces } from "../db/index.ts";
import { announceJob } from "./live-progress.ts";
import { listExhausted, mostAttempts, moveJob, removeExhausted } from "./queries.ts";
import type { RunnerPorts } from "./run-job.ts";

/** A job that never comes to an end (it may kill each process that takes it) is failed for people to see. */
export async function failExhausted({ db, clock }: RunnerPorts): Promise<void> {
  const exhausted = await outsideWorkspaces(db, (tx) => listExhausted(tx));
  for (const { workspaceId, jobId } of exhausted) {
    await inWorkspace(db, workspaceId, async (tx) => {
      const removed = await removeExhausted(tx, jobId);
      if (removed === null) return;
      const error = removed.error ?? `It was begun ${mostAttempts} times without progress.`;
      const machineNow = clock.machineNow();
      await moveJob(tx, jobId, { from: ["queued", "running"], to: "failed", error, machineNow });
      await announceJob(tx, jobId);
    });
  }
}
