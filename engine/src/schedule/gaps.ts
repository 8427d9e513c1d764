import { addMs, type Instant, laterOf, type Seed } from "../base/index.ts";
import { gapAfter } from "./spacing.ts";

/** An account as far as the gaps between its emails are concerned. */
interface PacedAccount {
  readonly minGapMs: number;
  /** 0–1: by how much a gap may grow or shrink. */
  readonly gapJitter: number;
  /** Instants at which its emails leave or left lately, ascending. */
  readonly leavesAt: Instant[];
}

/** The first instant ≥ `at` that keeps a seeded gap to the emails before and after it on this account. */
export function keepGap(account: PacedAccount, at: Instant, seed: Seed): Instant {
  const gap = gapAfter(account.minGapMs, account.gapJitter, seed);
  let free = at;
  let index = firstAfter(account.leavesAt, addMs(free, -gap));
  while (index < account.leavesAt.length) {
    const taken = account.leavesAt[index] as Instant;
    if (taken >= addMs(free, gap)) break;
    free = laterOf(free, addMs(taken, gap));
    index += 1;
  }
  return free;
}

/** Position of the first instant later than `after` in an ascending list. */
function firstAfter(instants: readonly Instant[], after: Instant): number {
  let low = 0;
  let high = instants.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((instants[middle] as Instant) <= after) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Remembers that an email leaves at `at`, for the gaps of the others. */
export function takeSlot({ leavesAt }: PacedAccount, at: Instant): void {
  leavesAt.splice(firstAfter(leavesAt, at), 0, at);
}
