import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { holdWorkerLock } from "../ledger/index.ts";
import type { Log } from "../platform/log/index.ts";

/** Says for as long as the process lives that it lives. */
export interface Life {
  end(): Promise<void>;
}

const againMs = 500;

/**
 * A connection that does nothing but hold this process's lock: it ends when the process does, however it ends. Lost with
 * the database, it is made again; until then other workers may take our claims over, which the claims' ids make harmless.
 */
export async function holdLife(parts: { url: string; worker: number; log: Log }): Promise<Life> {
  let hasEnded = false;
  let connection = await connect();

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: parts.url, application_name: `haste worker ${process.pid}` });
    // Its end is what matters, and it follows.
    client.on("error", () => {});
    try {
      await client.connect();
      await holdWorkerLock({ query: (text, values) => client.query(text, values) }, parts.worker);
    } catch (err) {
      await client.end().catch(() => {});
      throw err;
    }
    client.once("end", () => void again());
    return client;
  }

  async function again(): Promise<void> {
    if (hasEnded) return;
    parts.log.warn("the connection that says this worker lives was lost; it is made again");
    while (!hasEnded) {
      try {
        connection = await connect();
        if (hasEnded) await connection.end();
        return;
      } catch (err) {
        parts.log.debug({ err }, "the database is still away");
        await pause(againMs);
      }
    }
  }

  return {
    async end() {
      hasEnded = true;
      await connection.end();
    },
  };
}
