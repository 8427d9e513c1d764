import { takeReport } from "../catalog/deliverability/index.ts";
import { systemClock } from "../platform/clock/index.ts";
import { loadWorkspace, makeContext, newIdAt, systemActor } from "../platform/context/index.ts";
import type { Tx } from "../platform/db/index.ts";
import type { Log } from "../platform/log/index.ts";
import { Problem } from "../platform/problem/index.ts";

/** Reports that come to a mailbox go the way of those that are uploaded. */
export function takeMailedReport(log: Log) {
  return async (tx: Tx, report: Buffer): Promise<boolean> => {
    const workspace = await loadWorkspace(tx);
    if (workspace === null) return false;
    const machineNow = systemClock.machineNow();
    const [actor, requestId] = [systemActor("inbox"), newIdAt(machineNow)];
    const ctx = makeContext({ tx, workspace, machineNow, actor, requestId, log, afterCommit: () => {} });
    try {
      await takeReport(ctx, report);
      return true;
    } catch (error) {
      // It refuses before it writes, so that the mail itself is still recorded.
      if (error instanceof Problem && error.code === "report_unreadable") return false;
      throw error;
    }
  };
}
