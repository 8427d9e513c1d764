import type { Instant } from "../base/index.ts";
import type { EnrollmentState } from "./machine.ts";

/** Who is held how firmly; whoever completed a sequence is mailed no more, as is who was stopped. */
const firmness = { active: 0, paused: 1, completed: 2, stopped: 2 } as const;

/**
 * Whether an enrollment would be written to where it had not been, or sooner: stopped before and not now, waiting before
 * and going on now, or waiting for less time. What nobody of the team said must never come out so.
 */
export function isFreer(before: EnrollmentState, after: EnrollmentState): boolean {
  if (firmness[after.status] !== firmness[before.status]) return firmness[after.status] < firmness[before.status];
  return after.status === "paused" && waitsUntil(after) < waitsUntil(before);
}

/** Who waits for a person waits for ever. */
function waitsUntil({ resumeAt }: EnrollmentState): number {
  return resumeAt ?? Number.POSITIVE_INFINITY;
}

/** Whether somebody goes on although this very reply counts: the team let it be so, by its settings or by hand. */
export function goesOnDespite({ status, repliedAt }: EnrollmentState, at: Instant): boolean {
  return status === "active" && repliedAt === at;
}
