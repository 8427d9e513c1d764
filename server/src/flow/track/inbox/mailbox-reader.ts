import { kindOf } from "./mailbox-kinds.ts";
import type { MailboxSession } from "./mailbox-session.ts";
import { type InboxAccount, type InboxParts, MailboxBusy, MailboxRefused } from "./ports.ts";
import type { Stumbles } from "./stumbles.ts";

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
/** Whoever asks for a longer pause is asked again after this one: meanwhile people may have answered. */
const longestPauseMs = 15 * 60_000;

/** 1 s, doubling to a minute: a server in trouble is not helped by a crowd at its door. */
function doubling(attempt: number): number {
  return Math.min(longestReconnectMs, firstReconnectMs * 2 ** (attempt - 1));
}

/**
 * Keeps one mailbox read: connects, reads what is new, waits to be told of more, reads again, and comes back after every cut. What
 * was read is in the database, so a cut loses nothing and doubles nothing.
 */
export class MailboxReader {
  readonly account: InboxAccount;
  readonly #parts: InboxParts;
  readonly #stumbles: Stumbles;
  readonly #waiting: Waiting[] = [];
  #session: MailboxSession | null = null;
  #isStopped = false;
  #failures = 0;
  #isRefused = false;
  #wake: () => void = () => {};
  #hasNews = false;
  #running: Promise<void> | null = null;

  constructor(account: InboxAccount, parts: InboxParts) {
    this.account = account;
    this.#parts = parts;
    this.#stumbles = kindOf(account.way).stumbles();
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Ends the connection; whoever waits for a sync is told. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#session?.close();
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
      let askedForMs = 0;
      try {
        await this.#readOn();
      } catch (err) {
        if (this.#isStopped) return;
        this.#failures += 1;
        askedForMs = err instanceof MailboxBusy ? Math.min(err.retryAfterMs ?? 0, longestPauseMs) : 0;
        await this.#noteFailure(err as Error & { authenticationFailed?: boolean });
      }
      this.#session?.close();
      this.#session = null;
      const pauseMs = (this.#parts.reconnectMs ?? doubling)(Math.max(1, this.#failures));
      if (!this.#isStopped) await this.#rest(Math.max(pauseMs, askedForMs));
    }
  }

  /** One connection, from signing in to its end. */
  async #readOn(): Promise<void> {
    const { account } = this;
    let isEnded = false;
    const events = {
      onNews: () => this.#notice(),
      onEnded: () => {
        isEnded = true;
        this.#wake();
      },
    };
    const job = { parts: this.#parts, account, stumbles: this.#stumbles, events };
    const session = await kindOf(account.way).open(job, account.way);
    this.#session = session;
    if (this.#isStopped) return session.close();
    this.#hasNews = true;
    while (!isEnded && !this.#isStopped) {
      if (!this.#hasNews) {
        session.listen();
        await this.#rest(null);
        continue;
      }
      this.#hasNews = false;
      const served = this.#waiting.splice(0);
      try {
        const recorded = await session.readNew();
        for (const { resolve } of served) resolve(recorded);
        this.#failures = 0;
        this.#isRefused = false;
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
    // A client's own words for a refused login say less than ours; a provider's say what has to be mended.
    const reason = err instanceof MailboxRefused ? err.message : "The mailbox refused the user name or password.";
    await accountFailed(workspaceId, accountId, reason).catch((failure: unknown) =>
      log.error({ err: failure, accountId }, "an account that failed could not be paused"),
    );
  }
}
