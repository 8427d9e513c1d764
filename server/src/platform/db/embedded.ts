import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Log } from "../log/index.ts";
import { chooseAccount } from "./embedded/account.ts";
import { prepareBinaries } from "./embedded/binaries.ts";
import { makeCluster } from "./embedded/initdb.ts";
import { databaseName, Keeper } from "./embedded/keeper.ts";
import { findPlaces, makePlaces, socketUrl } from "./embedded/places.ts";
import { findPostmaster } from "./embedded/postmaster.ts";
import { productSettings, type ServerSettings, testSettings } from "./embedded/tuning.ts";

/** A running embedded PostgreSQL that this process answers for. */
export interface EmbeddedPostgres {
  /** `postgresql://…?host=/socket/folder`, usable by another process of the same user or of root. */
  readonly url: string;
  /** Ends it cleanly (fast shutdown) and waits for it; close the pools first. Calling it again is harmless. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly dataDir: string;
  readonly log: Log;
  /** `test` trades durability for speed. */
  readonly tuning: "product" | "test";
  /** Server settings on top of the tuning, such as a port to listen on. */
  readonly settings?: ServerSettings;
}

const defaultPort = 5432;

/**
 * Starts PostgreSQL on `dataDir`, making it on the first start, and stays its keeper: a server that dies is started
 * again. One that outlived a killed keeper is taken over; one whose keeper lives is refused with a sentence.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  if (process.platform === "win32") {
    throw new Error("The embedded PostgreSQL needs Linux or macOS; pass --database-url with a PostgreSQL 16 or newer.");
  }
  const dataDir = resolve(options.dataDir);
  const port = Number(options.settings?.port ?? defaultPort);
  const account = chooseAccount(findPlaces(dataDir, port).clusterDir, options.log);
  const binaries = prepareBinaries(account);
  const places = makePlaces(dataDir, account, port);
  await makeCluster(places.clusterDir, { binaries, account, sync: options.tuning === "product" });
  const tuned = options.tuning === "test" ? testSettings : productSettings(places.clusterDir);
  const launch = { binaries, places, account, port, settings: { ...tuned, ...options.settings } };
  const keeper = new Keeper({ launch, log: options.log, dataDir });
  await keeper.begin();
  return { url: socketUrl(places, port, databaseName), stop: () => keeper.stop() };
}

/** The URL of the embedded database that runs on `dataDir`, or null when none does. Starts and changes nothing. */
export function findEmbedded(dataDir: string): string | null {
  const places = findPlaces(resolve(dataDir), defaultPort);
  return findPostmaster(places.clusterDir) === null ? null : socketUrl(places, defaultPort, databaseName);
}

/** The folder the embedded database of `dataDir` lies in, or null when none was made there yet. Changes nothing. */
export function embeddedHome(dataDir: string): string | null {
  const { clusterDir } = findPlaces(resolve(dataDir), defaultPort);
  return existsSync(clusterDir) ? dirname(clusterDir) : null;
}
