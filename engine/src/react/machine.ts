import { type Instant, laterOf, type Zone } from "../base/index.ts";
import { dueAfter } from "../schedule/index.ts";
import type { Definition, StepDefinition, StopAction, StopCause } from "../sequence/index.ts";
import { stepAfter, stepAt } from "../sequence/index.ts";
import { endsAddress, type Signal } from "../track/index.ts";
import { askedForAt, backAfter } from "./absence.ts";
import { actionAt, causeOf } from "./policy.ts";

export const enrollmentStatuses = ["active", "paused", "completed", "stopped"] as const;
export type EnrollmentStatus = (typeof enrollmentStatuses)[number];

/** Why a person left a sequence. */
export type StopReason =
  | "replied"
  | "unsubscribed"
  | "complained"
  | "bounced"
  | "removed"
  | "archived"
  | "suppressed"
  | "exit"
  | "out_of_office"
  | "left_company"
  | "wrong_person"
  | "meeting"
  | "colleague"
  | "trigger"
  /** Never mailed: chosen by chance to see what happens without. */
  | "held_out";
/** Why a person waits for somebody or for a date. */
export type PauseReason =
  | "by_hand"
  | "replied"
  | "out_of_office"
  | "bounced"
  | "refused"
  | "failed"
  | "meeting"
  | "colleague";

/** One episode of one contact in one sequence, as far as reactions need it. */
export interface EnrollmentState {
  readonly id: string;
  readonly contactId: string;
  readonly sequenceId: string;
  readonly sequenceVersion: number;
  readonly status: EnrollmentStatus;
  readonly currentStepId: string | null;
  /** When the current step falls due by its delay alone. */
  readonly stepDueAt: Instant | null;
  /** Set only while the planner has to look at the row. */
  readonly dueAt: Instant | null;
  readonly pauseReason: PauseReason | null;
  readonly resumeAt: Instant | null;
  readonly repliedAt: Instant | null;
  readonly completedAt: Instant | null;
  readonly stoppedAt: Instant | null;
  readonly stopReason: StopReason | null;
}

/** The email a signal speaks of, as far as reactions need it. */
export interface SignaledEmail {
  readonly id: string;
  readonly enrollmentId: string | null;
  readonly stepId: string | null;
}

export interface Surroundings {
  readonly definition: Definition;
  /** The zone in which this person's days are counted. */
  readonly zone: Zone;
  /** What a rule of the sequence that was answered says of this other one; null or absent: it does as it says itself. */
  readonly told?: StopAction | null;
}

export interface Reaction {
  readonly enrollment: EnrollmentState;
  /** Waiting emails of the enrollment are canceled in the same transaction: whatever arrives first wins. */
  readonly cancelsWaiting: boolean;
  /** What somebody of the team has to do now that the person waits for it. */
  readonly asks?: "answer" | "address";
}

/** What a signal does to the person beyond their enrollments. */
export interface PersonEffect {
  readonly suppress: "unsubscribe" | "hard_bounce" | "complaint" | null;
  readonly addressDead: boolean;
}

/** Signals about the person: they reach every sequence the contact is in, not only the email's own. */
export function concernsPerson(signal: Signal): boolean {
  switch (signal.kind) {
    case "replied":
    case "auto_replied":
    case "complained":
    case "unsubscribed":
    case "meeting_booked":
    case "meeting_canceled":
    case "deal_stage":
    case "tagged":
    case "custom_event":
    case "segment_entered":
      return true;
    case "bounced":
      return endsAddress(signal);
    default:
      return false;
  }
}

export function effectOnPerson(signal: Signal): PersonEffect {
  switch (signal.kind) {
    case "unsubscribed":
      return { suppress: "unsubscribe", addressDead: false };
    case "complained":
      return { suppress: "complaint", addressDead: false };
    case "bounced":
      // Only 5.1.x says that the address is dead; policy never suppresses a person, a full mailbox only by a run (B16).
      return { suppress: null, addressDead: endsAddress(signal) };
    default:
      return { suppress: null, addressDead: false };
  }
}

/**
 * The one table of reactions: what a signal does to one enrollment. Pure; the caller stores the result in the
 * transaction that stores the signal. A finished or stopped enrollment never moves again.
 */
export function react(
  before: EnrollmentState,
  signal: Signal,
  email: SignaledEmail | null,
  around: Surroundings,
): Reaction {
  const unmoved: Reaction = { enrollment: before, cancelsWaiting: false };
  if (before.status === "completed" || before.status === "stopped") {
    // A late answer still dates the episode: reports count it, the state stays.
    if (signal.kind !== "replied" || signal.actor === "machine" || before.repliedAt !== null) return unmoved;
    return { enrollment: { ...before, repliedAt: signal.occurredAt }, cancelsWaiting: false };
  }
  const cause = causeOf(signal);
  if (cause !== null) return answer(before, signal, cause, around);
  const own = email !== null && email.enrollmentId === before.id;
  switch (signal.kind) {
    case "sent":
      return own
        ? { enrollment: passStep(before, email.stepId, signal.occurredAt, around), cancelsWaiting: false }
        : unmoved;
    case "complained":
      return stop(before, "complained", signal.occurredAt);
    case "bounced":
      return own ? pause(before, "refused", null) : unmoved;
    case "meeting_canceled":
      if (before.status !== "paused" || before.pauseReason !== "meeting") return unmoved;
      return { enrollment: resume(before, signal.occurredAt), cancelsWaiting: false };
    case "failed":
      return own ? pause(before, "failed", null) : unmoved;
    case "opened":
    case "clicked":
      return own && signal.actor === "human" ? lookAgain(before, signal.occurredAt, around.definition) : unmoved;
    case "task_done":
      return signal.enrollmentId === before.id ? advanceTask(before, signal, around) : unmoved;
    default:
      return unmoved;
  }
}

const stopReasons: Partial<Record<StopCause, StopReason>> = {
  unsubscribe: "unsubscribed",
  out_of_office: "out_of_office",
  left_company: "left_company",
  wrong_person: "wrong_person",
  bounce: "bounced",
  meeting: "meeting",
};

/** Does what the sequence's rules say of this cause (`policy.ts`). */
function answer(before: EnrollmentState, signal: Signal, cause: StopCause, around: Surroundings): Reaction {
  const { definition, zone, told } = around;
  const at = signal.occurredAt;
  const isReply = signal.kind === "replied";
  const dated = isReply ? { ...before, repliedAt: before.repliedAt ?? at } : before;
  const action = actionAt(definition.settings, cause, "enrollment");
  // Only what nobody may overrule is not overruled: whoever asked to be left alone is.
  switch (cause === "unsubscribe" ? action : (told ?? action)) {
    case "stop":
      return stop(dated, stopReasons[cause] ?? "replied", at);
    case "continue":
      return isReply ? lookAgain(dated, at, definition) : { enrollment: dated, cancelsWaiting: false };
    case "pause":
      if (cause === "out_of_office") return pause(dated, "out_of_office", backAfter(signal, zone));
      if (cause === "meeting") return waitForMeeting(dated);
      if (cause === "not_now") return waitUntilAsked(dated, askedForAt(signal, zone));
      return waitForTeam(dated, cause === "bounce" ? "bounced" : "replied");
  }
}

/** A meeting that is canceled lets them go on, so it never takes the place of what else they wait for. */
function waitForMeeting(before: EnrollmentState): Reaction {
  const waitsForSomebody = before.status === "paused" && before.resumeAt === null;
  return waitsForSomebody ? { enrollment: before, cancelsWaiting: true } : pause(before, "meeting", null);
}

/** With a date nobody has to remember it; without one the team does. */
function waitUntilAsked(before: EnrollmentState, at: Instant | null): Reaction {
  return at === null ? waitForTeam(before, "replied") : pause(before, "replied", at);
}

/** Whoever waits for it already asks for nothing new. */
function waitForTeam(before: EnrollmentState, reason: "replied" | "bounced"): Reaction {
  const isNew = before.status !== "paused" || before.pauseReason !== reason;
  return { ...pause(before, reason, null), ...(isNew ? { asks: reason === "bounced" ? "address" : "answer" } : {}) };
}

/** Whoever waits for something may have waited for this: the planner judges it, now. */
export function lookAgain(before: EnrollmentState, at: Instant, definition: Definition): Reaction {
  const step = before.currentStepId === null ? null : stepAt(definition, before.currentStepId);
  if (step?.kind !== "wait" || before.status !== "active" || before.stepDueAt === null || before.stepDueAt > at)
    return { enrollment: before, cancelsWaiting: false };
  return { enrollment: { ...before, dueAt: at }, cancelsWaiting: false };
}

/** What had to be done by hand is done: the next delay counts from here. */
function advanceTask(before: EnrollmentState, signal: Signal, around: Surroundings): Reaction {
  const { stepId } = signal.meta;
  // Of a task that nobody waited for, the outcome may be what a later step waits for.
  if (stepId === undefined || stepId !== before.currentStepId)
    return lookAgain(before, signal.occurredAt, around.definition);
  const enrollment = passStep(before, stepId, signal.occurredAt, around);
  return { enrollment, cancelsWaiting: false };
}

/**
 * A step that somebody stands before was done at `at` (B8): the next one's delay counts from there. Whoever stands
 * elsewhere has passed it already.
 */
export function passStep(
  before: EnrollmentState,
  stepId: string | null,
  at: Instant,
  { definition, zone }: Surroundings,
): EnrollmentState {
  if (stepId === null || stepId !== before.currentStepId) return before;
  const next = stepAfter(definition, stepId);
  return next === null ? complete(before, at) : standAt(before, next, dueAfter(next.delay, at, { definition, zone }));
}

/** Puts an enrollment before `step`, which falls due at `stepDueAt`; a paused one keeps waiting for its person. */
export function standAt(before: EnrollmentState, step: StepDefinition, stepDueAt: Instant): EnrollmentState {
  return {
    ...before,
    currentStepId: step.id,
    stepDueAt,
    dueAt: before.status === "active" ? stepDueAt : before.resumeAt,
  };
}

export function complete(before: EnrollmentState, at: Instant): EnrollmentState {
  return {
    ...before,
    status: "completed",
    currentStepId: null,
    stepDueAt: null,
    dueAt: null,
    resumeAt: null,
    completedAt: at,
  };
}

export function stop(before: EnrollmentState, reason: StopReason, at: Instant): Reaction {
  const enrollment: EnrollmentState = {
    ...before,
    status: "stopped",
    dueAt: null,
    resumeAt: null,
    stoppedAt: at,
    stopReason: reason,
    repliedAt: reason === "replied" ? (before.repliedAt ?? at) : before.repliedAt,
  };
  return { enrollment, cancelsWaiting: true };
}

/** Without `resumeAt` a person waits until somebody resumes them. A stronger reason than the present one stays. */
export function pause(before: EnrollmentState, reason: PauseReason, resumeAt: Instant | null): Reaction {
  const waitsForSomebody = before.status === "paused" && before.resumeAt === null;
  if (waitsForSomebody && resumeAt !== null) return { enrollment: before, cancelsWaiting: true };
  return {
    enrollment: { ...before, status: "paused", pauseReason: reason, resumeAt, dueAt: resumeAt },
    cancelsWaiting: true,
  };
}

/** Back to work: the step keeps its own due instant and is planned afresh, never as a burst (B8). */
export function resume(before: EnrollmentState, now: Instant): EnrollmentState {
  return {
    ...before,
    status: "active",
    pauseReason: null,
    resumeAt: null,
    dueAt: before.stepDueAt === null ? now : laterOf(before.stepDueAt, now),
  };
}

/** Plans the current step again, e.g. after its held email was mended or its sequence resumed. */
export function planAgain(before: EnrollmentState, now: Instant): EnrollmentState {
  if (before.status !== "active") return before;
  return { ...before, dueAt: before.stepDueAt === null ? now : laterOf(before.stepDueAt, now) };
}
