import type { Job } from "@haste/contract/nouns/operations";

/** What the clock of a workspace shows. */
export interface ClockReading {
  readonly now: Date;
  readonly rate: number;
  /** An advance is under way. */
  readonly moving: boolean;
  /** How far ahead of real time, in milliseconds. */
  readonly offsetMs: number;
}

/** How far to walk: a length of time, an instant, or the n-th next instant at which something is due. */
export type AdvanceTarget = { readonly byMs: number } | { readonly to: Date } | { readonly steps: number };

export type AdvanceOutcome =
  | { readonly kind: "settled"; readonly now: Date; readonly sent: number }
  /** It takes longer than a request may; the job tells when it has settled. */
  | { readonly kind: "job"; readonly job: Job }
  /** Another advance is under way. */
  | { readonly kind: "moving" };

/**
 * The sandbox clock, which the wiring implements: walking it runs every stage at every instant on the way, and a noun
 * may not reach into the pipeline.
 */
export interface SandboxClock {
  read(workspaceId: string): Promise<ClockReading>;
  setRate(workspaceId: string, rate: 1 | 60 | 1000): Promise<ClockReading>;
  advance(workspaceId: string, target: AdvanceTarget): Promise<AdvanceOutcome>;
  /** Walks a little for an act; waits its turn while an advance is under way, and is never refused. */
  walk(workspaceId: string, byMs: number): Promise<void>;
}
