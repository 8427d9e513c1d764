import type { ImapFlow } from "imapflow";
import { connectMailbox } from "./connect-mailbox.ts";
import type { InboxAccount, InboxParts } from "./ports.ts";
import { readNewMail } from "./read-new-mail.ts";
import { Stumbles } from "./stumbles.ts";

interface Waiting {
  readonly resolve: (recorded: number) => void;
  readonly reject: (reason: Error) => void;
}

/** The account was removed or connects anew: whoever waited asks the reader that took over, if there is one. */
export class MailboxLeft extends Error {
  constructor() {
    super("The mailbox is no longer read.");
    this.name = "MailboxLeft";
  }
}

const firstReconnectMs = 1_000;
const longestReconnectMs = 60_000;

/** 1 s, doubling to a minute: a server in trouble is not helped by a crowd at its door. */
function doubling(attempt: number): number {
  return Math.min(longestReconnectMs, firstReconnectMs * 2 ** (attempt - 1));
}

/**
 * Keeps one mailbox read: connects, reads what is new, waits in IDLE, reads again, and comes back after every cut. What
 * was read is in the database, so a cut loses nothing and doubles nothing.
 */
export class MailboxReader {
  readonly account: InboxAccount;
  readonly #parts: InboxParts;
  readonly #stumbles = new Stumbles();
  readonly #waiting: Waiting[] = [];
  #client: ImapFlow | null = null;
  #isStopped = false;
  #failures = 0;
  #isRefused = false;
  #wake: () => void = () => {};
  #hasNews = false;
  #running: Promise<void> | null = null;

  constructor(account: InboxAccount, parts: InboxParts) {
    this.account = account;
    this.#parts = parts;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Ends the connection; whoever waits for a sync is told. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#client?.close();
    this.#wake();
    await this.#running;
    for (const { reject } of this.#waiting.splice(0)) reject(new MailboxLeft());
  }

  /** Resolves when everything that lies in the mailbox now is recorded, with how many mails were new. */
  sync(): Promise<number> {
    if (this.#isStopped) return Promise.reject(new MailboxLeft());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#notice();
    });
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      try {
        await this.#session();
      } catch (err) {
        if (this.#isStopped) return;
        this.#failures += 1;
        await this.#noteFailure(err as Error & { authenticationFailed?: boolean });
      }
      this.#client?.close();
      this.#client = null;
      const pauseMs = (this.#parts.reconnectMs ?? doubling)(Math.max(1, this.#failures));
      if (!this.#isStopped) await this.#rest(pauseMs);
    }
  }

  /** One connection, from signing in to its end. */
  async #session(): Promise<void> {
    const { account } = this;
    const client = await connectMailbox(this.#parts, account);
    this.#client = client;
    if (this.#isStopped) return;
    this.#isRefused = false;
    let isClosed = false;
    client.on("close", () => {
      isClosed = true;
      this.#wake();
    });
    client.on("exists", () => this.#notice());
    this.#hasNews = true;
    while (!isClosed && !this.#isStopped) {
      if (!this.#hasNews) {
        // The next command ends IDLE by itself.
        client.idle().catch(() => client.close());
        await this.#rest(null);
        continue;
      }
      this.#hasNews = false;
      const served = this.#waiting.splice(0);
      try {
        const recorded = await readNewMail({ parts: this.#parts, account, client, stumbles: this.#stumbles });
        for (const { resolve } of served) resolve(recorded);
        this.#failures = 0;
      } catch (err) {
        // Asked again on the next connection; nobody waits in vain for a cut.
        this.#waiting.unshift(...served);
        throw err;
      }
    }
    if (!this.#isStopped) throw new Error("The mailbox's server ended the connection.");
  }

  #notice(): void {
    this.#hasNews = true;
    this.#wake();
  }

  /** Waits for news, for the end, or for `ms`. */
  #rest(ms: number | null): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === null ? undefined : setTimeout(resolve, ms);
      this.#wake = () => {
        // Before the next attempt only the end of it all shortens the pause.
        if (ms !== null && !this.#isStopped) return;
        clearTimeout(timer);
        resolve();
      };
      if (this.#isStopped || (ms === null && this.#hasNews)) this.#wake();
    });
  }

  async #noteFailure(err: Error & { authenticationFailed?: boolean }): Promise<void> {
    const { workspaceId, accountId } = this.account;
    const { log, accountFailed } = this.#parts;
    const level = this.#failures === 1 ? "debug" : "warn";
    log[level]({ err, workspaceId, accountId, attempt: this.#failures }, "a mailbox could not be read");
    if (err.authenticationFailed !== true || this.#isRefused || accountFailed === undefined) return;
    this.#isRefused = true;
    await accountFailed(workspaceId, accountId, "The mailbox refused the user name or password.").catch(
      (failure: unknown) => log.error({ err: failure, accountId }, "an account that failed could not be paused"),
    );
  }
}
