import pg from "pg";
import type { Call } from "../platform/cli/index.ts";
import { embeddedHome, openDatabase, readMigrationState } from "../platform/db/index.ts";
import type { Log } from "../platform/log/index.ts";
import { type FoundDatabase, withDatabaseUrl } from "./database.ts";
import type { Surroundings } from "./finding.ts";
import { readServerFacts } from "./queries.ts";
import { askReady, findRunning } from "./running-product.ts";

/**
 * Gathers what the checks look at and holds it open while they do. A database that cannot be reached is a finding, not
 * an end: the other checks are made all the same.
 */
export async function lookAround(call: Call, log: Log, look: (at: Surroundings) => Promise<void>): Promise<void> {
  const record = await findRunning(call.config.dataDir);
  const product = record === null ? null : { record, answer: await askReady(record) };
  const around = { call, log, product };
  if (call.config.databaseUrl === null && embeddedHome(call.config.dataDir) === null) {
    await look({ ...around, database: "none yet" });
    return;
  }
  let hasLooked = false;
  try {
    await withDatabaseUrl(call.config, { log, mayCreate: false }, async (found) => {
      const database = await openForChecks(found, log);
      try {
        hasLooked = true;
        await look({ ...around, database });
      } finally {
        await database.db.close();
      }
    });
  } catch (err) {
    if (hasLooked || !(err instanceof Error)) throw err;
    await look({ ...around, database: err });
  }
}

async function openForChecks(found: FoundDatabase, log: Log) {
  const client = new pg.Client({ connectionString: found.url });
  client.on("error", () => {});
  await client.connect();
  try {
    const before = Date.now();
    const facts = await readServerFacts(client);
    const askedAtMs = (before + Date.now()) / 2;
    const { pending } = await readMigrationState(found.url);
    const db = openDatabase(found.url, { log, appConnections: 2 });
    return { ...found, db, facts, askedAtMs, isMigrated: pending.length === 0 };
  } finally {
    await client.end();
  }
}
