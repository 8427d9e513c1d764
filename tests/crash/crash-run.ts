import { nextInt, randomFrom, seedFrom } from "@haste/engine/base";
import { check, type Verdict } from "./check.ts";
import type { FaultName } from "./faults.ts";
import { eventually, type Sink, startSink, startWorkerProcess, type WorkerProcess } from "./processes.ts";
import { type KillPoint, killPoints } from "./worker-process.ts";
import { createWorld, type World } from "./world.ts";

export interface CrashOptions {
  /** A migrated, empty database. */
  readonly databaseUrl: string;
  /** Decides points, moments and numbers; the same seed makes the same plan, though not the same interleaving. */
  readonly seed: string;
  readonly kills: number;
  readonly connections: number;
  readonly accounts?: number;
  readonly answerAfterMs?: number;
  readonly peoplePerKill?: number;
  readonly fault?: FaultName;
  /** Where it dies, in turn; default everywhere. */
  readonly points?: readonly KillPoint[];
  /** How long nothing may move after the last kill before everything is at rest (20 s). */
  readonly restWithinMs?: number;
}

export interface CrashResult extends Verdict {
  readonly kills: number;
  readonly killsByPoint: Readonly<Record<string, number>>;
  readonly owed: number;
  /** Most emails that one kill left uncertain, and the bound: one per open connection. */
  readonly mostUncertain: number;
  readonly bound: number;
  /** Of the uncertain ones, how many no server left so: kills did. */
  readonly uncertainByKills: number;
  /** From the restart to the first mail the sink accepted, at worst. */
  readonly slowestRecoveryMs: number;
  /** What had not come to rest in the end. */
  readonly unfinished: number;
}

/** Kills a worker again and again while people keep coming in, lets the rest be sent, and counts. */
export async function crashRun(options: CrashOptions): Promise<CrashResult> {
  const { connections, accounts = 1, answerAfterMs = 4 } = options;
  const sink = await startSink(answerAfterMs);
  const world = await createWorld({ databaseUrl: options.databaseUrl, sinkPort: sink.port, accounts });
  try {
    const run = new Run(options, world, sink);
    await run.killAll();
    await run.settle();
    const verdict = check(sink.accepted(), world.owed, await world.admissions());
    return {
      ...verdict,
      kills: options.kills,
      killsByPoint: Object.fromEntries(run.killsByPoint),
      owed: world.owed.reduce((sum, { steps }) => sum + steps, 0),
      mostUncertain: run.mostUncertain,
      bound: connections * accounts,
      uncertainByKills: run.uncertainByKills,
      slowestRecoveryMs: Math.round(run.slowestRecoveryMs),
      unfinished: run.unfinished,
    };
  } finally {
    await world.close();
    await sink.stop();
  }
}

type Plan = { readonly at: KillPoint; readonly time: number } | { readonly afterMs: number };

class Run {
  readonly killsByPoint = new Map<string, number>();
  mostUncertain = 0;
  uncertainByKills = 0;
  slowestRecoveryMs = 0;
  unfinished = 0;
  readonly #options: CrashOptions;
  readonly #world: World;
  readonly #sink: Sink;
  readonly #random;
  #knownUncertain = 0;
  /** Mails the sink never answered are uncertain without any kill. */
  readonly #order;

  constructor(options: CrashOptions, world: World, sink: Sink) {
    this.#options = options;
    this.#world = world;
    this.#sink = sink;
    this.#random = randomFrom(seedFrom("crash", options.seed));
    const { keyFile, databaseUrl } = world;
    const { connections, fault } = options;
    this.#order = { databaseUrl, keyFile, connections, ...(fault === undefined ? {} : { fault }) };
  }

  async killAll(): Promise<void> {
    for (let kill = 0; kill < this.#options.kills; kill += 1) {
      await this.#world.enroll(this.#options.peoplePerKill ?? 40);
      const plan = this.#plan(kill);
      const worker = startWorkerProcess({ ...this.#order, ...("at" in plan ? { die: plan } : {}) });
      await this.#watch(worker, plan);
      await this.#countUncertain();
    }
  }

  /** Points in turn, so that a few kills meet them all; every third at a random moment. */
  #plan(kill: number): Plan {
    if (kill % 3 === 2) return { afterMs: nextInt(this.#random, 250) };
    const { points = killPoints } = this.#options;
    const at = points[(Math.floor(kill / 3) * 2 + (kill % 3)) % points.length] as KillPoint;
    const often = at === "offered" || at === "marked" || at === "accepted" || at === "recorded" || at === "committing";
    return { at, time: 1 + nextInt(this.#random, often ? 30 : 1) };
  }

  /** Waits for its death, or kills it: at its moment, and when it had nothing left to do before its point came. */
  async #watch(worker: WorkerProcess, plan: Plan): Promise<void> {
    let isOver = false;
    const ended = worker.ended.finally(() => {
      isOver = true;
    });
    const sending = this.#sendsAgain(worker, () => isOver);
    if ("afterMs" in plan) {
      await sending;
      await eventually(() => isOver, plan.afterMs);
    } else {
      // On a busy machine a start takes longer than all there is to do.
      await worker.ready.catch(() => {});
      if (!(await eventually(() => isOver, 4_000))) this.#count("nothing left to do");
    }
    worker.signal("SIGKILL");
    const how = await ended;
    if (how !== "SIGKILL") throw new Error(`the worker ended by itself: ${how}`);
    await sending;
    this.#count("afterMs" in plan ? "random moment" : plan.at);
  }

  /** Resolves when the sink has a mail of this worker, or the worker is dead. */
  async #sendsAgain(worker: WorkerProcess, isOver: () => boolean): Promise<void> {
    const sizeBefore = this.#sink.logSize();
    const began = await worker.began.catch(() => performance.now());
    const sent = () => this.#sink.logSize() > sizeBefore;
    const isKnown = await eventually(() => isOver() || sent(), 20_000);
    if (sent()) this.slowestRecoveryMs = Math.max(this.slowestRecoveryMs, performance.now() - began);
    else if (!isKnown) this.slowestRecoveryMs = Number.POSITIVE_INFINITY;
  }

  #count(point: string): void {
    this.killsByPoint.set(point, (this.killsByPoint.get(point) ?? 0) + 1);
  }

  /** What the kill before the last one left uncertain is known once the last process recovered it. */
  async #countUncertain(): Promise<void> {
    const now = (await this.#world.admissions()).filter(
      // A server that says nothing leaves an uncertain email without any kill.
      (one) => one.state === "uncertain" && !/^(?:silent|cut)-/.test(one.recipient),
    ).length;
    this.mostUncertain = Math.max(this.mostUncertain, now - this.#knownUncertain);
    this.#knownUncertain = now;
    this.uncertainByKills = now;
  }

  /** Lets a last worker do what is left. */
  async settle(): Promise<void> {
    const worker = startWorkerProcess(this.#order);
    await worker.ready;
    // Slow is not asleep: only standing still for this long counts.
    let before = Number.NaN;
    do {
      before = this.unfinished;
      await eventually(async () => {
        this.unfinished = await this.#world.unfinished();
        return this.unfinished === 0;
      }, this.#options.restWithinMs ?? 20_000);
    } while (this.unfinished !== 0 && this.unfinished !== before);
    await this.#countUncertain();
    worker.signal("SIGTERM");
    const how = await worker.ended;
    if (how !== 0) throw new Error(`the last worker ended with ${how}`);
  }
}
