import type { Instant } from "@haste/engine/base";
import { addMs, MINUTE_MS } from "@haste/engine/base";
import type { Log } from "../../platform/log/index.ts";
import type { LaneAccount } from "./account.ts";
import type { ConnectionRefusal, MailConnection } from "./providers/index.ts";

const idleConnectionMs = 30_000;
const longestBackOffMinutes = 60;

/** The connections of one account: kept open between mails, for half a minute between batches. */
export class Connections {
  readonly #log: Log;
  readonly #idle: { connection: MailConnection; timer: NodeJS.Timeout }[] = [];
  #failedRounds = 0;

  constructor(log: Log) {
    this.#log = log;
  }

  /** An idle connection, else a new one. */
  async take(account: LaneAccount): Promise<{ connection: MailConnection } | { refusal: ConnectionRefusal }> {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      clearTimeout(idle.timer);
      if (idle.connection.isUsable()) return { connection: idle.connection };
      idle.connection.close();
    }
    const opened = await open(account);
    if (opened.ok) {
      this.#failedRounds = 0;
      return { connection: opened.connection };
    }
    this.#log.warn({ accountId: account.id, reason: opened.error.reason }, "no connection to the mail server");
    return { refusal: opened.error };
  }

  keep(connection: MailConnection): void {
    if (!connection.isUsable()) {
      connection.close();
      return;
    }
    const timer = setTimeout(() => {
      const at = this.#idle.findIndex((one) => one.connection === connection);
      if (at !== -1) this.#idle.splice(at, 1);
      connection.close();
    }, idleConnectionMs);
    timer.unref();
    this.#idle.push({ connection, timer });
  }

  /** The server could not be reached at all: when it is tried again, later with each time this happens in a row. */
  tryAgainAt(now: Instant): Instant {
    this.#failedRounds += 1;
    return addMs(now, Math.min(longestBackOffMinutes, 2 ** (this.#failedRounds - 1)) * MINUTE_MS);
  }

  closeIdle(): void {
    for (const { connection, timer } of this.#idle.splice(0)) {
      clearTimeout(timer);
      connection.close();
    }
  }
}

async function open(account: LaneAccount) {
  try {
    return await account.connect();
  } catch (err) {
    const reason = err instanceof Error ? err.message : String(err);
    return { ok: false, error: { reason, reply: null, credentials: false } } as const;
  }
}
