import { type Decision, plan, planKey, type Snapshot } from "@haste/engine/schedule";
import { stepAt } from "@haste/engine/sequence";
import {
  appendNextPlanWakeup,
  type DueEnrollment,
  lockDueEnrollments,
  type Moment,
  momentIn,
  noLane,
  type PlannedEmail,
  stages,
  takePlanLock,
  takeWakeups,
  writePlan,
} from "../../ledger/index.ts";
import { type Database, inWorkspace } from "../../platform/db/index.ts";
import { effects } from "./effects/index.ts";
import { loadSnapshot, type ScheduleAccount } from "./load-snapshot.ts";

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
      const decisions = plan(snapshot, moment.now);
      emails = await writePlan(
        tx,
        { due, decisions, emails: effectsOf({ decisions, due, accounts, snapshot }, moment), accounts },
        moment,
      );
    }
    await appendNextPlanWakeup(tx, moment.newId(), moment.now - moment.machineNow);
    return { people: rows.length, emails };
  });
}

interface Decided {
  readonly decisions: readonly Decision[];
  readonly due: ReadonlyMap<string, DueEnrollment>;
  readonly accounts: ReadonlyMap<string, ScheduleAccount>;
  readonly snapshot: Snapshot;
}

/** What the steps that may be done write, each by the file of its kind. */
function effectsOf({ decisions, due, accounts, snapshot }: Decided, moment: Moment): PlannedEmail[] {
  return decisions.flatMap((decision) => {
    if (decision.do !== "send") return [];
    const row = due.get(decision.enrollmentId);
    const account = accounts.get(decision.accountId);
    const definition = row && snapshot.sequences.get(planKey(row.sequence_id, row.sequence_version))?.definition;
    const step = definition && stepAt(definition, decision.stepId);
    if (row === undefined || account === undefined || !step)
      throw new Error(`Decided without a row: ${decision.enrollmentId}`);
    return effects[step.kind].write({ row, decision, account, moment });
  });
}
