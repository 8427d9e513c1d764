import type { Instant } from "@haste/engine/base";
import {
  type EnrollmentState,
  lookAgain,
  pause,
  planAgain,
  type Reaction,
  resume,
  type StopReason,
  stop,
  transfer,
} from "@haste/engine/react";
import { zoneOf } from "@haste/engine/schedule";
import { type Definition, stepAt, type Transfer } from "@haste/engine/sequence";
import type { Tx } from "../platform/db/index.ts";
import { Changes } from "./changes.ts";
import { loadDefinition } from "./definitions.ts";
import { noLane, stages } from "./lanes.ts";
import type { Moment } from "./moment.ts";
import { lockWaitingEmails } from "./queries/emails.ts";
import {
  type LockedEnrollment,
  lockEnrollments,
  lockEnrollmentsOfSequence,
  lockEnrollmentsWaitingAt,
  lockEnrollmentsWaitingFor,
  lockStrandedEnrollments,
} from "./queries/enrollments.ts";
import { tellListeners } from "./queries/flow-control.ts";
import { lockEnrollmentsLeftInPeace, lockEnrollmentsOfKeys } from "./queries/meant-people.ts";
import { takeChangedPaces } from "./queries/paces.ts";
import { cancelTasksLeftBehind, cancelTasksOfContact, type LeavingStep } from "./queries/tasks.ts";

/** Moves made by people at the controls. Each locks enrollments first, then their emails, and writes through Changes. */

const batchSize = 1_000;

/** Pauses one person; null where there is no such enrollment, false where it has ended. */
export function pausePerson(
  tx: Tx,
  enrollmentId: string,
  resumeAt: Instant | null,
  moment: Moment,
): Promise<boolean | null> {
  return moveOne(tx, enrollmentId, moment, (state) => pause(state, "by_hand", resumeAt));
}

/** Resumes one person; their step keeps its own due instant and is planned afresh. */
export function resumePerson(tx: Tx, enrollmentId: string, moment: Moment): Promise<boolean | null> {
  return moveOne(tx, enrollmentId, moment, (state) => ({
    enrollment: state.status === "paused" ? resume(state, moment.now) : planAgain(state, moment.now),
    cancelsWaiting: true,
  }));
}

/** Takes one person out of the sequence. */
export function removePerson(tx: Tx, enrollmentId: string, moment: Moment): Promise<boolean | null> {
  return moveOne(tx, enrollmentId, moment, (state) => stop(state, "removed", moment.now));
}

/** Stops everything a contact is in, e.g. because it was archived. */
export async function stopContact(tx: Tx, contactId: string, reason: StopReason, moment: Moment): Promise<void> {
  await moveAll(tx, await lockEnrollments(tx, [], [contactId]), moment, (state) => stop(state, reason, moment.now));
  await cancelTasksOfContact(tx, contactId, moment.now);
}

/**
 * People or what is known of them changed: emails that were held for what was missing, or wait to leave for an address
 * that is theirs no more, are planned again, and whoever waits for something is looked at again, because it may have been
 * this.
 */
export async function contactsChanged(tx: Tx, contactIds: readonly string[], moment: Moment): Promise<void> {
  const enrollments = await lockEnrollments(tx, [], contactIds);
  const waiting = await lockWaitingEmails(
    tx,
    enrollments.map((one) => one.state.id),
  );
  const addresses = new Map(enrollments.map((one) => [one.state.id, one.contactEmail]));
  const outdated = waiting.filter(
    ({ status, enrollment_id, to_email }) => status === "held" || addresses.get(enrollment_id ?? "") !== to_email,
  );
  const again = new Set(outdated.map((email) => email.enrollment_id));
  const definitions = new Map<string, Definition>();
  for (const { state } of enrollments) {
    definitions.set(state.id, await loadDefinition(tx, state.sequenceId, state.sequenceVersion));
  }
  await moveAll(tx, enrollments, moment, (state) => {
    if (again.has(state.id)) return { enrollment: planAgain(state, moment.now), cancelsWaiting: true };
    const definition = definitions.get(state.id);
    const seen = definition === undefined ? null : lookAgain(state, moment.now, definition);
    return seen?.enrollment === state ? null : seen;
  });
}

/** An account was added, resumed or changed: people who waited for one are planned at once. */
export async function accountChanged(tx: Tx, accountId: string | null, moment: Moment): Promise<void> {
  for (;;) {
    const stranded = await lockStrandedEnrollments(tx, accountId, { now: moment.now, limit: batchSize });
    await moveAll(tx, stranded, moment, (state) => ({
      enrollment: planAgain(state, moment.now),
      cancelsWaiting: false,
    }));
    if (stranded.length < batchSize) return;
  }
}

/** The account works at other hours: what waits to leave from it is planned again. Its people keep their thread's account. */
export async function accountHoursChanged(tx: Tx, accountId: string, moment: Moment): Promise<void> {
  await moveInBatches(
    tx,
    (after) => lockEnrollmentsWaitingAt(tx, accountId, after, batchSize),
    moment,
    (state) => ({ enrollment: planAgain(state, moment.now), cancelsWaiting: true }),
  );
}

/** Recipient providers changed their pace: what waits for them, on its way into the wire or not, is planned again. */
export async function replanPaced(tx: Tx, moment: Moment): Promise<void> {
  for (const { accountId, provider } of await takeChangedPaces(tx)) {
    await moveInBatches(
      tx,
      (after) => lockEnrollmentsWaitingFor(tx, { accountId, provider }, after, batchSize),
      moment,
      (state) => ({ enrollment: planAgain(state, moment.now), cancelsWaiting: true }),
    );
  }
}

/** How much mail one person gets changed: whoever waits for that is planned again. */
export async function attentionChanged(tx: Tx, moment: Moment): Promise<void> {
  await moveInBatches(
    tx,
    (after) => lockEnrollmentsLeftInPeace(tx, after, batchSize),
    moment,
    (state) => ({ enrollment: planAgain(state, moment.now), cancelsWaiting: true }),
  );
}

/**
 * Addresses or domains were suppressed, or taken off the list: what waits for them is canceled, claimed or not, and the
 * plan, which runs at once, stops these people, lets them wait or goes on with them.
 */
export async function suppressionsChanged(tx: Tx, keys: readonly string[], moment: Moment): Promise<void> {
  await moveInBatches(
    tx,
    (after) => lockEnrollmentsOfKeys(tx, keys, after, batchSize),
    moment,
    (state) => ({ enrollment: { ...state, dueAt: moment.now }, cancelsWaiting: true }),
  );
  // Also where nobody is on their way: the plan keeps the instant at which an entry ends.
  const changes = new Changes(moment);
  changes.wake(stages.schedule, noLane, moment.now);
  await writeAndTell(tx, changes);
}

/** The sequence pauses: what waits is canceled and gives its room back; everybody keeps their place and due instant. */
export async function parkSequence(tx: Tx, sequenceId: string, moment: Moment): Promise<void> {
  await moveSequence(tx, sequenceId, moment, (state) => ({
    enrollment: { ...state, dueAt: null },
    cancelsWaiting: true,
  }));
}

/** The sequence goes on: everybody is planned afresh from their own due instant, never as a burst. */
export async function resumeSequence(tx: Tx, sequenceId: string, moment: Moment): Promise<void> {
  await moveSequence(tx, sequenceId, moment, (state) => ({
    enrollment: state.status === "paused" ? { ...state, dueAt: state.resumeAt } : planAgain(state, moment.now),
    cancelsWaiting: true,
  }));
}

/** The sequence ends for everybody who is still in it. */
export async function stopSequence(tx: Tx, sequenceId: string, reason: StopReason, moment: Moment): Promise<void> {
  await moveSequence(tx, sequenceId, moment, (state) => stop(state, reason, moment.now));
}

/**
 * A version was published: whoever has a transfer goes on in it, everybody else stays on the version they run by. Emails
 * of those who go that wait are canceled and planned again from the new version under their own send keys; so are open
 * tasks of the step they leave, and of steps that are gone.
 */
export async function movePeople(tx: Tx, publication: Publication, moment: Moment): Promise<void> {
  const { after, transferOf } = publication;
  const { sequenceId, version } = after;
  const leaving: LeavingStep[] = [];
  await moveSequence(tx, sequenceId, moment, (state, contactZone) => {
    const to = state.sequenceVersion === version ? null : transferOf(state);
    if (to === null) return null;
    const zone = zoneOf({ contactZone }, after);
    const enrollment = transfer(state, { ...to, definition: after }, { zone, now: moment.now });
    const stays = enrollment.currentStepId === state.currentStepId;
    leaving.push({ enrollmentId: state.id, stepId: stays ? null : state.currentStepId });
    return { enrollment, cancelsWaiting: true, ...(to.place === null ? {} : { position: to.place.order }) };
  });
  const stepIds = after.steps.map((step) => step.id);
  await cancelTasksLeftBehind(tx, leaving, stepIds, moment.now);
}

export interface Publication {
  /** Handed in, because it is not committed yet: were it kept in memory now, a rolled-back one would be run by. */
  readonly after: Definition;
  /** Where somebody who stands there goes on; null: they stay on their version. */
  readonly transferOf: (state: Pick<EnrollmentState, "currentStepId" | "sequenceVersion">) => Transfer | null;
}

/** Tells whoever looks at this sequence that it changed. */
export async function sequenceChanged(tx: Tx, sequenceId: string, moment: Moment): Promise<void> {
  const changes = new Changes(moment);
  changes.addEvent("sequence.changed", { occurredAt: new Date(moment.now).toISOString(), sequenceId });
  await writeAndTell(tx, changes);
}

/** What people do at the controls is seen and worked on at once; the notice leaves with the commit. */
async function writeAndTell(tx: Tx, changes: Changes): Promise<void> {
  await changes.write(tx);
  await tellListeners(tx);
}

/** Null: they are left as they are. `position`: said where their version may not be looked up yet. */
type Move = (state: EnrollmentState, contactZone: string | null) => (Reaction & { readonly position?: number }) | null;

async function moveOne(tx: Tx, enrollmentId: string, moment: Moment, move: Move): Promise<boolean | null> {
  const [found] = await lockEnrollments(tx, [enrollmentId], []);
  if (found === undefined) return null;
  if (found.state.status === "completed" || found.state.status === "stopped") return false;
  await moveAll(tx, [found], moment, move);
  return true;
}

async function moveSequence(tx: Tx, sequenceId: string, moment: Moment, move: Move): Promise<void> {
  await moveInBatches(tx, (after) => lockEnrollmentsOfSequence(tx, sequenceId, after, batchSize), moment, move);
}

async function moveInBatches(
  tx: Tx,
  lockAfter: (afterId: string) => Promise<LockedEnrollment[]>,
  moment: Moment,
  move: Move,
): Promise<void> {
  let after = noLane;
  for (;;) {
    const batch = await lockAfter(after);
    await moveAll(tx, batch, moment, move);
    const last = batch.at(-1);
    if (last === undefined || batch.length < batchSize) return;
    after = last.state.id;
  }
}

/** Moves locked people, each as `move` says of them. */
export async function moveAll(
  tx: Tx,
  enrollments: readonly LockedEnrollment[],
  moment: Moment,
  move: Move,
): Promise<void> {
  if (enrollments.length === 0) return;
  const changes = new Changes(moment);
  for (const one of enrollments) {
    const reaction = move(one.state, one.contactZone);
    if (reaction === null) continue;
    if (reaction.cancelsWaiting) changes.cancelWaiting(one.state.id);
    const position = reaction.position ?? (await positionOf(tx, reaction.enrollment, one.currentStep));
    changes.moveEnrollment(one.state, reaction.enrollment, position);
  }
  await writeAndTell(tx, changes);
}

/** The position people read follows the step; whoever has no step keeps the last one. */
async function positionOf(tx: Tx, state: EnrollmentState, known: number): Promise<number> {
  if (state.currentStepId === null) return known;
  const definition = await loadDefinition(tx, state.sequenceId, state.sequenceVersion);
  return stepAt(definition, state.currentStepId)?.order ?? known;
}
