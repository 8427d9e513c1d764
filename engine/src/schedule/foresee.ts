import type { Instant } from "../base/index.ts";
import type { Definition } from "../sequence/index.ts";
import { freeAccount } from "./accounts.ts";
import { outlookOf } from "./outlook.ts";
import { type PlanPerson, planKey } from "./plan.ts";

/** Somebody whose next mail is asked for; of what happens to them meanwhile nothing is assumed. */
export interface Foreseen {
  readonly stepId: string;
  readonly stepDueAt: Instant;
  readonly contactZone: string | null;
}

/**
 * When the next mail leaves for somebody, by delays, windows and the conditions as they stand if nothing more happens;
 * null where none follows before somebody acts (a task, a wait without an end) or the way ends.
 */
export function nextMailAt(definition: Definition, who: Foreseen, now: Instant): Instant | null {
  const { sequenceId, version } = definition;
  const person: PlanPerson = {
    ...who,
    enrollmentId: "somebody",
    contactId: "somebody",
    sequenceId,
    sequenceVersion: version,
    status: "active",
    resumeAt: null,
    isFollowUp: true,
    accountId: null,
    barred: null,
    facts: null,
    newcomer: null,
  };
  const sequences = new Map([[planKey(sequenceId, version), { definition, isPaused: false }]]);
  const accounts = [freeAccount()];
  return outlookOf({ seed: "", people: [person], sequences, accounts, intake: new Map() }, now).plannedAt;
}
