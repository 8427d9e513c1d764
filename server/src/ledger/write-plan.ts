import type { Instant } from "@haste/engine/base";
import { type EnrollmentState, follow, passStep, planAgain } from "@haste/engine/react";
import { type AccountCapacity, climbRamps, type Decision, zoneOf } from "@haste/engine/schedule";
import { stepAt } from "@haste/engine/sequence";
import type { Tx } from "../platform/db/index.ts";
import { Changes } from "./changes.ts";
import { loadDefinition } from "./definitions.ts";
import { stages } from "./lanes.ts";
import type { Moment } from "./moment.ts";
import { type Assignment, keepAssignments } from "./queries/assignments.ts";
import { forgetCapacity, forgetSharedCapacity } from "./queries/capacity.ts";
import {
  type DueEnrollment,
  type LockedEnrollment,
  type PlannedEnrollment,
  stateOf,
  updatePlanned,
} from "./queries/enrollments.ts";
import { keepPlaces } from "./queries/intake.ts";
import { insertPlannedEmails, type PlannedEmail, readStepsBehind } from "./queries/planned-emails.ts";
import { type ClimbedRamp, keepRamps } from "./queries/ramps.ts";
import { keepSlots } from "./queries/slots.ts";
import { openTasks, type PlannedTask } from "./queries/tasks.ts";

/** What the planner decided, with the rows it decided about (locked by this transaction). */
export interface PlanToWrite {
  readonly due: ReadonlyMap<string, DueEnrollment>;
  readonly decisions: readonly Decision[];
  /** Whose waiting emails the decisions may displace, locked too. */
  readonly displaceable: ReadonlyMap<string, LockedEnrollment>;
  /** What the steps that are due write: one email each where the decision is to send, one task where it is to ask. */
  readonly emails: readonly PlannedEmail[];
  readonly tasks: readonly PlannedTask[];
  readonly accounts: ReadonlyMap<string, AccountCapacity & { readonly email: string; readonly minGapMs: number }>;
}

/**
 * Writes the decisions of one plan: emails with their room taken, tasks, people who go on, wait, finish or stop. Returns
 * how many emails now wait to be sent.
 */
export async function writePlan(tx: Tx, plan: PlanToWrite, moment: Moment): Promise<number> {
  const changes = new Changes(moment);
  const planned: PlannedEnrollment[] = [];
  for (const decision of plan.decisions) {
    const row = plan.due.get(decision.enrollmentId);
    if (row === undefined) throw new Error(`Decided about ${decision.enrollmentId}, which was not due`);
    const stays = await writeDecision(tx, { decision, row, changes });
    if (stays !== null) planned.push(stays);
    planned.push(...displace(plan, decision, changes));
  }
  const waiting = await writeEmails(tx, plan, changes);
  const asked = await writeTasks(tx, plan.tasks, changes);
  const behind = new Set(
    await readStepsBehind(
      tx,
      plan.emails.filter((email) => !waiting.has(email.enrollmentId)),
    ),
  );
  const isBehind = ({ enrollmentId }: { enrollmentId: string }) =>
    behind.has(enrollmentId) || asked.over.has(enrollmentId);
  const passed = [...plan.emails, ...plan.tasks].filter(isBehind);
  for (const step of passed) await passStepBehind(tx, step, { due: plan.due, changes });
  const gone = new Set(passed.map(({ enrollmentId }) => enrollmentId));
  const places = plan.decisions.flatMap(({ enrollmentId, intakeDay: day }) =>
    day === null ? [] : { enrollmentId, day },
  );
  await changes.write(tx, async () => {
    // After them, because whoever goes on after an absence was moved by the changes with a due instant of their own.
    const staying = planned.filter(({ id }) => !gone.has(id));
    await updatePlanned(tx, staying, moment.now);
    await keepPlaces(tx, places, moment.now);
    await keepAssignments(
      tx,
      plan.decisions.flatMap((decision) => assignmentsOf(decision, plan)),
      moment.now,
    );
  });
  return waiting.size;
}

/** The ways that tests of branches dealt somebody on the way to a decision. */
function assignmentsOf({ enrollmentId, passed }: Decision, { due }: Pick<PlanToWrite, "due">): Assignment[] {
  const sequenceVersion = due.get(enrollmentId)?.sequence_version;
  if (sequenceVersion === undefined) return [];
  return passed.flatMap(({ dealt }) => (dealt === undefined ? [] : { enrollmentId, sequenceVersion, ...dealt }));
}

interface Deciding {
  readonly decision: Decision;
  readonly row: DueEnrollment;
  readonly changes: Changes;
}

/** Moves one person as decided; returns how the row of somebody who stays in the sequence looks from now on. */
async function writeDecision(tx: Tx, { decision, row, changes }: Deciding): Promise<PlannedEnrollment | null> {
  const before = stateOf(row);
  const state = follow(before, decision, changes.moment.now);
  const isElsewhere = state.currentStepId !== before.currentStepId || state.stepDueAt !== before.stepDueAt;
  if (isElsewhere || state.status !== before.status)
    changes.moveEnrollment(before, state, await positionOf(tx, { decision, row, state }));
  if (decision.do === "stop") changes.cancelWaiting(row.id);
  const { constraints } = decision;
  const stays = { id: row.id, sendingAccountId: null, dueAt: state.dueAt, waiting: { constraints } };
  switch (decision.do) {
    case "send":
      return { ...stays, sendingAccountId: decision.accountId };
    case "wait":
      return stays;
    case "hold":
      return { ...stays, waiting: { hold: decision.why, constraints } };
    case "task":
      if (decision.goesOn !== null) return null;
      return { ...stays, waiting: { constraints: [...constraints, { code: "task_open", freesAt: null }] } };
    default:
      return null;
  }
}

/** Whose places the decision takes: their emails wait no more, and they are planned again at once, as old as they are. */
function displace({ displaceable }: PlanToWrite, decision: Decision, changes: Changes): PlannedEnrollment[] {
  if (decision.do !== "send") return [];
  return (decision.displaces ?? []).map(({ enrollmentId: id, because }) => {
    const one = displaceable.get(id);
    if (one === undefined) throw new Error(`The email of ${id} gave way without a lock`);
    const state = planAgain(one.state, changes.moment.now);
    changes.moveEnrollment(one.state, state, one.currentStep);
    changes.cancelWaiting(id);
    return { id, sendingAccountId: null, dueAt: state.dueAt, waiting: { constraints: [because] } };
  });
}

interface Moving {
  readonly decision: Decision;
  readonly row: DueEnrollment;
  readonly state: EnrollmentState;
}

/** The position people read follows the step; whoever is through keeps the last one. */
async function positionOf(tx: Tx, { decision, row, state }: Moving): Promise<number> {
  const stepId = state.currentStepId ?? decision.moved?.stepId ?? null;
  if (stepId === null || stepId === row.current_step_id) return row.current_step;
  const definition = await loadDefinition(tx, state.sequenceId, state.sequenceVersion);
  return stepAt(definition, stepId)?.order ?? row.current_step;
}

/** Opens the tasks and tells of the new ones. `over`: their step was done before, so nothing waits for it. */
async function writeTasks(tx: Tx, tasks: readonly PlannedTask[], changes: Changes): Promise<{ over: Set<string> }> {
  const over = new Set<string>();
  const known = new Map((await openTasks(tx, tasks, changes.moment.now)).map((task) => [task.enrollmentId, task]));
  for (const task of tasks) {
    const written = known.get(task.enrollmentId);
    if (written === undefined) throw new Error(`The task of ${task.enrollmentId} was not written`);
    if (written.status !== "open") over.add(task.enrollmentId);
    if (!written.isNew) continue;
    changes.addEvent("task.created", {
      occurredAt: new Date(changes.moment.now).toISOString(),
      enrollmentId: task.enrollmentId,
      contactId: task.contactId,
      sequenceId: task.sequenceId,
      stepId: task.stepId,
      // Not the title: it is a template, filled where it is shown.
      detail: task.kind,
    });
  }
  return { over };
}

/**
 * A step that was done is never done again, whatever became of its email or task: whoever stands before it once more
 * (resumed after a refusal, put back by a new version) goes on with the step after it, its delay counted from now.
 */
async function passStepBehind(
  tx: Tx,
  { enrollmentId, stepId }: { readonly enrollmentId: string; readonly stepId: string },
  { due, changes }: Pick<PlanToWrite, "due"> & { readonly changes: Changes },
): Promise<void> {
  const row = due.get(enrollmentId);
  if (row === undefined) return;
  const { now } = changes.moment;
  const state = changes.stateOf(enrollmentId) ?? stateOf(row);
  const definition = await loadDefinition(tx, state.sequenceId, state.sequenceVersion);
  const zone = zoneOf({ contactZone: row.timezone }, definition);
  const moved = passStep(state, stepId, now, { definition, zone });
  const { currentStepId } = moved;
  const step = currentStepId === null ? null : stepAt(definition, currentStepId);
  if (moved !== state) changes.moveEnrollment(stateOf(row), moved, step?.order ?? row.current_step);
}

async function writeEmails(tx: Tx, { emails, accounts }: PlanToWrite, changes: Changes): Promise<Set<string>> {
  const waiting = new Set(await insertPlannedEmails(tx, emails, changes.moment.now));
  const firstPerAccount = new Map<string, Instant>();
  for (const email of emails) {
    if (!waiting.has(email.enrollmentId)) continue;
    const { sendingAccountId: accountId, reservedHour, reservedDay } = email;
    const { hourlyLimit, dailyLimit } = accountOf(accounts, accountId);
    const own = { scope: "account", key: accountId, by: 1 } as const;
    changes.takeCapacity({ ...own, period: "hour", startsAt: reservedHour, cap: hourlyLimit });
    changes.takeCapacity({ ...own, period: "day", startsAt: reservedDay, cap: dailyLimit });
    for (const room of email.rooms) changes.takeCapacity({ ...room, by: 1 });
    const first = firstPerAccount.get(accountId);
    if (first === undefined || email.sendAt < first) firstPerAccount.set(accountId, email.sendAt);
  }
  await forgetCapacity(tx, [...firstPerAccount.keys()], changes.moment.now);
  await forgetSharedCapacity(
    tx,
    emails.flatMap((email) => email.rooms),
    changes.moment.now,
  );
  await keepRamps(
    tx,
    climbedBy(
      emails.filter((email) => waiting.has(email.enrollmentId)),
      accounts,
    ),
  );
  // A step that was done before takes no slot: nothing will leave in it.
  const paced = emails.filter(
    (email) => waiting.has(email.enrollmentId) && accountOf(accounts, email.sendingAccountId).minGapMs > 0,
  );
  await keepSlots(
    tx,
    paced.map((email) => ({ accountId: email.sendingAccountId, at: email.sendAt })),
    changes.moment.now,
  );
  for (const [accountId, sendAt] of firstPerAccount) changes.wake(stages.send, accountId, sendAt);
  return waiting;
}

/** The ramps that this plan's emails took further. */
function climbedBy(emails: readonly PlannedEmail[], accounts: PlanToWrite["accounts"]): ClimbedRamp[] {
  const climbed: ClimbedRamp[] = [];
  for (const [accountId, sent] of Map.groupBy(emails, (email) => email.sendingAccountId)) {
    const { zone, ramps } = accountOf(accounts, accountId);
    if (ramps === undefined) continue;
    const after = new Map(ramps);
    for (const email of sent) climbRamps(after, { zone, at: email.sendAt, provider: email.recipientProvider });
    for (const [provider, { level }] of after) {
      if (level !== null && level !== ramps.get(provider)?.level) climbed.push({ accountId, provider, level });
    }
  }
  return climbed;
}

function accountOf(accounts: PlanToWrite["accounts"], id: string) {
  const account = accounts.get(id);
  if (account === undefined) throw new Error(`Planned on the unknown account ${id}`);
  return account;
}

/** Minted from the email's id before the first attempt: every attempt carries it, and a reply names the row. */
export function messageIdOf(emailId: string, accountEmail: string): string {
  return `<${emailId}@${accountEmail.slice(accountEmail.lastIndexOf("@") + 1)}>`;
}
