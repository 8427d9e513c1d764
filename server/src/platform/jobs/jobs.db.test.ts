import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import type { Job } from "@haste/contract/nouns/operations";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { createTestDatabase, seedWorkspace, type TestDatabase, testLog } from "../../../../tests/support/database.ts";
import { audit } from "../audit/index.ts";
import { systemClock } from "../clock/index.ts";
import { loadWorkspace, makeContext, systemActor, type WorkContext } from "../context/index.ts";
import { inWorkspace } from "../db/index.ts";
import { createLog } from "../log/index.ts";
import { cancelJob, resumeJob } from "./cancel-job.ts";
import { defineJob, type JobDefinition } from "./define-job.ts";
import { findJob } from "./queries.ts";
import { type JobRunner, startJobRunner } from "./runner.ts";
import { startJob } from "./start-job.ts";
import { jobToWire } from "./to-wire.ts";

let database: TestDatabase;
let workspaceId: string;
const runners: JobRunner[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  workspaceId = await seedWorkspace(database.db);
});
afterEach(async () => {
  for (const runner of runners.splice(0)) await runner.stop();
  for (const child of children.splice(0)) child.kill("SIGKILL");
});
afterAll(() => database.drop());

async function runWith(...definitions: JobDefinition[]): Promise<JobRunner> {
  const log = createLog("silent");
  const runner = await startJobRunner({ db: database.db, clock: systemClock, log, definitions });
  runners.push(runner);
  return runner;
}

function asSystem<T>(work: (ctx: WorkContext) => Promise<T>): Promise<T> {
  return inWorkspace(database.db, workspaceId, async (tx) => {
    const workspace = await loadWorkspace(tx);
    if (workspace === null) throw new Error("no workspace");
    const rest = { requestId: randomUUID(), log: testLog, afterCommit: () => {} };
    return work(makeContext({ tx, workspace, machineNow: new Date(), actor: systemActor("test"), ...rest }));
  });
}

async function readJob(id: string): Promise<Job> {
  const row = await inWorkspace(database.db, workspaceId, (tx) => findJob(tx, id));
  if (row === null) throw new Error("no such job");
  return jobToWire(row);
}

/** The job once `holds` is true of it. */
async function until(id: string, holds: (job: Job) => boolean): Promise<Job> {
  await expect.poll(async () => holds(await readJob(id)), { timeout: 15_000, interval: 20 }).toBe(true);
  return readJob(id);
}

/** Writes one audit row per step in the step's own transaction, so that steps can be counted from outside. */
function countingJob(kind: string, atStep: (step: number) => Promise<void> = async () => {}): JobDefinition {
  return defineJob({
    kind,
    input: z.object({ steps: z.number() }),
    async run(job) {
      for (let step = (job.before.checkpoint as number | null) ?? 0; step < job.input.steps; step += 1) {
        await job.batch(async (ctx) => {
          await audit(ctx, `step.${step}`, { kind: "job", id: job.id });
          await atStep(step);
          await job.saveProgress(ctx.tx, {
            done: step + 1,
            total: job.input.steps,
            checkpoint: step + 1,
            counts: { made: step + 1 },
          });
        });
      }
    },
  });
}

async function stepsOf(jobId: string): Promise<string[]> {
  const rows = await inWorkspace(database.db, workspaceId, (tx) =>
    tx.rows<{ action: string }>(
      "select action from audit_log where subject_id = $1 and action like 'step.%' order by id",
      [jobId],
    ),
  );
  return rows.map((row) => row.action);
}

describe("a job", () => {
  test("runs after the commit of its cause, reports progress and ends", async () => {
    await runWith(countingJob("count.simple"));
    const job = await asSystem((ctx) => startJob(ctx, { kind: "count.simple", input: { steps: 3 } }));
    expect(job).toMatchObject({
      status: "queued",
      progress: { done: 0, total: null, ratePerSecond: null, etaSeconds: null },
    });
    const done = await until(job.id, ({ status }) => status === "done");
    expect(done).toMatchObject({ progress: { done: 3, total: 3 }, counts: { made: 3 }, error: null });
    expect(await stepsOf(job.id)).toEqual(["step.0", "step.1", "step.2"]);
  });

  test("of a rolled-back transaction never runs", async () => {
    await runWith(countingJob("count.undone"));
    let id = "";
    const failing = asSystem(async (ctx) => {
      id = (await startJob(ctx, { kind: "count.undone", input: { steps: 1 } })).id;
      throw new Error("the cause did not happen");
    });
    await expect(failing).rejects.toThrow("did not happen");
    const marker = await asSystem((ctx) => startJob(ctx, { kind: "count.undone", input: { steps: 1 } }));
    await until(marker.id, ({ status }) => status === "done");
    await expect(readJob(id)).rejects.toThrow("no such job");
  });

  test("that throws is failed with its reason, and goes on from its checkpoint when it is resumed", async () => {
    let isBroken = true;
    await runWith(
      countingJob("count.broken", async (step) => {
        if (step === 2 && isBroken) throw new Error("row 2 is odd");
      }),
    );
    const { id } = await asSystem((ctx) => startJob(ctx, { kind: "count.broken", input: { steps: 4 } }));
    expect(await until(id, ({ status }) => status === "failed")).toMatchObject({
      error: "row 2 is odd",
      progress: { done: 2 },
    });
    isBroken = false;
    await asSystem((ctx) => resumeJob(ctx, id));
    await until(id, ({ status }) => status === "done");
    expect(await stepsOf(id)).toEqual(["step.0", "step.1", "step.2", "step.3"]);
  });

  test("that is canceled while it runs keeps what is done, undoes the batch at hand and can go on", async () => {
    const reached = Promise.withResolvers<void>();
    const canceled = Promise.withResolvers<void>();
    await runWith(
      countingJob("count.canceled", async (step) => {
        if (step !== 2) return;
        reached.resolve();
        await canceled.promise;
      }),
    );
    const { id } = await asSystem((ctx) => startJob(ctx, { kind: "count.canceled", input: { steps: 5 } }));
    await reached.promise;
    await asSystem((ctx) => cancelJob(ctx, id));
    canceled.resolve();
    expect(await until(id, ({ status }) => status === "canceled")).toMatchObject({ progress: { done: 2 } });
    await asSystem((ctx) => resumeJob(ctx, id));
    await until(id, ({ status }) => status === "done");
    expect(await stepsOf(id)).toEqual(["step.0", "step.1", "step.2", "step.3", "step.4"]);
  });

  test("that has ended cannot be canceled, and a running one not resumed", async () => {
    await runWith(countingJob("count.ended"));
    const { id } = await asSystem((ctx) => startJob(ctx, { kind: "count.ended", input: { steps: 1 } }));
    await until(id, ({ status }) => status === "done");
    for (const act of [cancelJob, resumeJob]) {
      await expect(asSystem((ctx) => act(ctx, id))).rejects.toMatchObject({ code: "invalid_status" });
    }
    await expect(asSystem((ctx) => cancelJob(ctx, randomUUID()))).rejects.toMatchObject({ code: "not_found" });
  });

  test("of a process that shuts down in order goes on in the next one", async () => {
    const reached = Promise.withResolvers<void>();
    const stopping = Promise.withResolvers<void>();
    const first = await runWith(
      countingJob("count.moved", async (step) => {
        if (step !== 1) return;
        reached.resolve();
        await stopping.promise;
      }),
    );
    const { id } = await asSystem((ctx) => startJob(ctx, { kind: "count.moved", input: { steps: 4 } }));
    await reached.promise;
    const stopped = first.stop();
    stopping.resolve();
    await stopped;
    runners.splice(0);
    expect(await readJob(id)).toMatchObject({ status: "queued", progress: { done: 2 } });
    await runWith(countingJob("count.moved"));
    await until(id, ({ status }) => status === "done");
    expect(await stepsOf(id)).toEqual(["step.0", "step.1", "step.2", "step.3"]);
  });

  test("of a process that was killed goes on in another, with every step done once", async () => {
    const { id } = await asSystem((ctx) => startJob(ctx, { kind: "count.killed", input: { steps: 4 } }));
    const child = fork(new URL("stuck-runner.fixture.ts", import.meta.url), [database.url], { stdio: "ignore" });
    children.push(child);
    await until(id, ({ status, progress }) => status === "running" && progress.done === 2);
    child.kill("SIGKILL");
    await runWith(countingJob("count.killed"));
    await until(id, ({ status }) => status === "done");
    expect(await stepsOf(id)).toEqual(["step.2", "step.3"]);
    expect((await readJob(id)).counts).toEqual({ made: 4 });
  });
});
