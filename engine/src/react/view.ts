import type { Instant } from "../base/index.ts";
import type { EnrollmentState } from "./machine.ts";

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
