import { setTimeout as pause } from "node:timers/promises";
import { commitSending, type Mark, type Moment, type SendResult } from "../../ledger/index.ts";
import { type Database, inWorkspace } from "../../platform/db/index.ts";
import type { Log } from "../../platform/log/index.ts";

const longestPauseMs = 5_000;
/** A server waits inside DATA for no longer than this; then the mail is taken back and tried again. */
const markWithinMs = 5_000;
/** A slow database must not slow the dialogues down twice. */
const longestGatherMs = 10;
/** How often what waits is still tried once the product is stopping. */
const attemptsWhileStopping = 3;

/** What the ledger commit needs beside its contents. */
export interface CommitterParts {
  readonly database: Database;
  readonly workspaceId: string;
  readonly log: Log;
  readonly moment: () => Moment;
  /** After each commit that told something. */
  readonly onCommitted: () => void;
}

interface Waiting<T, R> {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The ledger commits of one workspace: one in flight. What waits when the last one returns goes next, all results
 * together with all marks; connections whose server answers quickly are given half of what a commit takes to come along
 * (measured with 20 connections: 15 emails per commit instead of 10). Two in flight were slower. If the database cannot record, the marks fail and nothing is sent; what servers answered is
 * kept for as long as that lasts.
 */
export class Committer {
  readonly #parts: CommitterParts;
  #results: Waiting<SendResult, void>[] = [];
  #marks: Waiting<Mark, boolean>[] = [];
  #finishedClaims: string[] = [];
  #running: Promise<void> | null = null;
  #failedInARow = 0;
  /** One at a time, until this many have gone: something among them cannot be written. */
  #alone = 0;
  #connections = 0;
  #complete: (() => void) | null = null;
  #attemptsLeft = Number.POSITIVE_INFINITY;

  constructor(parts: CommitterParts) {
    this.#parts = parts;
  }

  /**
   * Resolves once committed: true where the email may leave now. Rejects where that could not be written, or not in
   * time: it may still be written then, and the result that says so follows it.
   */
  mark(item: Mark): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#marks = this.#marks.filter((one) => one.item !== item);
        reject(new Error(`the mark was not committed within ${markWithinMs} ms`));
      }, markWithinMs);
      this.#marks.push({
        item,
        resolve(isAllowed) {
          clearTimeout(late);
          resolve(isAllowed);
        },
        reject(error) {
          clearTimeout(late);
          reject(error);
        },
      });
      this.#go();
      if (this.#marks.length >= this.#connections) this.#complete?.();
    });
  }

  /** A connection that works: how many marks may come. Call what it returns when it ends. */
  join(): () => void {
    this.#connections += 1;
    return () => {
      this.#connections -= 1;
      if (this.#marks.length >= this.#connections) this.#complete?.();
    };
  }

  /** Resolves once the result is durable. Rejects where it never can be: its email is recovery's to settle. */
  result(item: SendResult): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#results.push({ item, resolve, reject });
      this.#go();
    });
  }

  /** Its last email has a result: the claim goes with the next commit. */
  finishClaim(id: string): void {
    this.#finishedClaims.push(id);
    this.#go();
  }

  /** Resolves when nothing waits. */
  async drain(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  /** The same, but without waiting for a database that stays away: what is left then is recovery's to settle. */
  stop(): Promise<void> {
    this.#attemptsLeft = attemptsWhileStopping;
    return this.drain();
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
      const started = performance.now();
      await this.#commitOnce();
      await this.#gather(performance.now() - started);
    }
  }

  /** Lets those whose dialogue is short come along: no longer than half of what a commit takes just now. */
  async #gather(tookMs: number): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#marks.length >= this.#connections) return;
    await new Promise<void>((resolve) => {
      const enough = setTimeout(resolve, Math.min(longestGatherMs, tookMs / 2));
      this.#complete = () => {
        clearTimeout(enough);
        resolve();
      };
    });
    this.#complete = null;
  }

  async #commitOnce(): Promise<void> {
    const { database, workspaceId, moment, onCommitted } = this.#parts;
    const isAlone = this.#alone > 0;
    const results = this.#results.splice(0, isAlone ? 1 : this.#results.length);
    const marks = this.#marks.splice(0, isAlone ? 1 - results.length : this.#marks.length);
    const finishedClaims = this.#finishedClaims.splice(0);
    if (isAlone) this.#alone -= 1;
    try {
      const allowed = await inWorkspace(database, workspaceId, (tx) =>
        commitSending(
          tx,
          { results: results.map((one) => one.item), marks: marks.map((one) => one.item), finishedClaims },
          moment(),
        ),
      );
      this.#failedInARow = 0;
      for (const one of results) one.resolve();
      for (const one of marks) one.resolve(allowed.has(one.item.emailId));
      onCommitted();
    } catch (error) {
      this.#finishedClaims.unshift(...finishedClaims);
      await this.#afterFailure(results, marks, error);
    }
  }

  async #afterFailure(
    results: readonly Waiting<SendResult, void>[],
    marks: readonly Waiting<Mark, boolean>[],
    error: unknown,
  ): Promise<void> {
    const fault = isFaultOfContents(error);
    const size = results.length + marks.length;
    this.#parts.log.error({ err: error, results: results.length, marks: marks.length }, "a ledger commit failed");
    if (fault && size > 1) {
      // One of them cannot be written; apart, the others can.
      this.#results.unshift(...results);
      this.#marks.unshift(...marks);
      this.#alone = size;
      return;
    }
    for (const one of marks) one.reject(error);
    this.#attemptsLeft -= 1;
    if (fault || this.#attemptsLeft <= 0) {
      for (const one of results) one.reject(error);
      if (this.#attemptsLeft <= 0) this.#finishedClaims = [];
      return;
    }
    this.#results.unshift(...results);
    this.#failedInARow += 1;
    await pause(Math.min(longestPauseMs, 25 * 2 ** Math.min(this.#failedInARow, 10)));
  }
}

/** Whether the database refused what was to be written (SQLSTATE classes 21, 22, 23, 42), rather than being away. */
function isFaultOfContents(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return (typeof code === "string" && /^2[123]...$|^42...$/.test(code)) || error instanceof TypeError;
}
