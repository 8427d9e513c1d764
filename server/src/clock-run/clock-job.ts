import { asInstant, type Instant } from "@haste/engine/base";
import { z } from "zod";
import { loadWorkspace, makeContext, newIdAt, systemActor } from "../platform/context/index.ts";
import { inWorkspace } from "../platform/db/index.ts";
import { defineJob, type JobDefinition, startJob } from "../platform/jobs/index.ts";
import type { ClockRunParts } from "./parts.ts";

/** What goes on with a walk that outlived its request. */
export interface Walker {
  finish(workspaceId: string, to: Instant, signal: AbortSignal): Promise<void>;
}

const JobInput = z.object({ workspaceId: z.uuid(), to: z.number().int() });

/** Hands the rest of a long advance to a job, which survives a restart. */
export async function startClockJob(parts: ClockRunParts, workspaceId: string, to: Instant) {
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
    return startJob(ctx, { kind: "clock", input: { workspaceId, to } });
  });
  for (const hook of hooks) hook();
  return job;
}

/** The rest of a long advance. */
export function clockJob(walker: () => Walker): JobDefinition {
  return defineJob({
    kind: "clock",
    input: JobInput,
    run: (job) => walker().finish(job.input.workspaceId, asInstant(job.input.to), job.signal),
  });
}
