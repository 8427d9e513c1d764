import {
  type EnrollmentState,
  factsAfter,
  pull,
  type Reaction,
  type TriggerEmail,
  triggerHolds,
  triggersMet,
} from "../react/index.ts";
import type { Signal } from "../track/index.ts";
import type { Walker } from "./walker.ts";

interface Shot {
  readonly signal: Signal;
  readonly email: TriggerEmail | null;
  /** Where the reaction to the signal left the person. */
  readonly after: EnrollmentState;
  readonly seed: string;
  /** Lets the person begin in another sequence. */
  readonly enter: (sequenceId: string) => void;
}

/**
 * What the triggers of a version make of the person, each once in an episode. Tasks that they open and deals that they
 * move leave the person where they are and are not simulated.
 */
export function fireTriggers(walker: Walker, { signal, email, after, seed, enter }: Shot): Reaction {
  let reaction: Reaction = { enrollment: after, cancelsWaiting: false };
  const { definition, zone } = walker;
  const met = triggersMet(definition.settings.triggers, walker.state, signal, email);
  if (met.length === 0) return reaction;
  const facts = factsAfter(walker.facts(), signal, email);
  const around = { now: signal.occurredAt, seed: `${seed} ${after.contactId} ${after.sequenceId}` };
  const holding = met.filter((trigger) => !walker.fired.has(trigger.id) && triggerHolds(trigger, facts, around));
  for (const trigger of holding) {
    walker.fired.add(trigger.id);
    if (trigger.do.action === "enroll") enter(trigger.do.sequenceId);
    const pulled = pull(reaction.enrollment, trigger.do, signal.occurredAt, { definition, zone });
    reaction = {
      enrollment: pulled.enrollment,
      cancelsWaiting: reaction.cancelsWaiting || pulled.cancelsWaiting,
    };
  }
  return reaction;
}
