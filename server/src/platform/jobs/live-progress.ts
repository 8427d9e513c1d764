import type { Tx } from "../db/index.ts";
import { announce } from "../live/index.ts";

/** Tells whoever looks that a job moved, at the commit of `tx`. Not stored: the job's row says how it stands. */
export function announceJob(tx: Tx, jobId: string): Promise<void> {
  return announce(tx, { name: "job.progress", jobId });
}
