import type { Database } from "./database.ts";
import type { NotificationHandler } from "./listener.ts";
import type { Queries } from "./transaction.ts";

/** PostgreSQL refuses payloads of 8,000 bytes and more. */
const longestPayloadBytes = 7_999;

/**
 * Hears `channel` for as long as the process lives, across lost connections (then `fn` gets null once: something may
 * have been missed). Resolves when the server hears for us; the result stops it.
 */
export function listen(db: Database, channel: string, fn: NotificationHandler): Promise<() => Promise<void>> {
  return db.listener.subscribe(channel, fn);
}

/** Tells every listener of `channel`, at the commit of `tx` and only then. The payload is an id, never content. */
export async function notify(tx: Queries, channel: string, payload: string): Promise<void> {
  if (Buffer.byteLength(payload) > longestPayloadBytes) {
    throw new RangeError(`A notification carries at most ${longestPayloadBytes} bytes; send an id instead.`);
  }
  await tx.rows("select pg_notify($1, $2)", [channel, payload], "notify");
}
