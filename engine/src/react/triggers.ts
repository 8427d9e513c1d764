import type { Instant } from "../base/index.ts";
import { fold, holds } from "../condition/index.ts";
import { dueAfter, type EmailFacts, factsOf, type PersonFacts } from "../schedule/index.ts";
import { stepAt, type Trigger, type TriggerAction, type TriggerOn } from "../sequence/index.ts";
import type { Signal } from "../track/index.ts";
import {
  type EnrollmentState,
  type Reaction,
  type SignaledEmail,
  type Surroundings,
  standAt,
  stop,
} from "./machine.ts";

/** What a trigger may look at beside the signal. */
export interface TriggerEmail extends SignaledEmail {
  /** Where the link leads that was clicked. */
  readonly url: string | null;
}

const signalOf: Readonly<Record<TriggerOn["signal"], Signal["kind"]>> = {
  opened: "opened",
  clicked: "clicked",
  replied: "replied",
  meeting: "meeting_booked",
  deal_stage: "deal_stage",
  tag: "tagged",
  event: "custom_event",
  segment: "segment_entered",
};

/**
 * The triggers of a version that this signal meets, in their order, whatever their condition says. Only what people did
 * counts: machines open, click and answer too, and never move anybody.
 */
export function triggersMet(
  triggers: readonly Trigger[] | undefined,
  before: EnrollmentState,
  signal: Signal,
  email: TriggerEmail | null,
): Trigger[] {
  const isOpen = before.status === "active" || before.status === "paused";
  if (triggers === undefined || !isOpen || signal.actor !== "human") return [];
  const own = email !== null && email.enrollmentId === before.id ? email : null;
  return triggers.filter(({ on }) => meets(on, signal, own));
}

function meets(on: TriggerOn, signal: Signal, own: TriggerEmail | null): boolean {
  if (signalOf[on.signal] !== signal.kind) return false;
  const { meta } = signal;
  switch (on.signal) {
    case "opened":
      return own !== null && isMeant(on.step, own.stepId);
    case "clicked":
      return own !== null && isMeant(on.step, own.stepId) && (own.url ?? "").includes(on.link ?? "");
    case "replied":
      // A fresh mail of the person answers no step, and answers the sequence all the same.
      return on.step === undefined || on.step === own?.stepId;
    case "meeting":
      return true;
    case "deal_stage":
      return isSameWord(on.stage, meta.stage);
    case "tag":
      return isSameWord(on.tag, meta.tag);
    case "event":
      return isSameWord(on.event, meta.name);
    case "segment":
      return on.segmentId !== undefined && on.segmentId === meta.segmentId;
  }
}

function isMeant(wanted: string | undefined, stepId: string | null): boolean {
  return wanted === undefined || wanted === stepId;
}

function isSameWord(wanted: string | undefined, said: string | undefined): boolean {
  return wanted === undefined || (said !== undefined && fold(wanted) === fold(said));
}

/** What is known of the person once this signal counts too, which is not stored yet. */
export function factsAfter(facts: PersonFacts, signal: Signal, email: TriggerEmail | null): PersonFacts {
  if (email === null || email.stepId === null) return facts;
  const { kind, meta } = signal;
  const news: EmailFacts = {
    stepId: email.stepId,
    sent: true,
    opened: kind === "opened",
    clicked: kind === "clicked",
    replied: kind === "replied",
    bounced: false,
    links: email.url === null ? [] : [email.url],
    replyClass: meta.replyClass ?? null,
  };
  return { ...facts, emails: [...facts.emails, news] };
}

/** Whether the condition of a trigger holds for the person; `seed` names them. */
export function triggerHolds(
  trigger: Trigger,
  facts: PersonFacts,
  { now, seed }: { readonly now: Instant; readonly seed: string },
): boolean {
  return !trigger.if || holds(trigger.if, factsOf(facts), { now, seed });
}

/**
 * Where a trigger puts the person itself; enrolling elsewhere, tasks and deals leave them where they are. Somebody who has left
 * by now, perhaps by this very signal, never moves.
 */
export function pull(before: EnrollmentState, what: TriggerAction, at: Instant, around: Surroundings): Reaction {
  const unmoved: Reaction = { enrollment: before, cancelsWaiting: false };
  if (before.status === "completed" || before.status === "stopped") return unmoved;
  if (what.action === "stop") return stop(before, "trigger", at);
  if (what.action !== "move" || what.stepId === before.currentStepId) return unmoved;
  const step = stepAt(around.definition, what.stepId);
  if (step === null) return unmoved;
  return { enrollment: standAt(before, step, dueAfter(step.delay, at, around)), cancelsWaiting: true };
}
