import { setTimeout as pause } from "node:timers/promises";
import { asInstant, earlierOf, type Instant } from "@haste/engine/base";
import type { AdvanceTarget } from "../catalog/sandbox/index.ts";
import { isSettled, momentIn, moveClock, readNextDue } from "../ledger/index.ts";
import { newIdAt } from "../platform/context/index.ts";
import { inWorkspace } from "../platform/db/index.ts";
import { announce } from "../platform/live/index.ts";
import type { ClockRunParts } from "./parts.ts";
import { readNextAct } from "./queries.ts";

/** Nothing settles for this long: something is stuck, and saying so is better than hanging. */
const stuckMs = 60_000;

export interface WalkTarget {
  readonly to: Instant;
  /** How many due instants to walk at most. */
  readonly steps: number;
}

const endlessMs = 20 * 366 * 86_400_000;

export async function targetOf(walk: Walk, target: AdvanceTarget): Promise<WalkTarget> {
  const now = await walk.now();
  if ("byMs" in target) return { to: asInstant(now + target.byMs), steps: Number.POSITIVE_INFINITY };
  if ("to" in target) return { to: asInstant(Math.max(now, target.to.getTime())), steps: Number.POSITIVE_INFINITY };
  return { to: asInstant(now + endlessMs), steps: target.steps };
}

/** One walk of one workspace's clock. */
export class Walk {
  readonly #parts: ClockRunParts;
  readonly #workspaceId: string;
  readonly #signal: AbortSignal;

  constructor(parts: ClockRunParts, workspaceId: string, signal: AbortSignal) {
    this.#parts = parts;
    this.#workspaceId = workspaceId;
    this.#signal = signal;
  }

  now(): Promise<Instant> {
    const machineNow = this.#parts.clock.machineNow();
    return inWorkspace(this.#parts.database, this.#workspaceId, async (tx) => (await momentIn(tx, machineNow)).now);
  }

  /**
   * Walks to the target; null when it was reached and settled, else what is left of the way. `onStep` hears where the
   * walk stands and ends it by throwing.
   */
  async run(
    { to, steps }: WalkTarget,
    deadline: number,
    onStep?: (now: Instant) => Promise<void>,
  ): Promise<WalkTarget | null> {
    let next = await this.#settle();
    for (let walked = 0; walked < steps; walked += 1) {
      if (next === null || next > to) {
        if (steps === Number.POSITIVE_INFINITY) await this.#moveTo(to);
        break;
      }
      if (performance.now() > deadline || this.#signal.aborted) return { to, steps: steps - walked };
      await this.#moveTo(next);
      await onStep?.(next);
      next = await this.#settle();
    }
    await this.#settle();
    await inWorkspace(this.#parts.database, this.#workspaceId, (tx) => announce(tx, { name: "clock.moved" }));
    return null;
  }

  async #moveTo(now: Instant): Promise<void> {
    const machineNow = this.#parts.clock.machineNow();
    await inWorkspace(this.#parts.database, this.#workspaceId, (tx) =>
      moveClock(tx, { now, machineNow: asInstant(machineNow.getTime()), newId: () => newIdAt(machineNow) }),
    );
    this.#parts.poke();
  }

  /**
   * Waits until nothing is due or under way: no person, no email, no act, no unread mail. Returns the next instant at
   * which anything happens.
   */
  async #settle(): Promise<Instant | null> {
    const giveUpAt = performance.now() + stuckMs;
    for (let round = 0; ; round += 1) {
      if ((await this.#look()).isQuiet) {
        await this.#parts.drainInbox(this.#workspaceId);
        // What the mailboxes held may have moved somebody: look once more.
        const { isQuiet, next } = await this.#look();
        if (isQuiet) return next;
      }
      if (this.#signal.aborted) return null;
      if (performance.now() > giveUpAt) throw new Error(`Workspace ${this.#workspaceId} does not come to rest`);
      this.#parts.poke();
      await pause(Math.min(25, 2 + round));
    }
  }

  /** Whether the workspace is at rest, and until when: one transaction, because a walk takes thousands of looks. */
  #look(): Promise<{ isQuiet: boolean; next: Instant | null }> {
    const machineNow = this.#parts.clock.machineNow();
    return inWorkspace(this.#parts.database, this.#workspaceId, async (tx) => {
      const { now } = await momentIn(tx, machineNow);
      const act = await readNextAct(tx);
      const { next: due } = await readNextDue(tx);
      const next = earliest(due, act === null ? null : asInstant(act.getTime()));
      return { isQuiet: (next === null || next > now) && (await isSettled(tx, now)), next };
    });
  }
}

function earliest(a: Instant | null, b: Instant | null): Instant | null {
  if (a === null || b === null) return a ?? b;
  return earlierOf(a, b);
}
