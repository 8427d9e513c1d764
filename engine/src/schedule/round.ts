/** What the decisions of one plan share. */

import type { Instant } from "../base/index.ts";
import type { PooledAccount } from "../sequence/index.ts";
import type { AttentionBook } from "./attention.ts";
import type { RunningTests } from "./dealing.ts";
import type { PacedCapacity, SharedLimits } from "./limits.ts";
import type { ZonedWindows } from "./windows.ts";

export interface PlanAccount extends PacedCapacity {
  readonly isActive: boolean;
  readonly minGapMs: number;
  /** 0–1: by how much a gap may grow or shrink. */
  readonly gapJitter: number;
  /** Instants at which this account's emails leave or left lately, ascending; empty where `minGapMs` is 0. */
  readonly leavesAt: Instant[];
  /** The hours in which its person works; null: any. */
  readonly workday: ZonedWindows | null;
  /** 0–100, its reputation; left out: nothing speaks against it. */
  readonly health?: number | undefined;
  /** Who runs the mailbox, as recipient providers are named; left out: nobody known. */
  readonly provider?: string | undefined;
}

/** The accounts a sequence names; null: every one. */
export type Pool = readonly PooledAccount[] | null;

/** Who may send for a sequence: what the newcomers of one call share. */
export interface Candidates {
  readonly entries: readonly PooledAccount[];
  readonly healthiest: number;
}

/** What the decisions of one call share: the accounts, the places of newcomers, the dice and the present. */
export interface Round {
  /** Those of the snapshot, until something is taken from one. */
  readonly accounts: Map<string, PlanAccount>;
  readonly ownCopies: Set<string>;
  /** What all accounts share, with what this plan takes; null: nothing. */
  readonly limits: SharedLimits | null;
  /** How much mail one person gets, with what this plan adds; null: as much as there is. */
  readonly attention: AttentionBook | null;
  /** Recipient providers by domain, where they were looked up. */
  readonly mx: ReadonlyMap<string, string> | undefined;
  /** Who begins on which day, with those of this plan. */
  readonly intake: Map<string, number>;
  /** When windows that no workday meets now are met within the year, by window and account: dear to find out. */
  readonly meetings: Map<string, Instant | null>;
  /** What is used of today, by account: asked for each new person, changed only where something is taken. */
  readonly days: Map<string, { readonly cap: number; readonly used: number }>;
  /** Who may send, by the pool of a sequence. */
  readonly pools: Map<Pool, Candidates>;
  /** When each account was last busy, where two were as full. */
  readonly lastHours: Map<string, number>;
  readonly tests: RunningTests;
  readonly seed: string;
  readonly now: Instant;
}
