import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Kysely, PostgresDialect, sql } from "kysely";
import { type Migration, type MigrationProvider, Migrator } from "kysely/migration";
import pg from "pg";
import type { Log } from "../log/index.ts";
import { prepareJobQueue } from "./job-queue.ts";
import { prepareRoles } from "./prepare-roles.ts";
import { roleOption } from "./roles.ts";

export interface MigrateOptions {
  readonly log: Log;
  /** Where the numbered `.sql` files lie; default `server/migrations`. */
  readonly folder?: string;
}

export interface MigrateResult {
  /** The names of the migrations this call has run; empty when the database was up to date. */
  readonly applied: readonly string[];
}

export const ownFolder = join(import.meta.dirname, "../../../migrations");
const fileName = /^(\d{4}_[a-z0-9_]+)\.sql$/;
/** One migration at a time per database; any fixed number does, this one spells "haste". */
const lockKey = 0x6861737465n;

/**
 * Brings the database at `url` to the newest schema and says what it did. Safe twice and twenty at once: a session lock
 * in the database lets one in at a time, the rest find nothing to do. All pending files run in one transaction as
 * `haste_owner`, so tables belong to it; tables are analyzed afterwards, because plans made for empty ones cost 3–5 ×.
 */
export async function migrate(url: string, options: MigrateOptions): Promise<MigrateResult> {
  const gate = new pg.Client({ connectionString: url, application_name: `haste migrate ${process.pid}` });
  gate.on("error", (err) => options.log.warn({ err }, "the migrating database connection was lost"));
  await gate.connect();
  try {
    await gate.query("select pg_advisory_lock($1)", [lockKey]);
    await prepareRoles(gate);
    const applied = await applyPending(url, options.folder ?? ownFolder);
    await prepareJobQueue(url);
    if (applied.length > 0) {
      await gate.query("analyze");
      options.log.info({ applied }, "the database was migrated");
    }
    return { applied };
  } finally {
    await gate.end();
  }
}

async function applyPending(url: string, folder: string): Promise<string[]> {
  const pool = new pg.Pool({ connectionString: url, options: roleOption("haste_owner"), max: 1 });
  pool.on("error", () => {});
  const owner = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    const migrator = new Migrator({ db: owner, provider: sqlFiles(folder) });
    const { error, results = [] } = await migrator.migrateToLatest();
    const failed = results.find((result) => result.status === "Error");
    if (error !== undefined) {
      const where = failed === undefined ? "The migrations cannot start" : `Migration ${failed.migrationName} failed`;
      throw new Error(`${where}: ${(error as Error).message}`, { cause: error });
    }
    return results.map((result) => result.migrationName);
  } finally {
    await owner.destroy();
  }
}

/** Each file is one migration, named like the file; forward only. A stray file is an error, not silence. */
export function sqlFiles(folder: string): MigrationProvider {
  return {
    async getMigrations() {
      const migrations: Record<string, Migration> = {};
      for (const file of await readdir(folder)) {
        const name = fileName.exec(file)?.[1];
        if (name === undefined) {
          throw new Error(`${file} does not belong in ${folder}: migrations are named 0001_what_it_does.sql.`);
        }
        const text = await readFile(join(folder, file), "utf8");
        migrations[name] = { up: async (db) => void (await sql.raw(text).execute(db)) };
      }
      return migrations;
    },
  };
}
