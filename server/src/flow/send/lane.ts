import { addMs, asInstant, type Instant, SECOND_MS } from "@haste/engine/base";
import {
  type ClaimedEmail,
  claimLane,
  momentIn,
  type NewSignal,
  releaseRefused,
  renewClaims,
  type SendResult,
} from "../../ledger/index.ts";
import { type Database, inWorkspace, type Tx } from "../../platform/db/index.ts";
import type { Log } from "../../platform/log/index.ts";
import type { Renderer } from "../render/index.ts";
import type { LaneAccount } from "./account.ts";
import { attemptRow, traceOf, withLastWords } from "./attempt.ts";
import type { Committer } from "./committer.ts";
import { Connections } from "./connections.ts";
import { filesOfMails } from "./files-of-mails.ts";
import { type Batch, type Job, mailOf, markOf } from "./job.ts";
import { judgeOutcome } from "./judge-outcome.ts";
import type { ContentSeal } from "./kept.ts";
import { writeEmails } from "./one-off/write-emails.ts";
import type { MailConnection, Outcome, OutgoingMail, Permission } from "./providers/index.ts";

export interface LaneParts {
  readonly database: Database;
  readonly log: Log;
  readonly renderer: Renderer;
  readonly committer: Committer;
  readonly machineNow: () => Date;
  /** The number whose session lock this process holds. */
  readonly worker: number;
  readonly loadAccount: (tx: Tx, accountId: string) => Promise<LaneAccount | null>;
  readonly openSeal: (tx: Tx) => Promise<ContentSeal>;
  /** The server does not let this account in, or does not trust it: pause it and tell its owner. */
  readonly accountFailed: (workspaceId: string, accountId: string, reason: string) => Promise<void>;
  /** Overrides the provider's number of connections (benchmarks, small servers). */
  readonly connections?: number;
  /** How long a claim lives without renewal. */
  readonly leaseMs: number;
  /** By how much the workspace's clock is ahead, as a claim read it. */
  readonly onClock: (offsetMs: number) => void;
  /** Named points at which tests end the process. */
  readonly crashPoint?: (name: CrashPoint) => void;
}

/** `offered`: the server waits for the text, and its mark is about to be asked for. */
export type CrashPoint = "claimed" | "rendered" | "offered" | "marked" | "accepted" | "recorded";

/** One batch on the wire: what its connections still have to take, and how many of them work. */
interface Round {
  readonly queue: Job[];
  working: number;
  /** The last look refused one: the next ask before the dialogue, because inside DATA a no costs the connection. */
  asksFirst: boolean;
}

/** Emails claimed at once: about ten seconds of a fast server's work; more would only grow stale in memory. */
const claimSize = 200;
/** How soon an email is tried again whose mark the database could not write. */
const unmarkedAgainMs = 5 * SECOND_MS;

/**
 * The lane of one sending account: claims what its connections can start soon, renders it, and hands it over one mail
 * per connection. A connection takes its next mail only when the result of the last one is on its way into the same
 * ledger commit as the next mark. Whatever fails on the way, the lane lets its claim go, and recovery settles it.
 */
export class Lane {
  readonly #workspaceId: string;
  readonly #accountId: string;
  readonly #parts: LaneParts;
  readonly #connections: Connections;
  /** Claims whose emails are still worked on; recovery leaves them alone. */
  readonly #held = new Set<string>();
  #stopping = false;

  constructor(workspaceId: string, accountId: string, parts: LaneParts) {
    this.#workspaceId = workspaceId;
    this.#accountId = accountId;
    this.#parts = parts;
    this.#connections = new Connections(parts.log);
  }

  /** Sends until nothing of this account is due. Returns how many emails were taken. */
  async run(): Promise<number> {
    let taken = 0;
    let next = this.#claim();
    for (;;) {
      const jobs = await next;
      if (jobs === null) return taken;
      taken += jobs.length;
      // The next batch is claimed and rendered while this one is on the wire.
      next = this.#claim();
      try {
        await this.#send(jobs);
      } catch (error) {
        this.#letGo(await next.catch(() => null));
        throw error;
      }
    }
  }

  holds(claimId: string): boolean {
    return this.#held.has(claimId);
  }

  /** Keeps the claims of slow batches alive: a server may take ten minutes over one final dot. */
  async renew(): Promise<void> {
    if (this.#held.size === 0) return;
    const { database, machineNow, leaseMs } = this.#parts;
    const ids = [...this.#held];
    await inWorkspace(database, this.#workspaceId, (tx) => renewClaims(tx, ids, machineNow(), leaseMs));
  }

  /** Lets what is under way finish and claims nothing more. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#connections.closeIdle();
  }

  /** null: nothing is due, or another worker has the lane. */
  async #claim(): Promise<Job[] | null> {
    if (this.#stopping) return null;
    const { database, renderer } = this.#parts;
    let claimId: string | null = null;
    const claimed = await inWorkspace(database, this.#workspaceId, async (tx) => {
      const { machineNow, worker, leaseMs } = this.#parts;
      const lane = { accountId: this.#accountId, worker, limit: claimSize, leaseMs };
      const claim = await claimLane(tx, lane, machineNow());
      if (claim === null) return null;
      // Before the commit: recovery must not see a claim of this process that nobody seems to work on.
      claimId = claim.id;
      this.#held.add(claim.id);
      const account = await this.#parts.loadAccount(tx, this.#accountId);
      if (account === null) throw new Error(`Sending account ${this.#accountId} does not exist`);
      const timely = claim.emails.filter((email) => !isOver(email, claim.moment.now));
      const seal = await this.#parts.openSeal(tx);
      const rendered = await writeEmails(tx, timely, { renderer, account, seal, now: new Date(claim.moment.now) });
      const files = await filesOfMails(tx, rendered.values());
      return { claim, account, rendered, files, seal };
    }).catch((error: unknown) => {
      // The answer to a commit can be lost with the commit done; then recovery finds the claim.
      if (claimId !== null) this.#held.delete(claimId);
      throw error;
    });
    if (claimed === null) return null;
    this.#parts.crashPoint?.("claimed");
    const { claim, account, rendered, files, seal } = claimed;
    const { moment } = claim;
    const offsetMs = moment.now - moment.machineNow;
    this.#parts.onClock(offsetMs);
    const batch: Batch = { claimId: claim.id, offsetMs, account, seal, files, open: claim.emails.length, refused: [] };
    const jobs: Job[] = [];
    for (const email of claim.emails) {
      if (isOver(email, moment.now)) {
        batch.refused.push(email);
        continue;
      }
      const result = rendered.get(email.id);
      if (result?.ok) jobs.push({ email, rendered: result.value, batch });
      else this.#hold(batch, email, result?.error.detail ?? "It could not be written.");
    }
    this.#parts.crashPoint?.("rendered");
    if (batch.refused.length > 0) await this.#releaseRefused(batch);
    return jobs;
  }

  #now(batch: Batch): Instant {
    return asInstant(this.#parts.machineNow().getTime() + batch.offsetMs);
  }

  #signalOf(batch: Batch, email: ClaimedEmail): Omit<NewSignal, "kind" | "meta"> {
    return {
      actor: "machine",
      occurredAt: this.#now(batch),
      emailId: email.id,
      contactId: email.contact_id,
      enrollmentId: email.enrollment_id,
      link: null,
      key: null,
      claimId: batch.claimId,
    };
  }

  /** Gives a result to the next ledger commit; resolves once it is written, or left to recovery. */
  async #record(
    batch: Batch,
    signal: NewSignal,
    beside: Omit<SendResult, "signal"> = { unmarked: null },
  ): Promise<void> {
    try {
      await this.#parts.committer.result({ signal, ...beside });
    } catch (err) {
      this.#parts.log.error({ err, emailId: signal.emailId }, "a send result could not be recorded");
      this.#held.delete(batch.claimId);
      return;
    }
    this.#parts.crashPoint?.("recorded");
    this.#finish(batch);
  }

  #hold(batch: Batch, email: ClaimedEmail, reason: string): void {
    void this.#record(batch, { ...this.#signalOf(batch, email), kind: "held", meta: { reason } });
  }

  #putOff({ batch, email }: Job, reply: string, retryAt: Instant): Promise<void> {
    return this.#record(batch, { ...this.#signalOf(batch, email), kind: "deferred", meta: { reply, retryAt } });
  }

  /** Its claim may go only when nothing of it is undecided any more. */
  #finish(batch: Batch): void {
    batch.open -= 1;
    if (batch.open > 0) return;
    this.#parts.committer.finishClaim(batch.claimId);
    this.#held.delete(batch.claimId);
  }

  #letGo(jobs: readonly Job[] | null): void {
    const [first] = jobs ?? [];
    if (first !== undefined) this.#held.delete(first.batch.claimId);
  }

  async #send(jobs: Job[]): Promise<void> {
    const [first] = jobs;
    if (first === undefined) return;
    const { account } = first.batch;
    const working = Math.min(this.#parts.connections ?? account.connections, jobs.length);
    const round: Round = { queue: jobs.toReversed(), working, asksFirst: false };
    const ends = await Promise.allSettled(Array.from({ length: round.working }, () => this.#work(round, account)));
    const failed = ends.find((end) => end.status === "rejected");
    if (failed !== undefined) {
      this.#letGo(jobs);
      throw failed.reason;
    }
    await this.#releaseRefused(first.batch);
  }

  /** One connection's work: mail after mail until the queue is empty. */
  async #work(round: Round, account: LaneAccount): Promise<void> {
    const leave = this.#parts.committer.join();
    try {
      await this.#workOff(round, account);
    } finally {
      leave();
    }
    round.working -= 1;
    if (round.working === 0) await this.#putOffRest(round);
  }

  async #workOff(round: Round, account: LaneAccount): Promise<void> {
    let connection: MailConnection | null = null;
    for (let job = round.queue.pop(); job !== undefined; job = round.queue.pop()) {
      if (this.#stopping) {
        await this.#putOff(job, "The product is stopping.", this.#now(job.batch));
        continue;
      }
      if (connection === null || !connection.isUsable()) {
        connection?.close();
        connection = await this.#connect(account);
      }
      if (connection === null) {
        round.queue.push(job);
        break;
      }
      await this.#deliver(job, connection, round);
    }
    if (connection !== null) this.#connections.keep(connection);
  }

  async #connect(account: LaneAccount): Promise<MailConnection | null> {
    const taken = await this.#connections.take(account);
    if ("connection" in taken) return taken.connection;
    const { credentials, reason } = taken.refusal;
    if (credentials) await this.#parts.accountFailed(this.#workspaceId, this.#accountId, reason);
    return null;
  }

  /** No connection stands any more: what is left is tried again as one, not once per mail. */
  async #putOffRest({ queue }: Round): Promise<void> {
    const rest = queue.splice(0);
    const [first] = rest;
    if (first === undefined) return;
    const retryAt = this.#connections.tryAgainAt(this.#now(first.batch));
    await Promise.all(rest.map((job) => this.#putOff(job, "The mail server could not be reached.", retryAt)));
  }

  async #deliver(job: Job, connection: MailConnection, round: Round): Promise<void> {
    const { batch, email } = job;
    let mail: OutgoingMail;
    try {
      mail = await mailOf(job, this.#now(batch));
    } catch (err) {
      this.#parts.log.error({ err, emailId: email.id }, "an email could not be composed");
      return this.#hold(batch, email, err instanceof Error ? err.message : "It could not be composed.");
    }
    let asked: Promise<Permission> | null = null;
    const permit = () => {
      asked ??= this.#mark(job, connection);
      return asked;
    };
    const early = round.asksFirst ? await permit() : "go";
    const outcome: Outcome =
      early === "go" ? await connection.send(mail, permit) : { kind: "withheld", permission: early };
    round.asksFirst = outcome.kind === "withheld";
    if (outcome.kind === "accepted") this.#parts.crashPoint?.("accepted");
    if (outcome.kind === "withheld") return this.#withhold(job, outcome.permission);
    const { signal, accountFault } = judgeOutcome(email, batch.claimId, outcome, this.#now(batch));
    const isRefusedUnmarked = asked === null && (signal.kind === "bounced" || signal.kind === "failed");
    // Not awaited: the result goes with or before this connection's next mark.
    const trace = outcome.kind === "accepted" ? null : traceOf(job, connection, this.#now(batch));
    const result = withLastWords(signal, trace);
    const unmarked = isRefusedUnmarked ? markOf(job, null) : null;
    void this.#record(batch, result, { unmarked, attempt: attemptRow(job, result, trace) });
    if (accountFault !== null) await this.#parts.accountFailed(this.#workspaceId, this.#accountId, accountFault);
  }

  async #withhold(job: Job, permission: "stop" | "unrecorded"): Promise<void> {
    if (permission === "stop") job.batch.refused.push(job.email);
    else {
      await this.#putOff(job, "The database could not record it.", addMs(this.#now(job.batch), unmarkedAgainMs));
    }
  }

  /** The last look: whether the email may leave now. What the database cannot say means no. */
  async #mark(job: Job, connection: MailConnection): Promise<Permission> {
    this.#parts.crashPoint?.("offered");
    const trace = traceOf(job, connection, this.#now(job.batch));
    let permission: Permission;
    try {
      permission = (await this.#parts.committer.mark(markOf(job, trace))) ? "go" : "stop";
    } catch {
      return "unrecorded";
    }
    if (permission === "go") this.#parts.crashPoint?.("marked");
    return permission;
  }

  /** Released first, then finished: in between, the claim still says who must settle them. */
  async #releaseRefused(batch: Batch): Promise<void> {
    const emails = batch.refused.splice(0);
    if (emails.length === 0) return;
    const machineNow = this.#parts.machineNow();
    const refused = {
      claimId: batch.claimId,
      emailIds: emails.map((email) => email.id),
      enrollmentIds: emails.flatMap((email) => email.enrollment_id ?? []),
    };
    try {
      await inWorkspace(this.#parts.database, this.#workspaceId, async (tx) =>
        releaseRefused(tx, refused, await momentIn(tx, machineNow)),
      );
    } catch (err) {
      this.#parts.log.error({ err, claimId: batch.claimId }, "refused emails are left to recovery");
      this.#held.delete(batch.claimId);
      return;
    }
    for (const _ of emails) this.#finish(batch);
  }
}

/** Its hour or day ended before its turn came (a worker stood still, a server put it off): it takes room anew. */
function isOver({ reserved_until: until }: ClaimedEmail, now: Instant): boolean {
  return until !== null && until.getTime() <= now;
}
