import { asInstant } from "@haste/engine/base";
import { type Decision, plan, planBatchSize, planKey, type Snapshot } from "@haste/engine/schedule";
import { type Definition, type StepDefinition, stepAt } from "@haste/engine/sequence";
import { lookAtTests, testIdsOf } from "../../catalog/experiments/index.ts";
import {
  appendNextPlanWakeup,
  type DueEnrollment,
  dropExpiredSuppressions,
  enterSequences,
  loadDefinition,
  lockDueEnrollments,
  type Moment,
  momentIn,
  noLane,
  type PlannedEmail,
  type PlannedEntry,
  type PlannedTask,
  replanPaced,
  stages,
  takePlanLock,
  takeWakeups,
  variantsStopped,
  writePlan,
} from "../../ledger/index.ts";
import { type Database, inWorkspace, type Tx } from "../../platform/db/index.ts";
import { effects } from "./effects/index.ts";
import type { DueStep, StepEffect } from "./effects/kind.ts";
import { loadSnapshot, type ScheduleAccount } from "./load-snapshot.ts";

export interface Planned {
  /** How many people were looked at; below `planBatchSize` nothing more is due now. */
  readonly people: number;
  /** How many emails now wait to be sent. */
  readonly emails: number;
  readonly decisions: readonly Decision[];
  /** Domains to ask the DNS about, now that nothing is locked. */
  readonly unasked: readonly string[];
}

/**
 * Plans one batch of a workspace's due people: locks them, asks the engine, writes its decisions, all in one
 * transaction. null: another process plans this workspace just now.
 */
export function planWorkspace(db: Database, workspaceId: string, machineNow: Date): Promise<Planned | null> {
  return inWorkspace(db, workspaceId, async (tx) => {
    if (!(await takePlanLock(tx))) return null;
    // Before the clock is read, as a lane does: see `wokenMoment`.
    await takeWakeups(tx, stages.schedule, noLane, asInstant(machineNow.getTime()));
    const moment = await momentIn(tx, machineNow);
    await replanPaced(tx, moment);
    await dropExpiredSuppressions(tx, moment.now);
    const rows = await lockDueEnrollments(tx, moment.now, planBatchSize);
    let emails = 0;
    let decisions: readonly Decision[] = [];
    let unasked: readonly string[] = [];
    if (rows.length > 0) {
      const due = new Map<string, DueEnrollment>(rows.map((row) => [row.id, row]));
      const stopped = await lookAtTests(tx, await testsOf(tx, rows), moment.now);
      const { snapshot, accounts, ...loaded } = await loadSnapshot(tx, rows, { now: moment.now, purpose: "write" });
      const { displaceable } = loaded;
      unasked = loaded.unasked;
      decisions = plan(snapshot, moment.now);
      const work = workOf({ decisions, due, accounts, snapshot }, moment);
      emails = await writePlan(tx, { due, decisions, displaceable, accounts, ...work }, moment);
      // After the plan: only who has left this sequence may come back to one that enrolls here.
      await enterSequences(tx, work.entries, moment);
      await variantsStopped(tx, stopped, moment);
    }
    await appendNextPlanWakeup(tx, moment.newId(), moment.now - moment.machineNow);
    return { people: rows.length, emails, decisions, unasked };
  });
}

/** Tests that the versions of these people hold; versions are in memory. */
async function testsOf(tx: Tx, rows: readonly DueEnrollment[]): Promise<string[]> {
  const versions = new Map(rows.map((row) => [planKey(row.sequence_id, row.sequence_version), row]));
  const definitions: Definition[] = [];
  for (const { sequence_id: id, sequence_version: version } of versions.values())
    definitions.push(await loadDefinition(tx, id, version));
  return testIdsOf(definitions);
}

interface Decided {
  readonly decisions: readonly Decision[];
  readonly due: ReadonlyMap<string, DueEnrollment>;
  readonly accounts: ReadonlyMap<string, ScheduleAccount>;
  readonly snapshot: Snapshot;
}

interface Work {
  readonly emails: PlannedEmail[];
  readonly tasks: PlannedTask[];
  readonly entries: PlannedEntry[];
}

/** What the steps that may be done write, each by the file of its kind. */
function workOf({ decisions, due, accounts, snapshot }: Decided, moment: Moment): Work {
  const work: Work = { emails: [], tasks: [], entries: [] };
  for (const decision of decisions) {
    if (decision.do !== "send" && decision.do !== "task" && decision.do !== "enroll") continue;
    const row = due.get(decision.enrollmentId);
    const definition = row && snapshot.sequences.get(planKey(row.sequence_id, row.sequence_version))?.definition;
    const step = definition && stepAt(definition, decision.stepId);
    if (row === undefined || !step) throw new Error(`Decided without a row: ${decision.enrollmentId}`);
    doStep(work, { row, step, decision, accounts, shared: snapshot, moment });
  }
  return work;
}

interface Doing {
  readonly row: DueEnrollment;
  readonly step: StepDefinition;
  readonly decision: Extract<Decision, { do: "send" | "task" | "enroll" }>;
  readonly accounts: ReadonlyMap<string, ScheduleAccount>;
  readonly shared: Pick<Snapshot, "limits" | "mx">;
  readonly moment: Moment;
}

function doStep(work: Work, doing: Doing): void {
  // The effect is that of the step's own kind, which the types cannot follow through the table.
  const effect = effects[doing.step.kind] as StepEffect<never>;
  if (effect === null || effect.do !== doing.decision.do)
    throw new Error(`A step of kind ${doing.step.kind} cannot ${doing.decision.do}`);
  if (effect.do === "send") work.emails.push(effect.write(doing as DueStep<never, "send">));
  else if (effect.do === "task") work.tasks.push(effect.write(doing as DueStep<never, "task">));
  else work.entries.push(effect.write(doing as DueStep<never, "enroll">));
}
