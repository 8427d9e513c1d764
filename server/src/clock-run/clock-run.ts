import { asInstant, type Instant, SECOND_MS } from "@haste/engine/base";
import type { AdvanceOutcome, AdvanceTarget, ClockReading, SandboxClock } from "../catalog/sandbox/index.ts";
import { momentIn } from "../ledger/index.ts";
import { asSweep, inWorkspace } from "../platform/db/index.ts";
import { startClockJob, type WalkingJob } from "./clock-job.ts";
import type { ClockRunParts } from "./parts.ts";
import { countSent, readFastClocks, readRate, writeRate } from "./queries.ts";
import { targetOf, Walk, type WalkTarget } from "./walk.ts";

/** A request may take this long; what is left of the way becomes a job. */
const requestMs = 9_500;
const rateTickMs = 1_000;
const forAct = 60_000;

/**
 * The sandbox clock is walked, never set: next due instant → set the clock → wait until nothing is due or under way →
 * repeat. The stages themselves run in the workers, so the run is the same whether they live here or elsewhere.
 */
export class ClockRun implements SandboxClock {
  readonly #parts: ClockRunParts;
  readonly #turns = new Map<string, Promise<unknown>>();
  readonly #advancing = new Set<string>();
  readonly #stopping = new AbortController();
  readonly #ticker: NodeJS.Timeout;

  constructor(parts: ClockRunParts) {
    this.#parts = parts;
    this.#ticker = setInterval(() => {
      this.#tickRates().catch((err: unknown) => parts.log.warn({ err }, "fast clocks could not be read"));
    }, rateTickMs);
  }

  async read(workspaceId: string): Promise<ClockReading> {
    const machineNow = this.#parts.clock.machineNow();
    const { moment, rate } = await inWorkspace(this.#parts.database, workspaceId, async (tx) => ({
      moment: await momentIn(tx, machineNow),
      rate: await readRate(tx),
    }));
    const moving = this.#advancing.has(workspaceId);
    return { now: new Date(moment.now), rate, moving, offsetMs: moment.now - moment.machineNow };
  }

  async setRate(workspaceId: string, rate: 1 | 60 | 1000): Promise<ClockReading> {
    const machineNow = this.#parts.clock.machineNow();
    await inWorkspace(this.#parts.database, workspaceId, (tx) => writeRate(tx, rate, machineNow));
    return this.read(workspaceId);
  }

  async advance(workspaceId: string, target: AdvanceTarget): Promise<AdvanceOutcome> {
    if (this.#advancing.has(workspaceId)) return { kind: "moving" };
    return this.#whileAdvancing(workspaceId, () => this.#advanceInTurn(workspaceId, target));
  }

  async walk(workspaceId: string, byMs: number): Promise<void> {
    await this.#inTurn(workspaceId, async () => {
      const walk = this.#walkOf(workspaceId);
      await walk.run(wholeWay(asInstant((await walk.now()) + byMs)), performance.now() + forAct);
    });
  }

  /** Goes on with an advance that outlived its request. */
  async finish(workspaceId: string, target: WalkTarget, job: WalkingJob): Promise<void> {
    const signal = AbortSignal.any([job.signal, this.#stopping.signal]);
    await this.#whileAdvancing(workspaceId, () =>
      new Walk(this.#parts, workspaceId, signal).run(target, Number.POSITIVE_INFINITY, job.onStep),
    );
  }

  async stop(): Promise<void> {
    clearInterval(this.#ticker);
    this.#stopping.abort();
    await Promise.allSettled(this.#turns.values());
  }

  async #whileAdvancing<T>(workspaceId: string, work: () => Promise<T>): Promise<T> {
    this.#advancing.add(workspaceId);
    try {
      return await this.#inTurn(workspaceId, work);
    } finally {
      this.#advancing.delete(workspaceId);
    }
  }

  async #advanceInTurn(workspaceId: string, target: AdvanceTarget): Promise<AdvanceOutcome> {
    const { database } = this.#parts;
    const before = await inWorkspace(database, workspaceId, countSent);
    const walk = this.#walkOf(workspaceId);
    const remaining = await walk.run(await targetOf(walk, target), performance.now() + requestMs);
    if (remaining !== null) return { kind: "job", job: await startClockJob(this.#parts, workspaceId, remaining) };
    const sent = (await inWorkspace(database, workspaceId, countSent)) - before;
    return { kind: "settled", now: new Date(await walk.now()), sent };
  }

  #walkOf(workspaceId: string): Walk {
    return new Walk(this.#parts, workspaceId, this.#stopping.signal);
  }

  /** One walk of a workspace at a time; the others wait their turn. */
  #inTurn<T>(workspaceId: string, work: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(workspaceId) ?? Promise.resolve();
    const mine = before.then(work, work);
    const kept = mine
      .catch(() => {})
      .finally(() => {
        if (this.#turns.get(workspaceId) === kept) this.#turns.delete(workspaceId);
      });
    this.#turns.set(workspaceId, kept);
    return mine;
  }

  /** A fast clock is a small walk every second. */
  async #tickRates(): Promise<void> {
    for (const { id, clock_rate: rate } of await asSweep(this.#parts.database, readFastClocks)) {
      if (this.#turns.has(id)) continue;
      this.#inTurn(id, async () => {
        const walk = this.#walkOf(id);
        const to = asInstant((await walk.now()) + (rate - 1) * SECOND_MS);
        await walk.run(wholeWay(to), performance.now() + rateTickMs);
      }).catch((err: unknown) => this.#parts.log.warn({ err, workspaceId: id }, "a fast clock could not be walked"));
    }
  }
}

function wholeWay(to: Instant): WalkTarget {
  return { to, steps: Number.POSITIVE_INFINITY };
}
