import { addMs, asInstant, type Instant, SECOND_MS } from "@haste/engine/base";
import {
  type ClaimedEmail,
  claimLane,
  momentIn,
  type NewSignal,
  releaseRefused,
  renewClaims,
} from "../../ledger/index.ts";
import { type Database, inWorkspace, type Tx } from "../../platform/db/index.ts";
import type { Log } from "../../platform/log/index.ts";
import type { RenderedEmail, Renderer } from "../render/index.ts";
import type { Committer } from "./committer.ts";
import { composeMail } from "./compose.ts";
import { Connections } from "./connections.ts";
import { judgeOutcome } from "./judge-outcome.ts";
import { type MailConnection, type MailServer, type OutgoingMail, providers } from "./providers/index.ts";

/** A sending account as a lane needs it; its credentials are open here and nowhere else. */
export interface LaneAccount {
  readonly id: string;
  readonly provider: string;
  readonly email: string;
  readonly displayName: string;
  readonly signature: string | null;
  /** Where to connect, checked at the instant it is asked; throws for a host that may not be connected. */
  readonly findServer: () => Promise<MailServer>;
}

/** Seals what is sent, for the workspace of the transaction. */
export interface ContentSeal {
  seal(emailId: string, content: RenderedEmail): Uint8Array;
}

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
  /** Claims whose emails this process still works on; recovery leaves them alone. */
  readonly heldClaims: Set<string>;
  /** Overrides the provider's number of connections (benchmarks, small servers). */
  readonly connections?: number;
  /** Overrides how long a claim lives without renewal. */
  readonly leaseMs?: number;
  /** Named points at which tests end the process. */
  readonly crashPoint?: (name: CrashPoint) => void;
}

export type CrashPoint = "claimed" | "rendered" | "marked" | "accepted" | "recorded";

interface Job {
  readonly claimId: string;
  readonly email: ClaimedEmail;
  readonly rendered: RenderedEmail;
  readonly batch: Batch;
}

/** One claimed batch; its claim is finished when every email has its result. */
interface Batch {
  readonly claimId: string;
  readonly offsetMs: number;
  readonly account: LaneAccount;
  readonly seal: ContentSeal;
  open: number;
  readonly refused: ClaimedEmail[];
}

/** Emails claimed at once: about ten seconds of a fast server's work; more would only grow stale in memory. */
const claimSize = 200;
const idleConnectionMs = 30_000;

/**
 * The lane of one sending account: claims what its connections can start soon, renders it, and hands it over one mail
 * per connection. A connection takes its next mail only when the result of the last one is on its way into the same
 * ledger commit as the next mark.
 */
export class Lane {
  readonly #workspaceId: string;
  readonly #accountId: string;
  readonly #parts: LaneParts;
  readonly #idle: { connection: MailConnection; timer: NodeJS.Timeout }[] = [];
  readonly #openClaims = new Set<string>();
  #failures = 0;
  #stopping = false;

  constructor(workspaceId: string, accountId: string, parts: LaneParts) {
    this.#workspaceId = workspaceId;
    this.#accountId = accountId;
    this.#parts = parts;
  }

  /** Sends until nothing of this account is due. Returns how many emails were taken. */
  async run(): Promise<number> {
    let taken = 0;
    let next = this.#claim();
    for (;;) {
      const jobs = await next;
      if (jobs === null || this.#stopping) {
        if (jobs !== null) await this.#giveBack(jobs);
        return taken;
      }
      taken += jobs.length;
      // The next batch is claimed and rendered while this one is on the wire.
      next = this.#claim();
      next.catch(() => {});
      await this.#send(jobs);
    }
  }

  /** Keeps the claims of slow batches alive: a server may take ten minutes over one final dot. */
  async renew(): Promise<void> {
    if (this.#openClaims.size === 0) return;
    const { database, machineNow } = this.#parts;
    const ids = [...this.#openClaims];
    await inWorkspace(database, this.#workspaceId, (tx) => renewClaims(tx, ids, machineNow()));
  }

  /** Lets what is under way finish and claims nothing more. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const { connection, timer } of this.#idle.splice(0)) {
      clearTimeout(timer);
      connection.close();
    }
  }

  /** null: nothing is due, or another worker has the lane. */
  async #claim(): Promise<Job[] | null> {
    if (this.#stopping) return null;
    const { database, machineNow, worker, renderer } = this.#parts;
    const claimed = await inWorkspace(database, this.#workspaceId, async (tx) => {
      const moment = await momentIn(tx, machineNow());
      const claim = await claimLane(tx, { accountId: this.#accountId, worker, limit: claimSize }, moment);
      if (claim === null) return null;
      const account = await this.#parts.loadAccount(tx, this.#accountId);
      if (account === null) throw new Error(`Sending account ${this.#accountId} does not exist`);
      const rendered = await renderer.render(tx, claim.emails, account);
      const seal = await this.#parts.openSeal(tx);
      return { claim, account, rendered, seal, moment };
    });
    if (claimed === null) return null;
    this.#parts.crashPoint?.("claimed");
    const { claim, account, rendered, seal, moment } = claimed;
    const batch: Batch = {
      claimId: claim.id,
      offsetMs: moment.now - moment.machineNow,
      account,
      seal,
      open: claim.emails.length,
      refused: [],
    };
    this.#openClaims.add(claim.id);
    const jobs: Job[] = [];
    for (const email of claim.emails) {
      const result = rendered.get(email.id);
      if (result?.ok) jobs.push({ claimId: claim.id, email, rendered: result.value, batch });
      else await this.#hold(batch, email, result?.error.detail ?? "It could not be written.");
    }
    this.#parts.crashPoint?.("rendered");
    return jobs;
  }

  #now(batch: Batch): Instant {
    return asInstant(this.#parts.machineNow().getTime() + batch.offsetMs);
  }

  async #hold(batch: Batch, email: ClaimedEmail, reason: string): Promise<void> {
    await this.#parts.committer.result({ ...this.#signalOf(batch, email), kind: "held", meta: { reason } });
    this.#finish(batch);
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

  #finish(batch: Batch): void {
    batch.open -= 1;
    if (batch.open > 0) return;
    this.#openClaims.delete(batch.claimId);
    this.#parts.committer.finishClaim(batch.claimId);
  }

  async #send(jobs: Job[]): Promise<void> {
    const [first] = jobs;
    if (first === undefined) return;
    const { account } = first.batch;
    const provider = providers[account.provider];
    if (provider === undefined) throw new Error(`There is no provider ${account.provider}`);
    const queue = jobs.toReversed();
    const workers = Math.min(this.#parts.connections ?? provider.connections, jobs.length);
    await Promise.all(Array.from({ length: workers }, () => this.#work(queue, account)));
    await this.#releaseRefused(first.batch);
  }

  /** One connection's work: mail after mail until the queue is empty. */
  async #work(queue: Job[], account: LaneAccount): Promise<void> {
    let connection: MailConnection | null = null;
    for (let job = queue.pop(); job !== undefined; job = queue.pop()) {
      if (this.#stopping) {
        await this.#defer(job, "The product is stopping.", 0);
        continue;
      }
      if (connection === null || !connection.isUsable()) {
        connection?.close();
        connection = await this.#connect(account);
        if (connection === null) {
          await this.#defer(job, "The mail server could not be reached.", this.#backOffMs());
          continue;
        }
      }
      await this.#deliver(job, connection);
    }
    if (connection?.isUsable()) this.#keep(connection);
    else connection?.close();
  }

  async #deliver(job: Job, connection: MailConnection): Promise<void> {
    const { committer, crashPoint } = this.#parts;
    const { batch, email } = job;
    const mail = await this.#compose(job).catch((err: unknown) => this.#notComposed(job, err));
    if (mail === null) return;
    const allowed = await this.#mark(job);
    if (allowed === null) return;
    if (!allowed) {
      batch.refused.push(email);
      this.#finish(batch);
      return;
    }
    crashPoint?.("marked");
    const outcome = await connection.send(mail);
    crashPoint?.("accepted");
    const judged = judgeOutcome(email, job.claimId, outcome, this.#now(batch));
    // Not awaited: the result goes with or before this connection's next mark.
    committer
      .result(judged.signal)
      .then(() => crashPoint?.("recorded"))
      .catch((err) => this.#parts.log.error({ err, emailId: email.id }, "a send result could not be recorded"));
    this.#finish(batch);
    if (judged.accountFault !== null)
      await this.#parts.accountFailed(this.#workspaceId, this.#accountId, judged.accountFault);
  }

  /** What cannot be made into a mail is held with its reason; the others of the batch go on. */
  async #notComposed({ batch, email }: Job, err: unknown): Promise<null> {
    this.#parts.log.error({ err, emailId: email.id }, "an email could not be composed");
    await this.#hold(batch, email, err instanceof Error ? err.message : "It could not be composed.");
    return null;
  }

  /** The last look. null: the database could not say, so nothing is sent and the email is due again when it can. */
  async #mark(job: Job): Promise<boolean | null> {
    const { batch, email, rendered } = job;
    try {
      return await this.#parts.committer.mark({
        emailId: email.id,
        claimId: job.claimId,
        subject: rendered.subject.slice(0, 500),
        fromEmail: batch.account.email,
        inReplyTo: email.previous_message_id,
        sealed: batch.seal.seal(email.id, rendered),
      });
    } catch (err) {
      this.#parts.log.warn({ err, emailId: email.id }, "an email could not be marked; it stays where it is");
      await this.#defer(job, "The database could not record it.", 0);
      return null;
    }
  }

  async #compose({ batch, email, rendered }: Job): Promise<OutgoingMail> {
    const raw = await composeMail({
      messageId: email.message_id,
      date: new Date(this.#now(batch)),
      from: { name: batch.account.displayName, address: batch.account.email },
      to: email.to_email,
      subject: rendered.subject,
      html: rendered.html,
      text: rendered.text,
      inReplyTo: email.previous_message_id,
      references: email.previous_references ?? [],
      unsubscribeUrl: rendered.unsubscribeUrl,
    });
    return { envelope: { from: batch.account.email, to: email.to_email }, raw };
  }

  async #defer({ batch, email }: Job, reply: string, afterMs: number): Promise<void> {
    const retryAt = addMs(this.#now(batch), afterMs);
    await this.#parts.committer.result({ ...this.#signalOf(batch, email), kind: "deferred", meta: { reply, retryAt } });
    this.#finish(batch);
  }

  async #giveBack(jobs: readonly Job[]): Promise<void> {
    await Promise.all(jobs.map((job) => this.#defer(job, "The product is stopping.", 0)));
  }

  #backOffMs(): number {
    return Math.min(60, 2 ** Math.min(this.#failures, 10)) * MINUTE_MS;
  }

  async #connect(account: LaneAccount): Promise<MailConnection | null> {
    const idle = this.#idle.pop();
    if (idle !== undefined) {
      clearTimeout(idle.timer);
      if (idle.connection.isUsable()) return idle.connection;
      idle.connection.close();
    }
    const opened = await this.#open(account);
    if (opened.ok) {
      this.#failures = 0;
      return opened.connection;
    }
    this.#failures += 1;
    this.#parts.log.warn({ accountId: account.id, reason: opened.error.reason }, "no connection to the mail server");
    if (opened.error.credentials)
      await this.#parts.accountFailed(this.#workspaceId, this.#accountId, opened.error.reason);
    await pause(50);
    return null;
  }

  async #open(account: LaneAccount): ReturnType<Provider["open"]> {
    const provider = providers[account.provider] ?? missing(account.provider);
    try {
      return await provider.open(await account.findServer());
    } catch (err) {
      return {
        ok: false,
        error: { reason: err instanceof Error ? err.message : String(err), reply: null, credentials: false },
      };
    }
  }

  #keep(connection: MailConnection): void {
    const timer = setTimeout(() => {
      const at = this.#idle.findIndex((one) => one.connection === connection);
      if (at !== -1) this.#idle.splice(at, 1);
      connection.close();
    }, idleConnectionMs);
    timer.unref();
    this.#idle.push({ connection, timer });
  }

  async #releaseRefused({ claimId, refused }: Batch): Promise<void> {
    const emails = refused.splice(0);
    if (emails.length === 0) return;
    const machineNow = this.#parts.machineNow();
    await inWorkspace(this.#parts.database, this.#workspaceId, async (tx) => {
      const moment = await momentIn(tx, machineNow);
      await releaseRefused(
        tx,
        {
          claimId,
          emailIds: emails.map((email) => email.id),
          enrollmentIds: emails.flatMap((email) => email.enrollment_id ?? []),
        },
        moment,
      );
    });
  }
}

function missing(provider: string): never {
  throw new Error(`There is no provider ${provider}`);
}
