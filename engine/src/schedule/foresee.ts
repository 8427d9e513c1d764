import { type Instant, isoFromInstant, type Zone } from "../base/index.ts";
import { type Definition, firstStep, stepAfter } from "../sequence/index.ts";
import { anyAccount, freeAccount } from "./accounts.ts";
import type { RunningTests } from "./dealing.ts";
import { dueAfter } from "./delays.ts";
import { nothingKnown, type PersonFacts } from "./facts.ts";
import { outlookOf } from "./outlook.ts";
import { type Decision, type Place, type PlanPerson, plan, planKey } from "./plan.ts";
import { zoneOf } from "./zone-of.ts";

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
    accountId: anyAccount,
    barred: null,
    facts: null,
    newcomer: null,
  };
  const sequences = new Map([[planKey(sequenceId, version), { definition, isPaused: false }]]);
  const accounts = [freeAccount()];
  return outlookOf({ seed: "", people: [person], sequences, accounts, intake: new Map() }, now).plannedAt;
}

/** Somebody who would begin now. */
export interface Beginner {
  readonly contactId: string;
  readonly contactZone: string | null;
  /** What is known of them, with nothing of this episode yet. */
  readonly person: PersonFacts["person"];
  readonly custom: PersonFacts["custom"];
}

/** The instant at which somebody comes to a step: its email leaves, its task is opened, it is decided. */
export interface Reached {
  readonly stepId: string;
  readonly at: Instant;
}

/** A way has fewer steps; each is looked at a few times, where windows and waits put it off. */
const mostLooks = 2_000;

/**
 * The way of somebody who begins at `now` and does nothing: which steps they come to, and when. It asks the planner at every
 * step, as it will be asked, and ends where a person has to act first (a task that is waited for, a wait without an end).
 * Tests deal them what they deal somebody who is new to them.
 * @param seed the workspace's id, by which random splits fall
 */
export function foreseeWay(
  definition: Definition,
  who: Beginner,
  { now, seed, tests }: { readonly now: Instant; readonly seed: string; readonly tests: RunningTests },
): Reached[] {
  const way = new Map<string, Instant>();
  const { sequenceId, version } = definition;
  const sequences = new Map([[planKey(sequenceId, version), { definition, isPaused: false }]]);
  const zone = zoneOf(who, definition);
  const first = firstStep(definition);
  let place = first && { stepId: first.id, dueAt: dueAfter(first.delay, now, { definition, zone }) };
  let facts: PersonFacts = { ...nothingKnown, person: who.person, custom: who.custom, enrolledAt: isoFromInstant(now) };
  let at = place?.dueAt ?? now;
  for (let look = 0; look < mostLooks && place !== null; look += 1) {
    const person: PlanPerson = {
      ...{ enrollmentId: "somebody", contactId: who.contactId, contactZone: who.contactZone, accountId: anyAccount },
      ...{ sequenceId, sequenceVersion: version, status: "active", resumeAt: null, isFollowUp: true },
      ...{ stepId: place.stepId, stepDueAt: place.dueAt, barred: null, facts, newcomer: null },
    };
    const accounts = [freeAccount()];
    const [decision] = plan({ seed, people: [person], sequences, accounts, intake: new Map(), tests }, at);
    if (decision === undefined) break;
    for (const step of reachedBy(decision, decision.moved ?? place, at))
      if (!way.has(step.stepId)) way.set(step.stepId, step.at);
    if (decision.do === "send") facts = { ...facts, emails: [...facts.emails, sentOnly(decision.stepId)] };
    const next = goesOnAt(decision, decision.moved ?? place);
    place = next?.place ?? placeBehind(decision, { definition, zone });
    at = next?.at ?? place?.dueAt ?? at;
  }
  return [...way].map(([stepId, reachedAt]) => ({ stepId, at: reachedAt }));
}

function reachedBy(decision: Decision, place: Place, at: Instant): Reached[] {
  const passed = decision.passed.filter(({ how }) => how !== "skipped").map(({ stepId }) => ({ stepId, at }));
  if (decision.do === "send") return [...passed, { stepId: decision.stepId, at: decision.at }];
  if (decision.do === "task" || decision.do === "enroll") return [...passed, { stepId: decision.stepId, at }];
  // Whoever waits for something to happen has come to the step that waits.
  return place.dueAt <= at && decision.constraints.some(({ code }) => code === "waiting_for")
    ? [...passed, { stepId: place.stepId, at }]
    : passed;
}

/** Where they are looked at again, and when; null where an email leaves or the way ends. */
function goesOnAt(decision: Decision, place: Place): { readonly place: Place; readonly at: Instant } | null {
  if (decision.do === "wait") return { place, at: decision.until };
  if (decision.do !== "task" || decision.goesOn === null || decision.goesOn === "finish") return null;
  return { place: decision.goesOn, at: decision.goesOn.dueAt };
}

/** What follows an email, counted from the instant it leaves. */
function placeBehind(
  decision: Decision,
  around: { readonly definition: Definition; readonly zone: Zone },
): Place | null {
  const next = decision.do === "send" ? stepAfter(around.definition, decision.stepId) : null;
  return next && decision.do === "send" ? { stepId: next.id, dueAt: dueAfter(next.delay, decision.at, around) } : null;
}

function sentOnly(stepId: string): PersonFacts["emails"][number] {
  const nothing = { opened: false, clicked: false, replied: false, bounced: false, links: [], replyClass: null };
  return { stepId, sent: true, ...nothing };
}
