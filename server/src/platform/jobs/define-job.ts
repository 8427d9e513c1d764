import type { z } from "zod";
import type { WorkContext } from "../context/index.ts";
import type { Tx } from "../db/index.ts";
import type { Log } from "../log/index.ts";

/** What a batch reports, in the transaction of its effect. Members left out stay as they are. */
export interface JobProgress {
  readonly done?: number;
  /** null: not known. */
  readonly total?: number | null;
  readonly counts?: Readonly<Record<string, number>>;
  /** Everything a later run needs to go on; JSON. */
  readonly checkpoint?: unknown;
  /** Further verdicts of a dry run; the first 10,000 are kept. */
  readonly rows?: readonly Readonly<Record<string, unknown>>[];
  readonly errorsUrl?: string | null;
  readonly resultUrl?: string | null;
}

/** What is known of a job before this run: zero and empty in its first. */
export interface JobState {
  readonly done: number;
  readonly total: number | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly checkpoint: unknown;
}

/** One run of a job, from the beginning or from its checkpoint. */
export interface JobRun<I = unknown> {
  readonly id: string;
  readonly workspaceId: string;
  readonly input: I;
  /** As it stood when this run began. */
  readonly before: JobState;
  /** Aborts when the process shuts down; long waits listen to it. */
  readonly signal: AbortSignal;
  readonly log: Log;
  /**
   * One batch: a transaction of the job's workspace in the name of whoever started the job. Report with `saveProgress`
   * inside it. After a cancel, or when the process shuts down, the next batch does not begin: `batch` throws, let it.
   */
  batch<T>(work: (ctx: WorkContext) => Promise<T>): Promise<T>;
  /**
   * Stores progress and checkpoint with the batch's own writes. Throws when this run no longer owns the job (canceled
   * meanwhile, or taken over after a lost connection), so that the batch rolls back: nothing happens twice.
   */
  saveProgress(tx: Tx, progress: JobProgress): Promise<void>;
}

/** A kind of job: its name, the shape of its input, and how it runs. */
export interface JobDefinition {
  readonly kind: string;
  readonly input: z.ZodType;
  readonly run: (job: JobRun) => Promise<void>;
}

/**
 * Defines a kind of job. `run` works in batches from `job.before.checkpoint` to the end; returning means done, throwing
 * means failed (a database that is away is waited for, then the run is repeated from its checkpoint).
 */
export function defineJob<S extends z.ZodType>(definition: {
  readonly kind: string;
  readonly input: S;
  readonly run: (job: JobRun<z.output<S>>) => Promise<void>;
}): JobDefinition {
  return { ...definition, run: (job) => definition.run(job as JobRun<z.output<S>>) };
}
