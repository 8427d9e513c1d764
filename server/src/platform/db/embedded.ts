import type { Log } from "../log/index.ts";

/** A running embedded PostgreSQL. */
export interface EmbeddedPostgres {
  /** `postgresql://…?host=/socket/folder`, usable by another process of the same user or of root. */
  readonly url: string;
  /** Ends it cleanly (fast shutdown); close the pools first. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly dataDir: string;
  readonly log: Log;
  /** `test` trades durability for speed. */
  readonly tuning: "product" | "test";
}

/** Starts PostgreSQL on `dataDir`. */
export function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  return Promise.reject(new Error(`not there yet: ${options.dataDir}`));
}
