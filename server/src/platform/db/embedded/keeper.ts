import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import type { Log } from "../../log/index.ts";
import { socketUrl } from "./places.ts";
import {
  clearStaleLock,
  findPostmaster,
  isAlive,
  isReady,
  type Launch,
  launchPostmaster,
  signal,
  stopPostmaster,
} from "./postmaster.ts";

/** What a keeper is in charge of. */
export interface Charge {
  readonly launch: Launch;
  readonly log: Log;
  /** As a person would write it, for sentences. */
  readonly dataDir: string;
}

export const databaseName = "haste";
const pollMs = 10;
/** Held for as long as one process answers for the server; any fixed number does. */
const ownerLock = 0x6f776e6572n;
const ownerName = "haste owner ";
/** A killed owner's session ends when the server reads its closed socket: a moment, not instantly. */
const lockWaitMs = 2_000;
/** A server that calls itself ready but cannot be reached this long has lost its socket (swept out of /tmp, say). */
const deafMs = 2_000;
/** Children of a killed server hold its shared memory until they notice: tried again this often, 10 ms apart. */
const mostLaunches = 200;
/** The server is not there yet or no longer: shutting down, recovering, starting. Anything else is final. */
const passingErrors = new Set(["ENOENT", "ECONNREFUSED", "ECONNRESET", "EPIPE", "57P03", "57P01"]);

/**
 * Keeps one server running and proves to others that somebody does: it holds an advisory lock on a connection of its
 * own. The lock dies with this process, whatever kills it, so there is no owner file to go stale; and the connection's
 * end is the news that the server died, whether we started it or found it.
 */
export class Keeper {
  readonly #charge: Charge;
  #owner: pg.Client | undefined;
  #pid = 0;
  #stopping: Promise<void> | undefined;
  // A process that ends without a word (an uncaught error) must not leave a server behind.
  readonly #atExit = () => void signal(this.#pid, "SIGINT");

  constructor(charge: Charge) {
    this.#charge = charge;
  }

  /** Resolves when the server answers, is ours, and holds the product's database. */
  async begin(): Promise<void> {
    await this.#run();
    process.once("exit", this.#atExit);
    try {
      const { rows } = await this.#ask("select from pg_database where datname = $1", [databaseName]);
      if (rows.length === 0) await this.#ask(`create database ${databaseName}`);
    } catch (err) {
      await this.stop();
      throw err;
    }
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    await this.#leave();
    await stopPostmaster(this.#pid);
    process.off("exit", this.#atExit);
  }

  /** Takes over the server that runs, or starts one; one of another version makes room for ours. */
  async #run(): Promise<void> {
    const { launch, log } = this.#charge;
    for (;;) {
      const found = findPostmaster(launch.places.clusterDir);
      this.#owner = await this.#connect();
      await this.#becomeOwner();
      this.#pid = findPostmaster(launch.places.clusterDir) ?? 0;
      if (found === null || found !== this.#pid) break;
      const { rows } = await this.#ask("select split_part(current_setting('server_version'), ' ', 1) as version");
      if (rows[0]?.version === launch.binaries.version) {
        log.info({ pid: found }, "a PostgreSQL that outlived its product was taken over");
        break;
      }
      log.info(
        { pid: found, version: rows[0]?.version },
        "a PostgreSQL of another version was left running; replacing it",
      );
      await this.#leave();
      await stopPostmaster(found);
    }
    this.#owner?.once("end", () => void this.#comeBack());
  }

  /** Polls until the server lets us in, starting it whenever none is there. */
  async #connect(): Promise<pg.Client> {
    const { launch } = this.#charge;
    let starting = false;
    let reason: string | undefined;
    let deafPolls = 0;
    for (let launches = 0; ; ) {
      const client = await this.#tryToConnect();
      if (client !== undefined) return client;
      const pid = findPostmaster(launch.places.clusterDir);
      deafPolls = pid !== null && isReady(launch.places.clusterDir) ? deafPolls + 1 : 0;
      if (pid !== null && deafPolls * pollMs >= deafMs) await stopPostmaster(pid);
      if (!starting && pid === null) {
        if (reason !== undefined && (launches === mostLaunches || !isPassing(reason))) throw this.#cannotStart(reason);
        clearStaleLock(launch.places, launch.port);
        starting = true;
        launches += 1;
        void launchPostmaster(launch).then((words) => {
          reason = words;
          starting = false;
        });
      }
      await pause(pollMs);
    }
  }

  async #tryToConnect(): Promise<pg.Client | undefined> {
    const { places, port } = this.#charge.launch;
    const client = new pg.Client({
      connectionString: socketUrl(places, port, "postgres"),
      application_name: `${ownerName}${process.pid}`,
    });
    // Its end is what we watch; the error before it says the same.
    client.on("error", () => {});
    try {
      await client.connect();
      return client;
    } catch (err) {
      const { code } = err as { code?: string };
      if (code !== undefined && !passingErrors.has(code)) throw err;
      return undefined;
    }
  }

  async #becomeOwner(): Promise<void> {
    for (let waitedMs = 0; ; waitedMs += pollMs) {
      const { rows } = await this.#ask("select pg_try_advisory_lock($1) as mine", [ownerLock]);
      if (rows[0]?.mine === true) return;
      const holder = await this.#holder();
      if (isAlive(holder) || waitedMs >= lockWaitMs) {
        await this.#leave();
        throw new Error(
          `The data folder ${this.#charge.dataDir} is in use by another running product (process ${holder}). ` +
            "Stop that one first, or choose another folder with --data-dir.",
        );
      }
      await pause(pollMs);
    }
  }

  /** The process id of who holds the owner's lock, 0 when it has just let go. */
  async #holder(): Promise<number> {
    const { rows } = await this.#ask(
      `select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
        where l.locktype = 'advisory' and l.granted and starts_with(a.application_name, $1)`,
      [ownerName],
    );
    return Number(String(rows[0]?.name ?? "").slice(ownerName.length)) || 0;
  }

  async #comeBack(): Promise<void> {
    const { log } = this.#charge;
    if (this.#stopping !== undefined) return;
    log.warn("the database server was lost; bringing it back");
    for (let attempt = 1; this.#stopping === undefined; attempt += 1) {
      try {
        await this.#run();
        log.info({ pid: this.#pid }, "the database server is back");
        return;
      } catch (err) {
        log.error({ err, attempt }, "the database server does not come back");
        await pause(Math.min(attempt * 100, 5_000));
      }
    }
  }

  async #leave(): Promise<void> {
    const owner = this.#owner;
    this.#owner = undefined;
    owner?.removeAllListeners("end");
    await owner?.end().catch(() => undefined);
  }

  async #ask(text: string, values: unknown[] = []): Promise<pg.QueryResult<Record<string, unknown>>> {
    if (this.#owner === undefined) throw new Error("The database server is not running.");
    return this.#owner.query(text, values);
  }

  #cannotStart(reason: string): Error {
    const { logFile } = this.#charge.launch.places;
    return new Error(`The embedded PostgreSQL did not start: ${reason || "it said nothing"}. Its log is ${logFile}.`);
  }
}

/** Another start was quicker, or the last server's children are still leaving. */
function isPassing(reason: string): boolean {
  return /lock file|still in use|already in use/.test(reason);
}
