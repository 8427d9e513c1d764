import type { Instant } from "../base/index.ts";
import type { AttentionCode } from "./attention.ts";
import type { OpeningCode } from "./hours.ts";
import type { LimitCode } from "./limits.ts";

/** A reason an email may not leave yet, with the instant it frees (null: when a person acts). */
export interface Constraint {
  readonly code: ConstraintCode;
  readonly freesAt: Instant | null;
  /** What the sentence of `explain` needs: a zone, a limit, a reason. */
  readonly subject?: string;
}
export type ConstraintCode =
  | "delay"
  | "waiting_for"
  | "task_open"
  | "away"
  | "suppressed"
  | OpeningCode
  | "spread"
  | "intake"
  | LimitCode
  | AttentionCode
  | "gave_way"
  | "gap"
  | "account_paused"
  | "provider_stopped"
  | "no_account"
  | "sequence_paused"
  | "paused"
  | "held"
  | "uncertain";
