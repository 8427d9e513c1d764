import { addMs, HOUR_MS, type Instant } from "../base/index.ts";
import type { Decision } from "../schedule/index.ts";
import { complete, type EnrollmentState, resume, stop } from "./machine.ts";

/** Whoever is held for a reason that may end without a word (a lost wake-up, a bug) is looked at again after this long. */
const lookAgainAfterMs = 6 * HOUR_MS;

/**
 * What a decision of the planner makes of its person: where they stand, and when the planner looks at them again (null
 * where an email, a task or somebody at the controls carries them on). The ledger writes it, the simulator keeps it.
 */
export function follow(before: EnrollmentState, decision: Decision, now: Instant): EnrollmentState {
  const woken = goesOn(before, decision) ? resume(before, now) : before;
  const { moved } = decision;
  const state = moved === null ? woken : { ...woken, currentStepId: moved.stepId, stepDueAt: moved.dueAt };
  switch (decision.do) {
    case "send":
      return { ...state, dueAt: null };
    case "wait":
      return { ...state, dueAt: decision.until };
    case "hold":
      return { ...state, dueAt: holdsForAccount(decision.why) ? null : addMs(now, lookAgainAfterMs) };
    case "task": {
      const on = decision.goesOn;
      if (on === null) return { ...state, dueAt: null };
      if (on === "finish") return complete(state, now);
      return { ...state, currentStepId: on.stepId, stepDueAt: on.dueAt, dueAt: on.dueAt };
    }
    case "enroll":
    case "finish":
      return complete(state, now);
    case "stop":
      return stop(state, decision.why, now).enrollment;
  }
}

/** Somebody whose absence is over goes on by being planned. */
function goesOn(state: EnrollmentState, decision: Decision): boolean {
  return state.status === "paused" && decision.do !== "wait" && decision.do !== "hold";
}

/** An account that comes back, or works other hours, wakes them. */
function holdsForAccount(why: string): boolean {
  return why === "no_account" || why === "account_paused" || why === "provider_stopped" || why === "workday";
}
