import pg from "pg";
import type { Log } from "../log/index.ts";
import { createListener, type Listener } from "./listener.ts";
import { valueParsers } from "./parse.ts";
import { type DatabaseRole, roleOption } from "./roles.ts";

/** An open database: one pool per role and one connection that listens. Made once in the wiring, passed everywhere. */
export interface Database {
  readonly url: string;
  /** Connections as `haste_app`; used through `inWorkspace`, never directly. */
  readonly app: pg.Pool;
  /** Connections as `haste_sweep`; used through `asSweep`. */
  readonly sweep: pg.Pool;
  readonly listener: Listener;
  readonly log: Log;
  /** Waits for running transactions, then closes every connection. Calling it again is harmless. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly log: Log;
  /** Most connections as `haste_app` (10): every process of ours holds up to this many + 2 + 1. */
  readonly appConnections?: number;
  /** A statement running longer is canceled (30 s): a request that old has lost its caller. */
  readonly statementTimeoutMs?: number;
}

/**
 * Plans are kept: of named statements and of foreign keys' looks, for as long as a connection lives and nobody analyzes the
 * table. A scan of a table that fits one page is the cheapest plan there is, and the dearest once the table has grown: of
 * 20,000 contacts a foreign key then read 20,000 for each person enrolled, 500 in 2.0 s instead of 0.04 (November 2026).
 * See docs/decisions/0023-plans-for-grown-tables.md. Everything the server asks begins with an index on the workspace, so it gives up nothing on large tables.
 */
const plansForGrownTables = "-c enable_seqscan=off";

const connectTimeoutMs = 10_000;
/** A transaction in which nobody speaks for this long holds row locks for nothing: the server ends it. */
const idleInTransactionTimeoutMs = 60_000;
/** Waiting longer for a row means somebody forgot to commit; better to fail and be retried. */
const lockTimeoutMs = 10_000;

/** Opens pools on `url`. Connects lazily: a wrong address shows at the first query, in its own words. */
export function openDatabase(url: string, options: DatabaseOptions): Database {
  const { log } = options;
  const poolAs = (role: DatabaseRole, max: number, settings = "") => {
    const pool = new pg.Pool({
      connectionString: url,
      options: `${roleOption(role)} ${settings}`.trimEnd(),
      application_name: `haste ${role.slice("haste_".length)} ${process.pid}`,
      types: valueParsers,
      // Statements of one transaction that do not wait for each other travel together (`Tx.write`).
      pipeline: true,
      max,
      connectionTimeoutMillis: connectTimeoutMs,
      idleTimeoutMillis: 30_000,
      statement_timeout: options.statementTimeoutMs ?? 30_000,
      lock_timeout: lockTimeoutMs,
      idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
    });
    // Without a listener an idle connection that the server drops would end the whole process.
    pool.on("error", (err: Error & { code?: string }) => {
      // Not the error itself: the pool hangs the whole connection with its statements on it.
      log.warn({ reason: err.message, code: err.code, role }, "an idle database connection was lost");
    });
    // The same for one in use: its query fails with the reason, the event itself only must not go unheard.
    pool.on("connect", (client) =>
      client.on("error", (err) => log.debug({ err, role }, "a database connection failed")),
    );
    return pool;
  };
  const app = poolAs("haste_app", options.appConnections ?? 10, plansForGrownTables);
  const sweep = poolAs("haste_sweep", 2);
  const listener = createListener({ url, log });
  let closing: Promise<void> | undefined;
  return {
    url,
    app,
    sweep,
    listener,
    log,
    close() {
      closing ??= Promise.all([listener.close(), app.end(), sweep.end()]).then(() => {});
      return closing;
    },
  };
}
