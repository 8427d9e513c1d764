import type { Instant } from "../base/index.ts";
import type { EnrollmentState } from "../react/index.ts";
import type { Decision } from "../schedule/index.ts";

/** One thing that happened to one contact. */
export interface LogLine {
  readonly contactId: string;
  readonly stepId: string | null;
  readonly accountId: string | null;
  readonly variantId: string | null;
  readonly at: Instant;
  /** Begins with a verb; what it depends on follows a colon: `branch: <lane>`, `stop: replied`. */
  readonly decision: string;
}

/** Whose line it is, and when. */
interface Where {
  readonly contactId: string;
  readonly at: Instant;
}

export function lineOf(
  { contactId, at }: Where,
  decision: string,
  stepId: string | null,
  { accountId = null, variantId = null }: Partial<Pick<LogLine, "accountId" | "variantId">> = {},
): LogLine {
  return { contactId, stepId, accountId, variantId, at, decision };
}

/** How somebody stood before and after a decision that was made at an instant. */
interface Step {
  readonly before: EnrollmentState;
  readonly after: EnrollmentState;
  readonly at: Instant;
}

/**
 * What a decision of the planner says of a person. `before`: how they stood. Sends are not said here: an email is sent
 * once it has left. Neither are waits: they end in something.
 */
export function linesOfDecision(decision: Decision, { before, after, at }: Step): LogLine[] {
  const where = { contactId: before.contactId, at };
  const lines: LogLine[] = [];
  const stays = decision.do === "wait" || decision.do === "hold";
  if (before.status === "paused" && !stays) lines.push(lineOf(where, "resume", before.currentStepId));
  for (const { stepId, how } of decision.passed) lines.push(lineOf(where, passedAs[how] ?? `branch: ${how}`, stepId));
  const stepId = decision.moved?.stepId ?? before.currentStepId;
  switch (decision.do) {
    case "hold":
      lines.push(lineOf(where, `hold: ${decision.why}`, stepId));
      break;
    case "task":
      lines.push(lineOf(where, "task", decision.stepId));
      break;
    case "enroll":
      lines.push(lineOf(where, "enroll", decision.stepId));
      break;
    case "stop":
      lines.push(lineOf(where, `stop: ${decision.why}`, stepId));
      break;
  }
  if (after.status === "completed") lines.push(lineOf(where, "finish", null));
  return lines;
}

const passedAs: Readonly<Record<string, string>> = { skipped: "skip", came: "wait: came", "gave up": "wait: gave up" };

/** What a signal made of a person, where it moved them. */
export function linesOfMove(
  before: Pick<EnrollmentState, "status" | "pauseReason" | "resumeAt">,
  after: Pick<EnrollmentState, "contactId" | "status" | "pauseReason" | "resumeAt" | "stopReason" | "currentStepId">,
  at: Instant,
): LogLine[] {
  const where = { contactId: after.contactId, at };
  if (after.status === "paused") {
    const isSame =
      before.status === "paused" && before.pauseReason === after.pauseReason && before.resumeAt === after.resumeAt;
    return isSame ? [] : [lineOf(where, `pause: ${after.pauseReason}`, after.currentStepId)];
  }
  if (after.status === before.status) return [];
  if (after.status === "completed") return [lineOf(where, "finish", null)];
  return after.status === "stopped" ? [lineOf(where, `stop: ${after.stopReason}`, after.currentStepId)] : [];
}

/** Somebody who is held stays held each time the planner looks: that is said once. */
export function isSameHold(line: LogLine, last: LogLine | undefined): boolean {
  return line.decision.startsWith("hold: ") && last?.decision === line.decision && last.stepId === line.stepId;
}

/** In the order of time; what happens to different people at one instant has no order, so theirs decides. */
export function inOrder(lines: readonly LogLine[]): LogLine[] {
  return lines.toSorted((a, b) => a.at - b.at || Number(a.contactId > b.contactId) - Number(a.contactId < b.contactId));
}
