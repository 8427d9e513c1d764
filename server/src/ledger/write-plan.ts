import { addMs, type Instant } from "@haste/engine/base";
import { complete, type EnrollmentState, resume, standAt, stop } from "@haste/engine/react";
import { type AccountCapacity, afterDelay, type Decision, zoneOf } from "@haste/engine/schedule";
import { nextStep } from "@haste/engine/sequence";
import type { Tx } from "../platform/db/index.ts";
import { Changes } from "./changes.ts";
import { loadDefinition } from "./definitions.ts";
import { stages } from "./lanes.ts";
import type { Moment } from "./moment.ts";
import { keepSlots } from "./queries/capacity.ts";
import { insertPlannedEmails, type PlannedEmail, readStepsBehind } from "./queries/emails.ts";
import { type DueEnrollment, type PlannedEnrollment, stateOf, updatePlanned } from "./queries/enrollments.ts";

/** What the planner decided, with the rows it decided about (locked by this transaction). */
export interface PlanToWrite {
  readonly due: ReadonlyMap<string, DueEnrollment>;
  readonly decisions: readonly Decision[];
  /** What the steps that are due write: one email each where the decision is to send. */
  readonly emails: readonly PlannedEmail[];
  readonly accounts: ReadonlyMap<string, AccountCapacity & { readonly email: string; readonly minGapMs: number }>;
}

/** Whoever is held for a reason that may end without a word (a lost wake-up, a bug) is looked at again after this long. */
const lookAgainAfterMs = 6 * 3_600_000;

/**
 * Writes the decisions of one plan: emails with their room taken, people who wait, finish or stop. Returns how many
 * emails now wait to be sent.
 */
export async function writePlan(
  tx: Tx,
  { due, decisions, emails, accounts }: PlanToWrite,
  moment: Moment,
): Promise<number> {
  const changes = new Changes(moment);
  const planned: PlannedEnrollment[] = [];
  for (const decision of decisions) {
    const row = due.get(decision.enrollmentId);
    if (row === undefined) throw new Error(`Decided about ${decision.enrollmentId}, which was not due`);
    const before = stateOf(row);
    const state = goesOn(before, decision) ? resume(before, moment.now) : before;
    if (state !== before) changes.moveEnrollment(before, state, row.current_step);
    switch (decision.do) {
      case "send":
        planned.push({
          id: row.id,
          dueAt: null,
          sendingAccountId: decision.accountId,
          waiting: { constraints: decision.constraints },
        });
        break;
      case "wait":
        planned.push({
          id: row.id,
          dueAt: decision.until,
          sendingAccountId: null,
          waiting: { constraints: decision.constraints },
        });
        break;
      case "hold":
        planned.push({
          id: row.id,
          dueAt: holdsForAccount(decision.why) ? null : addMs(moment.now, lookAgainAfterMs),
          sendingAccountId: null,
          waiting: { hold: decision.why, constraints: decision.constraints },
        });
        break;
      case "finish":
        changes.moveEnrollment(state, complete(state, moment.now), row.current_step);
        break;
      case "stop":
        changes.moveEnrollment(state, stop(state, decision.why, moment.now).enrollment, row.current_step);
        changes.cancelWaiting(row.id);
        break;
    }
  }
  const waiting = await writeEmails(tx, emails, accounts, changes);
  const passed = await passStepsBehind(
    tx,
    emails.filter((email) => !waiting.has(email.enrollmentId)),
    { due, changes },
  );
  await changes.write(tx);
  // Last, because whoever goes on after an absence was moved by the changes with a due instant of their own.
  await updatePlanned(
    tx,
    planned.filter(({ id }) => !passed.has(id)),
    moment.now,
  );
  return waiting.size;
}

/**
 * A step that was handed over is never done again, whatever became of its email: whoever stands before it once more
 * (resumed after a refusal, put back by a new version) goes on with the step after it, its delay counted from now.
 */
async function passStepsBehind(
  tx: Tx,
  emails: readonly PlannedEmail[],
  { due, changes }: Pick<PlanToWrite, "due"> & { readonly changes: Changes },
): Promise<Set<string>> {
  const behind = new Set(await readStepsBehind(tx, emails));
  const { now } = changes.moment;
  for (const { enrollmentId, stepId } of emails) {
    const row = due.get(enrollmentId);
    if (row === undefined || !behind.has(enrollmentId)) continue;
    const state = changes.stateOf(enrollmentId) ?? stateOf(row);
    const definition = await loadDefinition(tx, state.sequenceId, state.sequenceVersion);
    const next = nextStep(definition, stepId);
    const zone = zoneOf({ contactZone: row.timezone }, definition);
    const moved = next === null ? complete(state, now) : standAt(state, next, afterDelay(next.delay, now, zone));
    changes.moveEnrollment(stateOf(row), moved, next?.order ?? row.current_step);
  }
  return behind;
}

async function writeEmails(
  tx: Tx,
  emails: readonly PlannedEmail[],
  accounts: PlanToWrite["accounts"],
  changes: Changes,
): Promise<Set<string>> {
  const waiting = new Set(await insertPlannedEmails(tx, emails, changes.moment.now));
  const firstPerAccount = new Map<string, Instant>();
  for (const email of emails) {
    if (!waiting.has(email.enrollmentId)) continue;
    const { sendingAccountId: accountId, reservedHour, reservedDay } = email;
    const { hourlyLimit, dailyLimit } = accountOf(accounts, accountId);
    changes.takeCapacity({ accountId, period: "hour", startsAt: reservedHour, cap: hourlyLimit, by: 1 });
    changes.takeCapacity({ accountId, period: "day", startsAt: reservedDay, cap: dailyLimit, by: 1 });
    const first = firstPerAccount.get(accountId);
    if (first === undefined || email.sendAt < first) firstPerAccount.set(accountId, email.sendAt);
  }
  const paced = emails.filter((email) => accountOf(accounts, email.sendingAccountId).minGapMs > 0);
  await keepSlots(
    tx,
    paced.map((email) => ({ accountId: email.sendingAccountId, at: email.sendAt })),
    changes.moment.now,
  );
  for (const [accountId, sendAt] of firstPerAccount) changes.wake(stages.send, accountId, sendAt);
  return waiting;
}

function accountOf(accounts: PlanToWrite["accounts"], id: string) {
  const account = accounts.get(id);
  if (account === undefined) throw new Error(`Planned on the unknown account ${id}`);
  return account;
}

/** Somebody whose absence is over goes on by being planned. */
function goesOn(state: EnrollmentState, decision: Decision): boolean {
  return state.status === "paused" && decision.do !== "wait" && decision.do !== "hold";
}

function holdsForAccount(why: string): boolean {
  return why === "no_account" || why === "account_paused";
}

/** Minted from the email's id before the first attempt: every attempt carries it, and a reply names the row. */
export function messageIdOf(emailId: string, accountEmail: string): string {
  return `<${emailId}@${accountEmail.slice(accountEmail.lastIndexOf("@") + 1)}>`;
}
