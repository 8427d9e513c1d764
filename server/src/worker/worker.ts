import { asInstant } from "@haste/engine/base";
import { type DomainLookUps, planWorkspace } from "../flow/schedule/index.ts";
import type { LookUps, Sender } from "../flow/send/index.ts";
import {
  dueLanes,
  dueLookUps,
  dueRows,
  isWorkerGone,
  makeMonths,
  momentIn,
  openClaims,
  recoverClaim,
  repairLane,
  settleVerdicts,
  stages,
  sumDays,
  unsummedWorkspaces,
} from "../ledger/index.ts";
import type { Clock } from "../platform/clock/index.ts";
import { newIdAt } from "../platform/context/index.ts";
import { asSweep, type Database, inWorkspace, outsideWorkspaces } from "../platform/db/index.ts";
import type { Log } from "../platform/log/index.ts";
import { holdLife } from "./life.ts";

export interface WorkerParts {
  readonly database: Database;
  readonly log: Log;
  readonly clock: Clock;
  readonly sender: Sender;
  readonly lookUps: LookUps;
  readonly domains: DomainLookUps;
  /** The number whose session lock says that this process lives. */
  readonly worker: number;
  /** Does what the people of sandboxes are about to do; null where no sandbox runs here. */
  readonly runDueActs: (() => Promise<number>) | null;
  readonly onCommitted: (workspaceId: string) => void;
}

export interface Worker {
  /** Something may be due: look at once. */
  poke(): void;
  /** Claims nothing more; resolves when all that was begun has ended. */
  stop(): Promise<void>;
}

/** How long a lost poke can delay anything. An empty look costs about 0.1 ms with 10,000 workspaces. */
const lookEveryMs = 200;
const recoverEveryMs = 1_000;
const lookUpEveryMs = 1_000;
const repairEveryMs = 30_000;
/** Between two looks a day that something was told of is read by its quarters. */
const sumDaysEveryMs = 60_000;
const monthsEveryMs = 6 * 3_600_000;
const lanesPerLook = 256;
/** Lanes that send at once in one process: each waits mostly for its server. */
const mostLanes = 64;
/** Looks for lost emails at once; each is a connection to somebody's mailbox, and nobody waits for it. */
const mostLookUps = 4;

/** The loop that finds due work over all workspaces and gives it to the stages. */
export async function startWorker(parts: WorkerParts): Promise<Worker> {
  const life = await holdLife({ url: parts.database.url, worker: parts.worker, log: parts.log });
  const loop = new Loop(parts);
  await loop.recover();
  loop.start();
  return {
    poke: () => loop.poke(),
    async stop() {
      await loop.stop();
      await life.end();
    },
  };
}

type OpenClaim = Awaited<ReturnType<typeof openClaims>>[number];

class Loop {
  readonly #parts: WorkerParts;
  readonly #lanes = new Map<string, Promise<unknown>>();
  readonly #lookUps = new Map<string, Promise<unknown>>();
  #stopping = false;
  #poked = false;
  #wake: () => void = () => {};
  #running: Promise<void> = Promise.resolve();
  #lastRecovery = 0;
  #lastLookUp = 0;
  #lastRepair = 0;
  #lastMonths = 0;
  #lastSumDays = 0;

  constructor(parts: WorkerParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#running = this.#run();
  }

  poke(): void {
    this.#poked = true;
    this.#wake();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.poke();
    await this.#running;
    await this.#parts.sender.stop();
    await this.#parts.domains.stop();
    await Promise.allSettled([...this.#lanes.values(), ...this.#lookUps.values()]);
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      this.#poked = false;
      try {
        await this.#look();
      } catch (err) {
        this.#parts.log.error({ err }, "the worker could not look for work; it looks again");
      }
      if (!this.#poked && !this.#stopping) await this.#pause();
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, lookEveryMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #look(): Promise<void> {
    const machineNow = this.#parts.clock.machineNow();
    await this.#maintain(machineNow.getTime());
    const lanes = await asSweep(this.#parts.database, (sweep) =>
      dueLanes(sweep, asInstant(machineNow.getTime()), lanesPerLook),
    );
    for (const { workspace_id: workspaceId, stage, lane } of lanes) {
      if (stage === stages.schedule) await this.#plan(workspaceId);
      else if (stage === stages.send) this.#send(workspaceId, lane);
      else if (stage === stages.judge) await this.#judge(workspaceId);
    }
    if (this.#parts.runDueActs !== null && (await this.#parts.runDueActs()) > 0) this.#poked = true;
  }

  async #plan(workspaceId: string): Promise<void> {
    try {
      const planned = await planWorkspace(this.#parts.database, workspaceId, this.#parts.clock.machineNow());
      if (planned === null || planned.people === 0) return;
      this.#parts.domains.ask(workspaceId, planned.unasked);
      // One batch per look, so that a workspace with a million due people delays nobody else's single mail.
      this.#poked = true;
      this.#parts.onCommitted(workspaceId);
    } catch (err) {
      this.#parts.log.error({ err, workspaceId }, "a workspace could not be planned");
    }
  }

  /** Decides who clicked where it took some seconds to tell. */
  async #judge(workspaceId: string): Promise<void> {
    const { database, clock, log, onCommitted } = this.#parts;
    try {
      const judged = await inWorkspace(database, workspaceId, (tx) => settleVerdicts(tx, clock.machineNow()));
      if (judged === null || judged.changed === 0) return;
      this.#poked = true;
      onCommitted(workspaceId);
    } catch (err) {
      log.error({ err, workspaceId }, "clicks could not be judged");
    }
  }

  #send(workspaceId: string, accountId: string): void {
    const key = `${workspaceId} ${accountId}`;
    if (this.#stopping || this.#lanes.has(key) || this.#lanes.size >= mostLanes) return;
    const running = this.#parts.sender
      .runLane(workspaceId, accountId)
      // What failed is looked at with the next look, not at once: it may fail for as long as its cause lasts.
      .then(
        () => this.poke(),
        (err: unknown) => this.#parts.log.error({ err, workspaceId, accountId }, "a lane stopped"),
      )
      .finally(() => this.#lanes.delete(key));
    this.#lanes.set(key, running);
  }

  #lookUp(workspaceId: string, accountId: string): void {
    const key = `${workspaceId} ${accountId}`;
    if (this.#stopping || this.#lookUps.has(key) || this.#lookUps.size >= mostLookUps) return;
    const looking = this.#parts.lookUps
      .run(workspaceId, accountId)
      .catch((err: unknown) =>
        this.#parts.log.error({ err, workspaceId, accountId }, "uncertain emails could not be looked for"),
      )
      .finally(() => this.#lookUps.delete(key));
    this.#lookUps.set(key, looking);
  }

  async #maintain(now: number): Promise<void> {
    if (now - this.#lastRecovery >= recoverEveryMs) {
      this.#lastRecovery = now;
      await this.recover();
    }
    if (now - this.#lastLookUp >= lookUpEveryMs) {
      this.#lastLookUp = now;
      const lost = await asSweep(this.#parts.database, (sweep) => dueLookUps(sweep, asInstant(now), mostLookUps));
      for (const { workspace_id: workspaceId, lane } of lost) this.#lookUp(workspaceId, lane);
    }
    if (now - this.#lastRepair >= repairEveryMs) {
      this.#lastRepair = now;
      await this.#repair();
    }
    if (now - this.#lastSumDays >= sumDaysEveryMs) {
      this.#lastSumDays = now;
      await this.#sumDays(new Date(now));
    }
    if (now - this.#lastMonths >= monthsEveryMs) {
      this.#lastMonths = now;
      await outsideWorkspaces(this.#parts.database, (tx) => makeMonths(tx, new Date(now)));
    }
  }

  /**
   * Settles the claims of processes that are gone, of those that let their lease run out, and of lanes of this process
   * that failed.
   */
  async recover(): Promise<void> {
    const { database, log } = this.#parts;
    const claims = await asSweep(database, openClaims);
    const gone = new Map<number, boolean>();
    for (const claim of claims) {
      try {
        if (!(await this.#isAbandoned(claim, gone))) continue;
        await this.#settle(claim.workspace_id, claim.id);
      } catch (err) {
        // One that cannot be settled now (its dead worker's last statement may hold its rows) delays no other.
        log.error({ err, workspaceId: claim.workspace_id, claimId: claim.id }, "a claim could not be settled");
      }
    }
  }

  async #isAbandoned(claim: OpenClaim, gone: Map<number, boolean>): Promise<boolean> {
    const { database, worker, clock, sender } = this.#parts;
    if (claim.expires_at <= clock.machineNow()) return true;
    if (claim.worker === worker) return !sender.holds(claim.id);
    const known = gone.get(claim.worker);
    if (known !== undefined) return known;
    const isGone = await asSweep(database, (sweep) => isWorkerGone(sweep, claim.worker));
    gone.set(claim.worker, isGone);
    return isGone;
  }

  async #settle(workspaceId: string, claimId: string): Promise<void> {
    const { database, clock, log, onCommitted } = this.#parts;
    const recovered = await inWorkspace(database, workspaceId, async (tx) =>
      recoverClaim(tx, claimId, await momentIn(tx, clock.machineNow())),
    );
    if (recovered === null) return;
    log.info({ workspaceId, ...recovered }, "an abandoned claim was settled");
    onCommitted(workspaceId);
    this.#poked = true;
  }

  async #repair(): Promise<void> {
    const { database, clock, log } = this.#parts;
    const rows = await asSweep(database, dueRows);
    for (const row of rows) {
      const machineNow = clock.machineNow();
      const repaired = await inWorkspace(database, row.workspace_id, async (tx) => {
        const { now } = await momentIn(tx, machineNow);
        if (row.due_at.getTime() > now) return false;
        return repairLane(tx, { stage: row.stage, lane: row.lane, id: newIdAt(machineNow), at: machineNow });
      });
      if (repaired)
        log.debug({ workspaceId: row.workspace_id, stage: row.stage }, "due work without a wake-up was found");
    }
  }

  async #sumDays(machineNow: Date): Promise<void> {
    const { database, log } = this.#parts;
    for (const workspaceId of await asSweep(database, (sweep) => unsummedWorkspaces(sweep, machineNow)))
      try {
        await inWorkspace(database, workspaceId, (tx) => sumDays(tx, machineNow));
      } catch (err) {
        log.error({ err, workspaceId }, "days could not be summed; reports read their quarters");
      }
  }
}
