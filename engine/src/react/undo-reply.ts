import type { Instant } from "../base/index.ts";
import { type EnrollmentState, resume, type StopReason } from "./machine.ts";

/** Ends that a reply brings about, by what it was sorted as. */
const endsOfReply: ReadonlySet<StopReason | null> = new Set<StopReason | null>([
  "replied",
  "unsubscribed",
  "out_of_office",
  "left_company",
  "wrong_person",
]);

export interface RepliedAt {
  /** When the reply came: what it ended, it ended then. */
  readonly repliedAt: Instant;
  readonly now: Instant;
}

/**
 * Takes back what a reply did to one enrollment, because it was sorted wrongly: whoever it stopped or made wait goes on
 * from the step they stood before, planned afresh. What something else did since stays.
 */
export function undoReply(before: EnrollmentState, { repliedAt, now }: RepliedAt): EnrollmentState {
  const undated = before.repliedAt === repliedAt ? { ...before, repliedAt: null } : before;
  if (before.status === "stopped" && before.stoppedAt === repliedAt && endsOfReply.has(before.stopReason)) {
    return resume({ ...undated, stoppedAt: null, stopReason: null }, now);
  }
  const waits = before.pauseReason === "replied" || before.pauseReason === "out_of_office";
  return before.status === "paused" && waits ? resume(undated, now) : undated;
}
