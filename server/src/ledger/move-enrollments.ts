import { causeOf, followColleague, type Reaction, react, saidOfOthers, type TriggerEmail } from "@haste/engine/react";
import { zoneOf } from "@haste/engine/schedule";
import { type Definition, type StopAction, stepAt } from "@haste/engine/sequence";
import type { Signal } from "@haste/engine/track";
import type { Tx } from "../platform/db/index.ts";
import type { Changes } from "./changes.ts";
import { loadDefinition } from "./definitions.ts";
import type { Colleagues } from "./find-colleagues.ts";
import { fireTriggers } from "./fire-triggers.ts";
import { linksOfStep } from "./links-of-step.ts";
import type { People } from "./people-under-lock.ts";
import type { LockedEmail } from "./queries/emails.ts";
import type { LockedEnrollment } from "./queries/enrollments.ts";

export interface Moving {
  readonly changes: Changes;
  readonly people: People;
  /** Whom else the rules of the sequences reach with this signal. */
  readonly colleagues: Colleagues | undefined;
}

const titles = { answer: "Reply to", address: "Check the address of" } as const;

/** Moves everybody whom a signal reaches: the person by reactions and triggers, colleagues by the rules of the person's sequence. */
export async function moveEnrollments(
  tx: Tx,
  signal: Signal,
  email: LockedEmail | null,
  { changes, people, colleagues }: Moving,
): Promise<void> {
  const ownId = email?.enrollment_id ?? signal.enrollmentId ?? null;
  const told = await saidByOwn(tx, signal, ownId === null ? undefined : people.find(ownId));
  let hasAsked = false;
  for (const one of people.reachedBy(signal, email)) {
    const definition = await definitionOf(tx, one);
    const known = email === null ? null : emailOf(email, signal, definition);
    const reaction = react(one.state, signal, known, {
      definition,
      zone: zoneOf({ contactZone: one.contactZone }, definition),
      told: one.state.id === ownId ? null : told,
    });
    if (reaction.asks !== undefined && !hasAsked) {
      // One answer is owed, in however many sequences the person waits for it.
      hasAsked = true;
      const { id: enrollmentId, contactId, sequenceId, sequenceVersion } = one.state;
      const title = titles[reaction.asks];
      changes.askTask({ enrollmentId, contactId, sequenceId, sequenceVersion, title, isNamed: true });
    }
    const enrollment = await fireTriggers(tx, { signal, email: known, one, definition }, reaction.enrollment, changes);
    move({ one, definition, reaction: { ...reaction, enrollment } }, changes, people);
  }
  for (const [id, action] of colleagues ?? []) {
    const one = people.find(id);
    if (one === undefined) continue;
    const reaction = followColleague(one.state, action, signal.occurredAt);
    move({ one, definition: await definitionOf(tx, one), reaction }, changes, people);
  }
}

async function saidByOwn(tx: Tx, signal: Signal, own: LockedEnrollment | undefined): Promise<StopAction | null> {
  const cause = causeOf(signal);
  return own === undefined || cause === null ? null : saidOfOthers((await definitionOf(tx, own)).settings, cause);
}

function definitionOf(tx: Tx, { state }: LockedEnrollment): Promise<Definition> {
  return loadDefinition(tx, state.sequenceId, state.sequenceVersion);
}

interface Moved {
  readonly one: LockedEnrollment;
  readonly definition: Definition;
  readonly reaction: Reaction;
}

function move({ one, definition, reaction }: Moved, changes: Changes, people: People): void {
  const { enrollment, cancelsWaiting } = reaction;
  if (cancelsWaiting) changes.cancelWaiting(one.state.id);
  if (enrollment === one.state) return;
  const step = enrollment.currentStepId === null ? null : stepAt(definition, enrollment.currentStepId);
  changes.moveEnrollment(one.state, enrollment, step?.order ?? definition.steps.length);
  people.update(enrollment);
}

function emailOf(email: LockedEmail, signal: Signal, definition: Definition): TriggerEmail {
  const { id, enrollment_id: enrollmentId, step_id: stepId } = email;
  const step = stepId === null || signal.link === null ? null : stepAt(definition, stepId);
  const url = signal.link === null ? null : (linksOfStep(definition, step, email.variant_id)[signal.link] ?? null);
  return { id, enrollmentId, stepId, url };
}
