import {
  type EnrollmentState,
  factsAfter,
  pull,
  type Reaction,
  type TriggerEmail,
  triggerHolds,
  triggersMet,
} from "../react/index.ts";
import type { Definition } from "../sequence/index.ts";
import type { Signal } from "../track/index.ts";
import type { Walker } from "./walker.ts";

interface Shot {
  readonly signal: Signal;
  readonly email: TriggerEmail | null;
  /** Where the reaction to the signal left the person. */
  readonly after: EnrollmentState;
  readonly definition: Definition;
  readonly seed: string;
}

/**
 * Where the triggers of a version put the person, each once in an episode. What they start besides (tasks, other
 * sequences) leaves the person where they are and is not simulated.
 */
export function fireTriggers(walker: Walker, { signal, email, after, definition, seed }: Shot): Reaction {
  let reaction: Reaction = { enrollment: after, cancelsWaiting: false };
  const met = triggersMet(definition.settings.triggers, walker.state, signal, email);
  if (met.length === 0) return reaction;
  const facts = factsAfter(walker.facts(), signal, email);
  const around = { now: signal.occurredAt, seed: `${seed} ${after.contactId} ${after.sequenceId}` };
  for (const trigger of met) {
    if (walker.fired.has(trigger.id) || !triggerHolds(trigger, facts, around)) continue;
    walker.fired.add(trigger.id);
    const pulled = pull(reaction.enrollment, trigger.do, signal.occurredAt, { definition, zone: walker.zone });
    reaction = {
      enrollment: pulled.enrollment,
      cancelsWaiting: reaction.cancelsWaiting || pulled.cancelsWaiting,
    };
  }
  return reaction;
}
