import { asInstant, type Instant } from "@haste/engine/base";
import { type EnrollmentState, goesOnDespite, isFreer, undoReply } from "@haste/engine/react";
import { stepAt } from "@haste/engine/sequence";
import type { Tx } from "../platform/db/index.ts";
import { Changes } from "./changes.ts";
import { loadDefinition } from "./definitions.ts";
import { deriveCounts } from "./derive-counts.ts";
import type { Moment } from "./moment.ts";
import { type LockedEmail, lockEmails } from "./queries/emails.ts";
import { type LockedEnrollment, lockEnrollments } from "./queries/enrollments.ts";
import { liftSuppression, readAddress } from "./queries/suppressions.ts";
import { findEndedAt } from "./queries/undo.ts";
import { type NewSignal, record } from "./record.ts";

/** A reply that was sorted wrongly. */
export interface ResortedReply {
  readonly contactId: string;
  readonly emailId: string | null;
  /** When it came. */
  readonly at: Instant;
  /** Whether it had been taken for a wish to get no more mail. */
  readonly hadUnsubscribed: boolean;
  /** What it means, sorted rightly. */
  readonly signals: readonly NewSignal[];
  /** A person says so, so people whom the wrong class held may go on. */
  readonly mayFree: boolean;
}

/** What nobody of the team said would let somebody go on whom the reply had held; everything is to be taken back. */
export class WouldFree extends Error {
  override readonly name = "WouldFree";
}

/**
 * Takes back what a reply did and does what it should have done, in one transaction: people it stopped go on, an address
 * it suppressed is free again, and then the right signals are recorded as if they had come first. Only what this very
 * reply did is touched; whoever is enrolled anew by now stays where they are.
 *
 * @throws WouldFree
 */
export async function resortReply(tx: Tx, reply: ResortedReply, moment: Moment): Promise<void> {
  const { contactId, emailId, at, hadUnsubscribed, signals } = reply;
  const changes = new Changes(moment);
  const ended = await findEndedAt(tx, contactId, at);
  const enrollments = await lockEnrollments(tx, ended, [contactId]);
  const [email] = emailId === null ? [] : await lockEmails(tx, [emailId]);
  const emailKey = email?.to_email.toLowerCase() ?? (await readAddress(tx, contactId));
  if (hadUnsubscribed && emailKey !== null) await liftSuppression(tx, emailKey, at);
  for (const one of enrollments) await undo(tx, one, { at, changes });
  if (email !== undefined) forget(email, reply, changes);
  await changes.write(tx);
  await record(tx, signals, moment);
  if (!reply.mayFree) await refuseToFree(tx, reply, enrollments);
}

/** Looks at what came of it, not at classes: which of them holds whom is for the rules of each sequence to say. */
async function refuseToFree(
  tx: Tx,
  { contactId, at }: ResortedReply,
  held: readonly LockedEnrollment[],
): Promise<void> {
  const ids = held.map(({ state }) => state.id);
  const now = new Map((await lockEnrollments(tx, ids, [contactId])).map(({ state }) => [state.id, state]));
  for (const { state: before } of held) {
    const after = now.get(before.id);
    if (after !== undefined && isOverruled(before, after, at)) throw new WouldFree();
  }
}

function isOverruled(before: EnrollmentState, after: EnrollmentState, at: Instant): boolean {
  return isFreer(before, after) || (goesOnDespite(before, at) && after.status !== "active");
}

async function undo(
  tx: Tx,
  { state }: LockedEnrollment,
  { at, changes }: { readonly at: Instant; readonly changes: Changes },
): Promise<void> {
  const after = undoReply(state, { repliedAt: at, now: changes.moment.now });
  if (after === state) return;
  const definition = await loadDefinition(tx, state.sequenceId, state.sequenceVersion);
  const step = after.currentStepId === null ? null : stepAt(definition, after.currentStepId);
  changes.moveEnrollment(state, after, step?.order ?? definition.steps.length);
}

function forget(email: LockedEmail, { at, hadUnsubscribed }: ResortedReply, changes: Changes): void {
  const before = deriveCounts(email);
  if (email.replied_at !== null && asInstant(email.replied_at.getTime()) === at) {
    email.replied_at = null;
    email.reply_class = null;
  }
  if (hadUnsubscribed) email.unsubscribed = false;
  changes.count(email, before, at);
  changes.touchEmail(email);
}
