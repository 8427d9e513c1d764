import { addMs, type Instant } from "@haste/engine/base";
import { complete, type EnrollmentState, resume, stop } from "@haste/engine/react";
import type { AccountCapacity, Decision } from "@haste/engine/schedule";
import type { Tx } from "../platform/db/index.ts";
import { Changes } from "./changes.ts";
import { stages } from "./lanes.ts";
import type { Moment } from "./moment.ts";
import { keepSlots } from "./queries/capacity.ts";
import { insertPlannedEmails, type PlannedEmail } from "./queries/emails.ts";
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
  await changes.write(tx);
  // Last, because whoever goes on after an absence was moved by the changes with a due instant of their own.
  await updatePlanned(tx, planned, moment.now);
  return waiting;
}

async function writeEmails(
  tx: Tx,
  emails: readonly PlannedEmail[],
  accounts: PlanToWrite["accounts"],
  changes: Changes,
): Promise<number> {
  const waiting = new Set(await insertPlannedEmails(tx, emails, changes.moment.now));
  const firstPerAccount = new Map<string, Instant>();
  for (const email of emails) {
    // A step that already has an email which was handed over is never sent again; its person stays as it is.
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
  return waiting.size;
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
