import { setTimeout as pause } from "node:timers/promises";
import type { Compilable, RawBuilder } from "kysely";
import type pg from "pg";
import { arrayLiteral } from "./array-literal.ts";
import { build } from "./build.ts";
import type { Database } from "./database.ts";

/** Statements on one connection. Values travel beside the text, always. */
export interface Queries {
  /**
   * Runs one statement and returns its rows as the driver parsed them (bigint → number, timestamptz → Date, numeric →
   * string, jsonb → value). With a `name` it is prepared once per connection: 2.4 × less CPU for a tiny statement on a
   * hot path, nothing at 500 rows.
   */
  rows<R extends object>(text: string, values?: readonly unknown[], name?: string): Promise<R[]>;
  /**
   * Sends a statement of whose rows nothing is needed, without waiting for it: what follows on this transaction runs
   * after it, and the commit waits for it. Its fault is what the next `rows`, or the commit, throws.
   */
  write(text: string, values?: readonly unknown[], name?: string): void;
  /** Runs a query written with `build`, or a kysely `sql` fragment. */
  run<R extends object>(query: Compilable<R> | RawBuilder<R>): Promise<R[]>;
}

/** A transaction that belongs to one workspace: row-level security shows it that workspace's rows and no others. */
export interface Tx extends Queries {
  readonly workspaceId: string;
}

export interface TxOptions {
  /** Default `read committed`. */
  readonly isolation?: "repeatable read" | "serializable";
  /** The server refuses every write: for requests that must change nothing. */
  readonly readOnly?: boolean;
  /** How often `work` may run in all when the database asks for a retry (40001, 40P01). Default 5. */
  readonly attempts?: number;
}

const uuidShape = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const serializationFailure = "40001";
const deadlockDetected = "40P01";

/**
 * Runs `work` in one transaction of one workspace and returns its result after the commit. A serialization failure or
 * deadlock runs `work` again on a fresh snapshot, so it must touch nothing but the database; anything else it throws
 * rolls back and is thrown on.
 */
export function inWorkspace<T>(
  db: Database,
  workspaceId: string,
  work: (tx: Tx) => Promise<T>,
  options: TxOptions = {},
): Promise<T> {
  const setting = workspaceSetting(workspaceId);
  return withRetries(options.attempts, () =>
    inTransaction(db.app, `${beginStatement(options)}; ${setting}`, (session) => {
      session.workspaceId = workspaceId;
      return work(session);
    }),
  );
}

/**
 * Runs `work` as the server but in no workspace: tenant tables show no rows. For what exists before a workspace is
 * known (users, sessions, whose key is this) through tables without a tenant and the listed security-definer functions.
 */
export function outsideWorkspaces<T>(
  db: Database,
  work: (tx: Queries) => Promise<T>,
  options: TxOptions = {},
): Promise<T> {
  return withRetries(options.attempts, () => inTransaction(db.app, beginStatement(options), work));
}

/** Runs `work` read-only over the due rows of all workspaces, as `haste_sweep`. */
export function asSweep<T>(db: Database, work: (tx: Queries) => Promise<T>): Promise<T> {
  return inTransaction(db.sweep, "begin read only", work);
}

/**
 * Lets the running transaction go on in another workspace. Only the claim and the ledger commit, which serve several
 * in turn, may do so. A statement of its own (`SET LOCAL`), because `set_config` does not reach Citus workers.
 */
export async function switchWorkspace(tx: Tx, workspaceId: string): Promise<void> {
  if (!(tx instanceof Session)) throw new TypeError("switchWorkspace needs a transaction opened by inWorkspace.");
  await tx.rows(workspaceSetting(workspaceId));
  tx.workspaceId = workspaceId;
}

/** One transaction's hold on its connection; refuses to speak once the transaction has ended. */
class Session implements Tx {
  workspaceId = "";
  #client: pg.PoolClient | undefined;
  readonly #writes: Promise<void>[] = [];
  /** The first write that failed: every statement after it fails only because of it. */
  #failed: Error | undefined;

  constructor(client: pg.PoolClient) {
    this.#client = client;
  }

  async rows<R extends object>(text: string, values?: readonly unknown[], name?: string): Promise<R[]> {
    try {
      return (await this.#query<R>(text, values, name)).rows;
    } catch (err) {
      throw this.#failed ?? err;
    }
  }

  write(text: string, values?: readonly unknown[], name?: string): void {
    const written = this.#query(text, values, name).then(
      () => {},
      (err: Error) => {
        this.#failed ??= err;
      },
    );
    this.#writes.push(written);
  }

  #query<R extends object>(text: string, values?: readonly unknown[], name?: string): Promise<pg.QueryResult<R>> {
    if (this.#client === undefined) {
      throw new Error("This transaction has ended; a query came after its commit or rollback (a missing await?).");
    }
    const query: pg.QueryConfig = { text };
    if (values !== undefined)
      query.values = values.map((value) => (Array.isArray(value) ? arrayLiteral(value) : value));
    if (name !== undefined) query.name = name;
    return this.#client.query<R>(query);
  }

  run<R extends object>(query: Compilable<R> | RawBuilder<R>): Promise<R[]> {
    const { sql, parameters } = query.compile(build);
    return this.rows<R>(sql, parameters);
  }

  end(): void {
    this.#client = undefined;
  }

  /** Resolves when every write has run. */
  async written(): Promise<void> {
    await Promise.all(this.#writes);
    if (this.#failed !== undefined) throw this.#failed;
  }
}

/** `begin` and the workspace travel in one message: a round trip less in every transaction. */
async function inTransaction<T>(pool: pg.Pool, begin: string, work: (session: Session) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  const session = new Session(client);
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(session);
    session.end();
    // Behind the last writes: where one of them failed, it does nothing, and the fault is thrown.
    const committed = client.query("commit");
    await Promise.all([session.written(), committed]);
    return result;
  } catch (err) {
    session.end();
    // A connection that cannot even roll back is thrown away, not returned to the pool.
    await client.query("rollback").catch((failure: Error) => {
      broken = failure;
    });
    throw err;
  } finally {
    client.release(broken);
  }
}

async function withRetries<T>(attempts = 5, once: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once();
    } catch (err) {
      const code = (err as { code?: unknown }).code;
      if (attempt >= attempts || (code !== serializationFailure && code !== deadlockDetected)) throw err;
      // Losers of one deadlock wake apart, because each waits for as long as it has already lost.
      await pause(2 ** attempt);
    }
  }
}

function beginStatement(options: TxOptions): string {
  const isolation = options.isolation === undefined ? "" : ` isolation level ${options.isolation}`;
  return `begin${isolation}${options.readOnly === true ? " read only" : ""}`;
}

function workspaceSetting(workspaceId: string): string {
  if (!uuidShape.test(workspaceId)) throw new TypeError(`Not a workspace id: ${JSON.stringify(workspaceId)}.`);
  return `set local app.workspace_id = '${workspaceId}'`;
}
