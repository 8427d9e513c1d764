import { DAY_MS, type Instant } from "../base/index.ts";
import type { Walker } from "./walker.ts";

/** A follow-up that waited for room on its account. */
export interface LateFollowUp {
  readonly contactId: string;
  readonly stepId: string;
  readonly accountId: string;
  readonly readyAt: Instant;
  readonly sentAt: Instant;
}

const lateMs = DAY_MS;

/** Said of those the simulation is about; others wait unseen. */
export function lateFollowUp(
  walker: Walker,
  sent: Pick<LateFollowUp, "stepId" | "accountId" | "sentAt">,
): LateFollowUp | null {
  const readyAt = walker.held === null ? null : walker.waitedSince(sent.stepId);
  if (readyAt === null || sent.sentAt - readyAt <= lateMs) return null;
  return { contactId: walker.state.contactId, readyAt, ...sent };
}
