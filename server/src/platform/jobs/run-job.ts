import type { Clock } from "../clock/index.ts";
import { loadWorkspace, makeContext, permissionsOf, type WorkContext } from "../context/index.ts";
import { type Database, inWorkspace, type Tx } from "../db/index.ts";
import type { Log } from "../log/index.ts";
import { isDatabaseAway } from "../problem/index.ts";
import type { JobDefinition, JobProgress, JobRun } from "./define-job.ts";
import { announceJob } from "./live-progress.ts";
import { endRun, enqueueJob, type JobRow, ownsJob, resetAttempts, takeJob, writeProgress } from "./queries.ts";

export interface RunnerPorts {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
}

/** This run may not go on: the job was canceled, or another process took it over. Whoever throws it has rolled back. */
class RunEnded extends Error {
  override readonly name = "RunEnded";
}

/** The process shuts down; the job goes on elsewhere from its checkpoint. */
class ShuttingDown extends Error {
  override readonly name = "ShuttingDown";
}

export interface JobEntry {
  readonly workspaceId: string;
  readonly jobId: string;
  /** No further entry follows this one: a database that is away ends the job. */
  readonly isLastAttempt: boolean;
  readonly signal: AbortSignal;
}

/**
 * Runs one job to its end, its failure, a cancel or the process's shutdown. Throws only for trouble that passes (a
 * database that is away): then the queue tries again later, from the checkpoint.
 */
export async function runJob(ports: RunnerPorts, definition: JobDefinition, entry: JobEntry): Promise<void> {
  const { db, clock } = ports;
  const row = await inWorkspace(db, entry.workspaceId, (tx) => takeJob(tx, entry.jobId, clock.machineNow()));
  if (row === null) return;
  const run = new Run(ports, row, entry);
  try {
    await definition.run(run.asJobRun(definition.input.parse(row.input)));
    await run.end("done", null);
  } catch (err) {
    if (err instanceof RunEnded) return;
    if (err instanceof ShuttingDown || entry.signal.aborted) return run.putBack();
    if (isDatabaseAway(err) && !entry.isLastAttempt) throw err;
    run.log.error({ err }, "a job failed");
    await run.end("failed", (err as Error).message);
  }
}

class Run {
  readonly log: Log;
  readonly #ports: RunnerPorts;
  readonly #row: JobRow;
  readonly #entry: JobEntry;
  #hasProgressed = false;

  constructor(ports: RunnerPorts, row: JobRow, entry: JobEntry) {
    this.#ports = ports;
    this.#row = row;
    this.#entry = entry;
    this.log = ports.log.child({ jobId: row.id, kind: row.kind, run: row.run });
  }

  asJobRun(input: unknown): JobRun {
    const { id, done, total, counts, checkpoint } = this.#row;
    return {
      id,
      workspaceId: this.#entry.workspaceId,
      input,
      before: { done, total, counts, checkpoint },
      signal: this.#entry.signal,
      log: this.log,
      batch: (work) => this.#batch(work),
      saveProgress: (tx, progress) => this.#saveProgress(tx, progress),
    };
  }

  async #batch<T>(work: (ctx: WorkContext) => Promise<T>): Promise<T> {
    if (this.#entry.signal.aborted) throw new ShuttingDown();
    let hooks: (() => void)[] = [];
    const result = await inWorkspace(this.#ports.db, this.#entry.workspaceId, async (tx) => {
      hooks = [];
      if (!(await ownsJob(tx, this.#row))) throw new RunEnded();
      return work(await this.#context(tx, (fn) => hooks.push(fn)));
    });
    for (const hook of hooks) hook();
    return result;
  }

  async #context(tx: Tx, afterCommit: (fn: () => void) => void): Promise<WorkContext> {
    const workspace = await loadWorkspace(tx);
    if (workspace === null) throw new Error("The workspace of this job is gone.");
    const { startedBy } = this.#row;
    return makeContext({
      tx,
      workspace,
      actor: { ...startedBy, permissions: permissionsOf(startedBy.role) },
      machineNow: this.#ports.clock.machineNow(),
      requestId: this.#row.id,
      log: this.log,
      afterCommit,
    });
  }

  async #saveProgress(tx: Tx, progress: JobProgress): Promise<void> {
    if (!(await writeProgress(tx, this.#row, progress, this.#ports.clock.machineNow()))) throw new RunEnded();
    if (!this.#hasProgressed) await resetAttempts(tx, this.#row.id);
    this.#hasProgressed = true;
    await announceJob(tx, this.#row.id);
  }

  end(status: "done" | "failed", error: string | null): Promise<void> {
    return inWorkspace(this.#ports.db, this.#entry.workspaceId, async (tx) => {
      const machineNow = this.#ports.clock.machineNow();
      if (await endRun(tx, this.#row, { status, error, machineNow })) await announceJob(tx, this.#row.id);
    });
  }

  /** In the same transaction as the new entry: the job is never lost between two processes. */
  putBack(): Promise<void> {
    return inWorkspace(this.#ports.db, this.#entry.workspaceId, async (tx) => {
      const machineNow = this.#ports.clock.machineNow();
      if (await endRun(tx, this.#row, { status: "queued", error: null, machineNow })) await enqueueJob(tx, this.#row);
    });
  }
}
