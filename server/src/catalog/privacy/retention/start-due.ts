import { asInstant } from "@haste/engine/base";
import { nextRunAfter } from "@haste/engine/privacy";
import { type Clock, repeat } from "../../../platform/clock/index.ts";
import { loadWorkspace, makeContext, newIdAt, systemActor } from "../../../platform/context/index.ts";
import { asSweep, type Database, inWorkspace } from "../../../platform/db/index.ts";
import { startJob } from "../../../platform/jobs/index.ts";
import type { Log } from "../../../platform/log/index.ts";
import { findRetention, listWithPeriods, putOffRun } from "../queries/retention.ts";
import { retentionKind } from "./retention-job.ts";

interface RetentionParts {
  readonly database: Database;
  readonly clock: Pick<Clock, "machineNow">;
  readonly log: Log;
}

/** How late a run may begin. */
const lookEveryMs = 5 * 60_000;

/** Begins what is due, once a day in each workspace, whichever worker looks first. */
export function startRetention(parts: RetentionParts): { stop(): Promise<void> } {
  return repeat(lookEveryMs, async () => {
    await startDueRetention(parts).catch((err: unknown) => parts.log.warn({ err }, "nothing was removed by age"));
  });
}

export async function startDueRetention({ database, clock, log }: RetentionParts): Promise<void> {
  for (const id of await asSweep(database, listWithPeriods)) {
    const machineNow = clock.machineNow();
    const hooks: (() => void)[] = [];
    await inWorkspace(database, id, async (tx) => {
      const workspace = await loadWorkspace(tx);
      if (workspace === null) return;
      const afterCommit = (fn: () => void) => hooks.push(fn);
      const actor = systemActor("retention");
      const ctx = makeContext({ tx, workspace, machineNow, actor, requestId: newIdAt(machineNow), log, afterCommit });
      const { nextRunAt, heldSince } = await findRetention(tx, "update");
      if (nextRunAt === null || nextRunAt > ctx.now || heldSince !== null) return;
      await putOffRun(tx, new Date(nextRunAfter(asInstant(ctx.now.getTime()))));
      await startJob(ctx, { kind: retentionKind, input: {} });
    });
    for (const hook of hooks) hook();
  }
}
