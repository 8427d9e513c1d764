import type { Instant } from "../base/index.ts";

export type SequenceStatus = "draft" | "active" | "paused" | "completed";

/** What decides whether a sequence takes people in, and whether it is over. */
export interface SequenceLife {
  /** As it was left by whoever activated or paused it. */
  readonly status: SequenceStatus;
  /** From then on it takes nobody in. */
  readonly endsAt: Instant | null;
  /** When somebody closed it by hand. */
  readonly closedAt: Instant | null;
  /** How many are active or paused in it. */
  readonly onTheWay: number;
}

/** Since when it takes nobody in, by hand or by its date, whichever came first; null: it is open. */
export function closedSince({ endsAt, closedAt }: Pick<SequenceLife, "endsAt" | "closedAt">, now: Instant) {
  const ended = endsAt !== null && endsAt <= now ? endsAt : null;
  if (closedAt === null || ended === null) return closedAt ?? ended;
  return closedAt < ended ? closedAt : ended;
}

/**
 * `draft → active ⇄ paused → completed`. Completed is nothing anybody sets: closed to new people, and the last one on
 * the way has ended.
 */
export function statusOf(life: SequenceLife, now: Instant): SequenceStatus {
  if (life.status !== "active" && life.status !== "paused") return life.status;
  return life.onTheWay === 0 && closedSince(life, now) !== null ? "completed" : life.status;
}
