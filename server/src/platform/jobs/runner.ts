import { EventEmitter } from "node:events";
import { Logger, run, type TaskList, type WorkerEvents } from "graphile-worker";
import pg from "pg";
import { urlAsRole } from "../db/index.ts";
import { holdPoolLock, releaseDeadPools } from "./dead-pools.ts";
import type { JobDefinition } from "./define-job.ts";
import { failExhausted } from "./fail-exhausted.ts";
import { type RunnerPorts, runJob } from "./run-job.ts";

export interface JobRunnerOptions extends RunnerPorts {
  readonly definitions: readonly JobDefinition[];
  /** Jobs at once in this process; default 2. */
  readonly concurrency?: number;
}

export interface JobRunner {
  /** Ends running batches, puts unfinished jobs back, and stops. */
  stop(): Promise<void>;
}

/** How often dead processes are looked for. */
const watchMs = 2_000;
const pollMs = 2_000;

/** Starts to run jobs in this process. */
export async function startJobRunner(options: JobRunnerOptions): Promise<JobRunner> {
  const pool = makePool(options);
  const stopping = new AbortController();
  const events: WorkerEvents = new EventEmitter();
  const held = new Set<Promise<() => Promise<void>>>();
  events.on("pool:create", ({ workerPool }) => held.add(holdPoolLock(options, workerPool.id)));
  const runner = await run({
    pgPool: pool,
    concurrency: options.concurrency ?? 2,
    pollInterval: pollMs,
    noHandleSignals: true,
    taskList: taskListOf(options, stopping.signal),
    events,
    logger: queueLogger(options),
  });
  const watch = startWatch(options);
  return {
    async stop() {
      stopping.abort();
      await watch.stop();
      await runner.stop();
      for (const lock of held) await (await lock)();
      await pool.end();
    },
  };
}

/** The queue's own connections, apart from the requests': it keeps one to listen. */
function makePool({ db, log }: RunnerPorts): pg.Pool {
  const pool = new pg.Pool({
    connectionString: urlAsRole(db.url, "haste_app"),
    application_name: `haste jobs ${process.pid}`,
    max: 3,
  });
  pool.on("error", (err) => log.warn({ err }, "a connection of the job queue was lost"));
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

function taskListOf(options: JobRunnerOptions, signal: AbortSignal): TaskList {
  return Object.fromEntries(
    options.definitions.map((definition) => [
      definition.kind,
      async (payload, { job }) => {
        const { workspaceId, jobId } = payload as { workspaceId: string; jobId: string };
        const isLastAttempt = job.attempts >= job.max_attempts;
        await runJob(options, definition, { workspaceId, jobId, isLastAttempt, signal });
      },
    ]),
  );
}

function queueLogger({ log }: RunnerPorts): Logger {
  return new Logger(() => (level, message) => {
    if (level === "error") log.warn({ queue: message }, "the job queue reports");
    else if (level === "warning") log.info({ queue: message }, "the job queue reports");
  });
}

/** Gives the jobs of killed processes to the living, and ends those that kill every process that takes them. */
function startWatch(options: JobRunnerOptions): { stop(): Promise<void> } {
  let isStopped = false;
  let timer: NodeJS.Timeout;
  let round = Promise.resolve();
  const next = () => {
    round = watchOnce(options)
      .catch((err: unknown) => options.log.warn({ err }, "the jobs of dead processes could not be looked for"))
      .then(() => {
        if (!isStopped) timer = setTimeout(next, watchMs);
      });
  };
  next();
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}

async function watchOnce(options: JobRunnerOptions): Promise<void> {
  await releaseDeadPools(options);
  await failExhausted(options);
}
