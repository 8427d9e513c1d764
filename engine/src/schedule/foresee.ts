import type { Instant } from "../base/index.ts";
import type { Definition } from "../sequence/index.ts";
import { type Decision, type PlanAccount, type PlanPerson, plan, planKey, type Snapshot } from "./plan.ts";

/** Somebody whose next mail is asked for; of what happens to them meanwhile nothing is assumed. */
export interface Foreseen {
  readonly stepId: string;
  readonly stepDueAt: Instant;
  readonly contactZone: string | null;
}

/** Always free: a forecast for a group says when its first mail may leave, not whose room it takes. */
const freeAccount = (): PlanAccount => ({
  id: "any",
  isActive: true,
  zone: "UTC",
  dailyLimit: Number.MAX_SAFE_INTEGER,
  hourlyLimit: Number.MAX_SAFE_INTEGER,
  used: new Map(),
  minGapMs: 0,
  gapJitter: 0,
  leavesAt: [],
  workday: null,
});

/** Longer than any sequence has steps and waits on one way. */
const mostRounds = 500;

/**
 * When the next mail leaves for somebody, by delays, windows and the conditions as they stand if nothing more happens;
 * null where none follows before somebody acts (a task, a wait without an end) or the way ends.
 */
export function nextMailAt(definition: Definition, who: Foreseen, now: Instant): Instant | null {
  let { stepId, stepDueAt } = who;
  let at = now;
  for (let round = 0; round < mostRounds; round += 1) {
    const decision = decide(definition, { ...who, stepId, stepDueAt }, at);
    if (decision.do === "send") return decision.at;
    if (decision.moved !== null) ({ stepId, dueAt: stepDueAt } = decision.moved);
    if (decision.do === "wait") at = decision.until;
    else if (decision.do === "task" && decision.goesOn !== null && decision.goesOn !== "finish")
      ({ stepId, dueAt: stepDueAt } = decision.goesOn);
    else return null;
  }
  return null;
}

function decide(definition: Definition, who: Foreseen, now: Instant): Decision {
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
  const snapshot: Snapshot = { seed: "", people: [person], sequences, accounts, intake: new Map() };
  const [decision] = plan(snapshot, now);
  if (decision === undefined) throw new Error("a plan decides about everybody in it");
  return decision;
}
