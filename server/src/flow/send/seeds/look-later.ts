import { type Clock, repeat } from "../../../platform/clock/index.ts";
import { loadWorkspace, makeContext, newIdAt, systemActor } from "../../../platform/context/index.ts";
import { asSweep, type Database, inWorkspace } from "../../../platform/db/index.ts";
import { startJob } from "../../../platform/jobs/index.ts";
import type { Log } from "../../../platform/log/index.ts";
import { claimOpenTests, listWorkspacesWithYoungTests } from "./queries.ts";
import { seedJobKind } from "./start-seed-test.ts";

export interface LaterParts {
  readonly database: Database;
  readonly clock: Pick<Clock, "machineNow">;
  readonly log: Log;
}

const sweepEveryMs = 60_000;
/** Greylisting ends within minutes, a sender's gap between twenty mails within the hour; then it is missing. */
const lookForMs = 60 * 60_000;
const lookEveryMs = 10 * 60_000;

/** Looks again for what had not arrived when its test was over, as long as this process lives. */
export function startLaterLooks(parts: LaterParts): { stop(): Promise<void> } {
  return repeat(sweepEveryMs, async () => {
    await lookLater(parts).catch((err: unknown) => parts.log.warn({ err }, "seeds were not looked into again"));
  });
}

/** One look at each test that is due for it by its workspace's clock, whichever worker sees it first. */
export async function lookLater({ database, clock, log }: LaterParts): Promise<void> {
  const begunAfter = new Date(clock.machineNow().getTime() - lookForMs);
  for (const id of await asSweep(database, (sweep) => listWorkspacesWithYoungTests(sweep, begunAfter))) {
    const machineNow = clock.machineNow();
    await inWorkspace(database, id, async (tx) => {
      const workspace = await loadWorkspace(tx);
      if (workspace === null) return;
      const actor = systemActor("seed tests");
      const requestId = newIdAt(machineNow);
      const ctx = makeContext({ tx, workspace, machineNow, actor, requestId, log, afterCommit: () => {} });
      const before = (ms: number) => new Date(ctx.now.getTime() - ms);
      const due = { now: ctx.now, begunAfter: before(lookForMs), lookedBefore: before(lookEveryMs) };
      for (const testId of await claimOpenTests(tx, due)) {
        await startJob(ctx, { kind: seedJobKind, input: { testId, isOnce: true } });
      }
    });
  }
}
