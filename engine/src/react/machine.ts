import {
  addMs,
  DAY_MS,
  epochDayFromIso,
  type Instant,
  laterOf,
  toInstant,
  toLocal,
  weekdayIndexOf,
  type Zone,
} from "../base/index.ts";
import { dueAfter } from "../schedule/index.ts";
import type { Definition, StepDefinition } from "../sequence/index.ts";
import { stepAfter, stepAt } from "../sequence/index.ts";
import type { Signal } from "../track/index.ts";

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
  | "exit";
/** Why a person waits for somebody or for a date. */
export type PauseReason = "by_hand" | "replied" | "out_of_office" | "bounced" | "refused" | "failed";

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
}

export interface Reaction {
  readonly enrollment: EnrollmentState;
  /** Waiting emails of the enrollment are canceled in the same transaction: whatever arrives first wins. */
  readonly cancelsWaiting: boolean;
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
      return true;
    case "bounced":
      return signal.meta.bounceType === "hard";
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
      // Only 5.1.x says that the address is dead; policy and full mailboxes never suppress a person (B16).
      return { suppress: null, addressDead: signal.meta.bounceType === "hard" };
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
  const own = email !== null && email.enrollmentId === before.id;
  switch (signal.kind) {
    case "sent":
      return own ? { enrollment: advance(before, email, signal.occurredAt, around), cancelsWaiting: false } : unmoved;
    case "replied":
      return reactToReply(before, signal, around.definition);
    case "auto_replied":
      return reactToAbsence(before, signal, around.zone);
    case "unsubscribed":
      return stop(before, "unsubscribed", signal.occurredAt);
    case "complained":
      return stop(before, "complained", signal.occurredAt);
    case "bounced":
      if (signal.meta.bounceType === "hard") {
        return around.definition.settings.bounceHandling === "stop"
          ? stop(before, "bounced", signal.occurredAt)
          : pause(before, "bounced", null);
      }
      return own ? pause(before, "refused", null) : unmoved;
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

/** Whoever waits for something may have waited for this: the planner judges it, now. */
function lookAgain(before: EnrollmentState, at: Instant, definition: Definition): Reaction {
  const step = before.currentStepId === null ? null : stepAt(definition, before.currentStepId);
  if (step?.kind !== "wait" || before.status !== "active" || before.stepDueAt === null || before.stepDueAt > at)
    return { enrollment: before, cancelsWaiting: false };
  return { enrollment: { ...before, dueAt: at }, cancelsWaiting: false };
}

/** What had to be done by hand is done: the next delay counts from here. */
function advanceTask(before: EnrollmentState, signal: Signal, { definition, zone }: Surroundings): Reaction {
  const { stepId } = signal.meta;
  if (stepId === undefined || stepId !== before.currentStepId) return { enrollment: before, cancelsWaiting: false };
  const next = stepAfter(definition, stepId);
  const enrollment =
    next === null
      ? complete(before, signal.occurredAt)
      : standAt(before, next, dueAfter(next.delay, signal.occurredAt, { definition, zone }));
  return { enrollment, cancelsWaiting: false };
}

/** The email has left: its step really happened now, and the next delay counts from here (B8). */
function advance(
  before: EnrollmentState,
  email: SignaledEmail,
  sentAt: Instant,
  { definition, zone }: Surroundings,
): EnrollmentState {
  if (email.stepId === null || email.stepId !== before.currentStepId) return before;
  const next = stepAfter(definition, email.stepId);
  if (next === null) return complete(before, sentAt);
  return standAt(before, next, dueAfter(next.delay, sentAt, { definition, zone }));
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

function reactToReply(before: EnrollmentState, signal: Signal, definition: Definition): Reaction {
  const handling = definition.settings.replyHandling;
  if (handling === "stop") return stop(before, "replied", signal.occurredAt);
  const dated = { ...before, repliedAt: before.repliedAt ?? signal.occurredAt };
  if (handling === "pause") return pause(dated, "replied", null);
  return lookAgain(dated, signal.occurredAt, definition);
}

const absenceWithoutDateDays = 5;
const firstWorkingMinute = 9 * 60;

/** Out of office is not a reply: everything waits until the morning of the business day after the return (B13). */
function reactToAbsence(before: EnrollmentState, signal: Signal, zone: Zone): Reaction {
  const returns = signal.meta.returnsOn === undefined ? null : epochDayFromIso(signal.meta.returnsOn);
  const today = toLocal(zone, signal.occurredAt).epochDay;
  const day = returns?.ok && returns.value >= today ? returns.value : today + absenceWithoutDateDays;
  const resumeAt = toInstant(zone, nextBusinessDay(day), firstWorkingMinute);
  return pause(before, "out_of_office", laterOf(resumeAt, addMs(signal.occurredAt, DAY_MS / 2)));
}

/** The first Monday to Friday after `epochDay`. */
function nextBusinessDay(epochDay: number): number {
  for (let day = epochDay + 1; ; day += 1) {
    if (weekdayIndexOf(day) < 5) return day;
  }
}

/** What a person sees: exactly one of these at any time (B32). */
export type EnrollmentView = "due" | "waiting" | "held" | "done" | "stopped";

/**
 * The state of the API: active → due, waiting or held; paused → waiting with a date, else held; completed → done.
 * `emailStatus` is that of the email of the current step, where one exists.
 */
export function viewOf(
  enrollment: Pick<EnrollmentState, "status" | "dueAt" | "resumeAt">,
  emailStatus: string | null,
  now: Instant,
): EnrollmentView {
  if (enrollment.status === "completed") return "done";
  if (enrollment.status === "stopped") return "stopped";
  if (enrollment.status === "paused") return enrollment.resumeAt === null ? "held" : "waiting";
  if (emailStatus === "held" || emailStatus === "uncertain") return "held";
  return enrollment.dueAt !== null && enrollment.dueAt <= now ? "due" : "waiting";
}
