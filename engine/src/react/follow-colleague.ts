import type { Instant } from "../base/index.ts";
import type { StopAction } from "../sequence/index.ts";
import { type EnrollmentState, pause, type Reaction, stop } from "./machine.ts";

/** What a rule of a colleague's sequence does to somebody who did nothing themselves. */
export function followColleague(before: EnrollmentState, action: StopAction, at: Instant): Reaction {
  const isOpen = before.status === "active" || before.status === "paused";
  if (!isOpen || action === "continue") return { enrollment: before, cancelsWaiting: false };
  return action === "stop" ? stop(before, "colleague", at) : pause(before, "colleague", null);
}
