import pg from "pg";
import type { Log } from "../log/index.ts";
import { roleOption } from "./roles.ts";

/** What a subscriber gets: the payload, or null after a lost connection came back: look for yourself, some may be gone. */
export type NotificationHandler = (payload: string | null) => void;

/** One connection that hears every channel somebody in this process asked for. */
export interface Listener {
  /** Resolves once the server hears for us; call the result to stop. */
  subscribe(channel: string, handler: NotificationHandler): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

const firstRetryMs = 50;
const longestRetryMs = 5_000;

/**
 * LISTEN on a connection of its own, opened at the first subscription. When it breaks it is reopened for as long as the
 * process lives, and every subscriber is told with `null`: notifications are hints, the rows are the truth.
 */
export function createListener(options: { readonly url: string; readonly log: Log }): Listener {
  return new ReconnectingListener(options.url, options.log);
}

class ReconnectingListener implements Listener {
  readonly #url: string;
  readonly #log: Log;
  readonly #handlers = new Map<string, Set<NotificationHandler>>();
  #client: Promise<pg.Client> | undefined;
  #retry: NodeJS.Timeout | undefined;
  #retryMs = firstRetryMs;
  #closed = false;

  constructor(url: string, log: Log) {
    this.#url = url;
    this.#log = log;
  }

  async subscribe(channel: string, handler: NotificationHandler): Promise<() => Promise<void>> {
    if (this.#closed) throw new Error("The database is closed.");
    const handlers = this.#handlers.get(channel) ?? new Set();
    this.#handlers.set(channel, handlers.add(handler));
    try {
      this.#client ??= this.#connect();
      const client = await this.#client;
      await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (err) {
      await this.#unsubscribe(channel, handler);
      throw err;
    }
    return () => this.#unsubscribe(channel, handler);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#handlers.clear();
    const client = await this.#client?.catch(() => undefined);
    await client?.end();
  }

  async #unsubscribe(channel: string, handler: NotificationHandler): Promise<void> {
    const handlers = this.#handlers.get(channel);
    if (handlers?.delete(handler) !== true || handlers.size > 0) return;
    this.#handlers.delete(channel);
    const client = await this.#client?.catch(() => undefined);
    await client?.query(`unlisten ${pg.escapeIdentifier(channel)}`).catch(() => undefined);
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.#url,
      options: roleOption("haste_app"),
      application_name: `haste listen ${process.pid}`,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    client.on("notification", ({ channel, payload }) => this.#deliver(channel, payload ?? ""));
    // A lost connection reports an error or two and then its end, which is where it is dealt with.
    client.on("error", (err) => this.#log.debug({ err }, "the listening database connection failed"));
    try {
      await client.connect();
    } catch (err) {
      this.#client = undefined;
      throw err;
    }
    // Only after a good start: a connection that never stood is reported to whoever asked for it.
    client.on("end", () => this.#reconnectLater());
    this.#retryMs = firstRetryMs;
    return client;
  }

  #reconnectLater(): void {
    this.#client = undefined;
    clearTimeout(this.#retry);
    if (this.#closed || this.#handlers.size === 0) return;
    this.#log.warn({ retryMs: this.#retryMs }, "the listening database connection was lost");
    this.#retry = setTimeout(() => void this.#reconnect(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs);
  }

  async #reconnect(): Promise<void> {
    try {
      this.#client ??= this.#connect();
      const client = await this.#client;
      for (const channel of this.#handlers.keys()) await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch {
      this.#reconnectLater();
      return;
    }
    for (const channel of this.#handlers.keys()) this.#deliver(channel, null);
  }

  #deliver(channel: string, payload: string | null): void {
    for (const handler of this.#handlers.get(channel) ?? []) {
      try {
        handler(payload);
      } catch (err) {
        this.#log.error({ err, channel }, "a notification handler failed");
      }
    }
  }
}
