import type { Instant } from "../base/index.ts";
import type { Constraint } from "./constraints.ts";
import { type Place, type PlanPerson, plan, type Snapshot } from "./plan.ts";

/** What is ahead of one person where nothing else changes. */
export interface Outlook {
  /** In the order in which they decide. */
  readonly constraints: readonly Constraint[];
  /** When their next email leaves; null: a person must act first, or none is left. */
  readonly plannedAt: Instant | null;
}

/** Somebody whose account is full is looked at again each day: a year of days, and their windows. */
const mostLooks = 1_000;

/**
 * Follows one person over everything the planner will decide by itself until their next email has its instant, by asking
 * it again whenever it would look again. `from` is when it looks first: their due instant. A snapshot that does not
 * change gives the instant at which the email will really leave.
 */
export function outlookOf(snapshot: Snapshot, from: Instant): Outlook {
  const constraints: Constraint[] = [];
  let [person] = snapshot.people;
  let now = from;
  for (let look = 0; look < mostLooks && person !== undefined; look += 1) {
    const [decision] = plan({ ...snapshot, people: [person] }, now);
    if (decision === undefined) break;
    constraints.push(...decision.constraints);
    if (decision.do === "send") return { constraints, plannedAt: decision.at };
    if (decision.moved !== null) person = standing(person, decision.moved);
    if (decision.do === "wait") now = decision.until;
    else if (decision.do === "task" && decision.goesOn !== null && decision.goesOn !== "finish") {
      person = standing(person, decision.goesOn);
      now = decision.goesOn.dueAt;
      constraints.push({ code: "delay", freesAt: now });
    } else {
      if (decision.do === "task" && decision.goesOn === null) constraints.push({ code: "task_open", freesAt: null });
      return { constraints, plannedAt: null };
    }
  }
  return { constraints, plannedAt: null };
}

function standing(person: PlanPerson, { stepId, dueAt }: Place): PlanPerson {
  return { ...person, stepId, stepDueAt: dueAt };
}
