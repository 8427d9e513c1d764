import { asInstant, type Instant } from "@haste/engine/base";
import { z } from "zod";
import { loadWorkspace, makeContext, newIdAt, systemActor } from "../platform/context/index.ts";
import { inWorkspace } from "../platform/db/index.ts";
import { defineJob, type JobDefinition, startJob } from "../platform/jobs/index.ts";
import type { ClockRunParts } from "./parts.ts";
import type { WalkTarget } from "./walk.ts";

/** What a walk asks of the job it runs in. */
export interface WalkingJob {
  readonly signal: AbortSignal;
  /** Throws when somebody canceled the job, which ends the walk where it stands. */
  readonly onStep: (now: Instant) => Promise<void>;
}

/** What goes on with a walk that outlived its request. */
export interface Walker {
  finish(workspaceId: string, target: WalkTarget, job: WalkingJob): Promise<void>;
}

/** `steps` is null where the whole way to `to` is walked. */
const JobInput = z.object({ workspaceId: z.uuid(), to: z.number().int(), steps: z.number().int().nullable() });

const tellEveryMs = 500;

/** Hands the rest of a long advance to a job, which survives a restart. */
export async function startClockJob(parts: ClockRunParts, workspaceId: string, { to, steps }: WalkTarget) {
  const machineNow = parts.clock.machineNow();
  const hooks: (() => void)[] = [];
  const job = await inWorkspace(parts.database, workspaceId, async (tx) => {
    const workspace = await loadWorkspace(tx);
    if (workspace === null) throw new Error(`Workspace ${workspaceId} does not exist`);
    const ctx = makeContext({
      tx,
      workspace,
      machineNow,
      actor: systemActor("clock"),
      requestId: newIdAt(machineNow),
      log: parts.log,
      afterCommit: (fn) => hooks.push(fn),
    });
    return startJob(ctx, { kind: "clock", input: { workspaceId, to, steps: Number.isFinite(steps) ? steps : null } });
  });
  for (const hook of hooks) hook();
  return job;
}

/** The rest of a long advance: tells how far it is, ends when it is canceled, goes on after a restart. */
export function clockJob(walker: () => Walker): JobDefinition {
  return defineJob({
    kind: "clock",
    input: JobInput,
    async run(job) {
      const { workspaceId, to, steps } = job.input;
      let walked = job.before.done;
      let toldAt = 0;
      const onStep = async () => {
        walked += 1;
        if (performance.now() - toldAt < tellEveryMs) return;
        toldAt = performance.now();
        await job.batch((ctx) => job.saveProgress(ctx.tx, { done: walked, total: steps }));
      };
      const left = steps === null ? Number.POSITIVE_INFINITY : Math.max(0, steps - walked);
      await walker().finish(workspaceId, { to: asInstant(to), steps: left }, { signal: job.signal, onStep });
      await job.batch((ctx) => job.saveProgress(ctx.tx, { done: walked, total: steps ?? walked }));
    },
  });
}
