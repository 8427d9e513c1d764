import { setTimeout as pause } from "node:timers/promises";
import { commitSending, type Mark, type Moment, type NewSignal } from "../../ledger/index.ts";
import { type Database, inWorkspace } from "../../platform/db/index.ts";

/**
 * While the process lives a result is tried to be written for ever. When it stops, this often: then the claim stays, and
 * recovery calls its emails uncertain.
 */
const lastAttempts = 20;
const longestPauseMs = 5_000;

/** What the ledger commit needs beside its contents. */
export interface CommitterParts {
  readonly database: Database;
  readonly workspaceId: string;
  readonly moment: () => Moment;
  /** After each commit that told something. */
  readonly onCommitted: () => void;
}

interface WaitingMark {
  readonly mark: Mark;
  readonly resolve: (allowed: boolean) => void;
  readonly reject: (error: unknown) => void;
}

interface WaitingResult {
  readonly signal: NewSignal;
  attempts: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The ledger commits of one workspace: one in flight, without a timer. What waits when the last one returns goes next,
 * all results together with all marks (measured: 9 emails per commit at 20 connections, 23 at 50; two in flight or a
 * wait of 1 ms were slower). If the database cannot record, the marks fail and nothing is sent.
 */
export class Committer {
  readonly #parts: CommitterParts;
  #results: WaitingResult[] = [];
  #marks: WaitingMark[] = [];
  #finishedClaims: string[] = [];
  #running: Promise<void> | null = null;
  #isLast = false;

  constructor(parts: CommitterParts) {
    this.#parts = parts;
  }

  /** Resolves once committed: true where the email may leave now. */
  mark(mark: Mark): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#marks.push({ mark, resolve, reject });
      this.#go();
    });
  }

  /** Resolves once the result is durable. */
  result(signal: NewSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#results.push({ signal, attempts: 0, resolve, reject });
      this.#go();
    });
  }

  /** Its last email has a result: the claim goes with the next commit. */
  finishClaim(id: string): void {
    this.#finishedClaims.push(id);
    this.#go();
  }

  /** The process stops: what cannot be written soon is left to recovery. */
  finish(): Promise<void> {
    this.#isLast = true;
    return this.drain();
  }

  /** Resolves when nothing waits. */
  async drain(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  /** What a server answered must not be forgotten because the database was away: it is written when it is back. */
  async #keep(results: readonly WaitingResult[], error: unknown): Promise<void> {
    for (const one of results) {
      one.attempts += 1;
      if (this.#isLast && one.attempts >= lastAttempts) {
        one.reject(error);
        this.#finishedClaims = [];
      } else this.#results.push(one);
    }
    const attempts = Math.max(1, ...results.map((one) => one.attempts));
    await pause(Math.min(longestPauseMs, 50 * 2 ** attempts));
  }

  #go(): void {
    this.#running ??= this.#commitWhileWaiting().finally(() => {
      this.#running = null;
    });
  }

  async #commitWhileWaiting(): Promise<void> {
    // Connections whose results just came back reach their next mark within this turn of the loop.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#results.length + this.#marks.length + this.#finishedClaims.length > 0) {
      const results = this.#results.splice(0);
      const marks = this.#marks.splice(0);
      const finishedClaims = this.#finishedClaims.splice(0);
      try {
        const moment = this.#parts.moment();
        const allowed = await inWorkspace(this.#parts.database, this.#parts.workspaceId, (tx) =>
          commitSending(
            tx,
            { results: results.map((one) => one.signal), marks: marks.map((one) => one.mark), finishedClaims },
            moment,
          ),
        );
        for (const one of results) one.resolve();
        for (const one of marks) one.resolve(allowed.has(one.mark.emailId));
        this.#parts.onCommitted();
      } catch (error) {
        for (const one of marks) one.reject(error);
        this.#finishedClaims.unshift(...finishedClaims);
        await this.#keep(results, error);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
