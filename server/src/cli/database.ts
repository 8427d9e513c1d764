import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { hasSigningKeys, loadSigningKeys } from "../catalog/keys/index.ts";
import { type Call, exitCodes, Failure } from "../platform/cli/index.ts";
import { systemClock } from "../platform/clock/index.ts";
import type { Config } from "../platform/config/index.ts";
import { loadMasterKey, type MasterKey } from "../platform/crypto/index.ts";
import {
  type Database,
  embeddedHome,
  findEmbedded,
  migrate,
  openDatabase,
  readMigrationState,
  startEmbedded,
} from "../platform/db/index.ts";
import { type Log, maskSecrets } from "../platform/log/index.ts";

/** How a verb came to its database: the URL it was given, a product that runs, or one started for this verb alone. */
export type DatabaseOrigin = "given" | "running" | "started";

export interface FoundDatabase {
  readonly url: string;
  readonly origin: DatabaseOrigin;
}

export interface DatabaseNeeds {
  readonly log: Log;
  /** Whether a data folder without a database gets one; else that is a mistyped folder. */
  readonly mayCreate: boolean;
}

/**
 * Runs `work` on the product's database: the given one, the embedded one that runs, or the embedded one started for
 * this and stopped behind it.
 */
export async function withDatabaseUrl<T>(
  config: Config,
  needs: DatabaseNeeds,
  work: (found: FoundDatabase) => Promise<T>,
): Promise<T> {
  const known = await findDatabase(config);
  if (known !== null) return work(known);
  if (!needs.mayCreate && embeddedHome(config.dataDir) === null) {
    throw new Failure(
      `There is no database in ${config.dataDir} yet.`,
      "Start the product once (npm start), or name its place with --data-dir or --database-url.",
    );
  }
  const release = endThroughExit();
  const embedded = await startEmbedded({ dataDir: config.dataDir, log: needs.log, tuning: "product" });
  try {
    return await work({ url: embedded.url, origin: "started" });
  } finally {
    await embedded.stop();
    release();
  }
}

/** A signal's own end would skip what runs at exit, and leave the server we started behind. */
function endThroughExit(): () => void {
  const end = () => process.exit(exitCodes.forced);
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, end);
  return () => {
    for (const signal of signals) process.off(signal, end);
  };
}

/** The database that is there without starting one; null where the embedded one does not run. */
export async function findDatabase(config: Config): Promise<FoundDatabase | null> {
  if (config.databaseUrl !== null) {
    await reach(config.databaseUrl, { mayWait: false });
    return { url: config.databaseUrl, origin: "given" };
  }
  const url = findEmbedded(config.dataDir);
  if (url === null) return null;
  await reach(url, { mayWait: true });
  return { url, origin: "running" };
}

/** The database, open and up to date, and what opens its sealed values. */
export interface Ground {
  readonly database: Database;
  /** Reads the master key, making it where the database is new. */
  loadMaster(): Promise<MasterKey>;
}

/** Opens the product's database for one verb. @throws Failure where its schema is not that of this checkout */
export async function withGround<T>(
  call: Call,
  needs: DatabaseNeeds,
  work: (ground: Ground) => Promise<T>,
): Promise<T> {
  const { config } = call;
  return withDatabaseUrl(config, needs, async ({ url, origin }) => {
    await requireMigrated(url, origin, needs.log);
    const database = openDatabase(url, { log: needs.log, appConnections: 4 });
    try {
      return await work({ database, loadMaster: () => loadMaster(database, config) });
    } finally {
      await database.close();
    }
  });
}

/** A database that only we use is brought up to date; one that others use is left to `haste migrate`. */
async function requireMigrated(url: string, origin: DatabaseOrigin, log: Log): Promise<void> {
  if (origin === "started") {
    await migrate(url, { log });
    return;
  }
  const { pending, unknown } = await readMigrationState(url);
  if (unknown.length > 0) {
    throw new Failure(
      `The database belongs to a newer version of the product (it holds ${unknown.at(-1)}).`,
      "Use the haste command of that version.",
    );
  }
  if (pending.length > 0) {
    throw new Failure(
      `The database is not up to date: ${pending.length} migrations are waiting, from ${pending[0]}.`,
      "Run: haste migrate",
    );
  }
}

/** The signing key is made together with the master key: it is the mark that the master key must never be made anew. */
async function loadMaster(database: Database, config: Config): Promise<MasterKey> {
  const master = loadMasterKey({ file: config.masterKeyFile, mayCreate: !(await hasSigningKeys(database)) });
  await loadSigningKeys(database, master, systemClock.machineNow());
  return master;
}

/** Starting, recovering, shutting down. */
const passing = new Set(["ENOENT", "ECONNREFUSED", "57P03"]);
const longestWaitMs = 10_000;
const pollMs = 50;

const reasons: Readonly<Record<string, string>> = {
  "28P01": "it refuses the password",
  "28000": "it refuses the login",
  "3D000": "it has no database of that name",
  ECONNREFUSED: "nobody listens there",
  ENOENT: "nobody listens there",
  ENOTFOUND: "there is no such host",
};

/** Proves that the database lets us in; an embedded one may be just starting. @throws Failure with the reason */
async function reach(url: string, { mayWait }: { readonly mayWait: boolean }): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += pollMs) {
    const thrown = await tryToConnect(url);
    if (thrown === null) return;
    const { code = "", message } = thrown;
    if (mayWait && passing.has(code) && waitedMs < longestWaitMs) await pause(pollMs);
    else {
      throw new Failure(
        `The database ${maskSecrets(url)} cannot be used: ${reasons[code] ?? maskSecrets(message)}.`,
        "Correct --database-url (HASTE_DATABASE_URL), or start that server.",
        { cause: thrown },
      );
    }
  }
}

async function tryToConnect(url: string): Promise<NodeJS.ErrnoException | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: longestWaitMs });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.end();
    return null;
  } catch (err) {
    // Several addresses of one host fail together; the first says enough.
    return err instanceof AggregateError ? err.errors[0] : (err as NodeJS.ErrnoException);
  }
}
