import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Database, migrate, openDatabase, startEmbedded } from "../../server/src/platform/db/index.ts";
import type { Log } from "../../server/src/platform/log/index.ts";

export interface OwnDatabase {
  readonly db: Database;
  readonly url: string;
  /** Gone afterwards, with the database in it. */
  readonly folder: string;
  /** Process id of the server, whose children work. */
  readonly postmaster: number;
}

/** A database for one bench, tuned as the product's, on the disk: nothing else asks it anything. */
export async function inOwnDatabase<T>(log: Log, work: (own: OwnDatabase) => Promise<T>): Promise<T> {
  const folder = mkdtempSync("/var/tmp/haste-bench-");
  // The database runs as a user of its own, who passes it.
  chmodSync(folder, 0o755);
  const embedded = await startEmbedded({ dataDir: join(folder, "data"), log, tuning: "product" });
  try {
    await migrate(embedded.url, { log });
    const db = openDatabase(embedded.url, { log });
    const postmaster = Number(readFileSync(join(folder, "data", "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
    try {
      return await work({ db, url: embedded.url, folder, postmaster });
    } finally {
      await db.close();
    }
  } finally {
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
