import { plan } from "@haste/engine/schedule";
import {
  appendNextPlanWakeup,
  type DueEnrollment,
  lockDueEnrollments,
  momentIn,
  noLane,
  stages,
  takePlanLock,
  takeWakeups,
  writePlan,
} from "../../ledger/index.ts";
import { type Database, inWorkspace } from "../../platform/db/index.ts";
import { loadSnapshot } from "./load-snapshot.ts";

/** People planned in one transaction: large enough that statements vanish, small enough to hold locks briefly. */
const batchSize = 500;

export interface Planned {
  /** How many people were looked at; below the batch size nothing more is due now. */
  readonly people: number;
  /** How many emails now wait to be sent. */
  readonly emails: number;
}

/**
 * Plans one batch of a workspace's due people: locks them, asks the engine, writes its decisions, all in one
 * transaction. null: another process plans this workspace just now.
 */
export function planWorkspace(db: Database, workspaceId: string, machineNow: Date): Promise<Planned | null> {
  return inWorkspace(db, workspaceId, async (tx) => {
    if (!(await takePlanLock(tx))) return null;
    const moment = await momentIn(tx, machineNow);
    await takeWakeups(tx, stages.schedule, noLane, moment.machineNow);
    const rows = await lockDueEnrollments(tx, moment.now, batchSize);
    let emails = 0;
    if (rows.length > 0) {
      const due = new Map<string, DueEnrollment>(rows.map((row) => [row.id, row]));
      const { snapshot, accounts } = await loadSnapshot(tx, rows, moment.now);
      emails = await writePlan(tx, { due, decisions: plan(snapshot, moment.now), accounts }, moment);
    }
    await appendNextPlanWakeup(tx, moment.newId(), moment.now - moment.machineNow);
    return { people: rows.length, emails };
  });
}
