import pg from "pg";
import { ownFolder, sqlFiles } from "./migrate.ts";
import { roleOption } from "./roles.ts";

/** How a database stands to the migrations of this checkout. */
export interface MigrationState {
  /** Files that were not run yet, oldest first. */
  readonly pending: readonly string[];
  /** Migrations this checkout does not know: the database belongs to a newer version. */
  readonly unknown: readonly string[];
}

/** No role of ours, no right to take it, no table of migrations: nobody ever migrated this database. */
const neverMigrated = new Set(["22023", "42501", "42P01"]);

/** Compares the database at `url` with the files; changes nothing. */
export async function readMigrationState(url: string): Promise<MigrationState> {
  const files = Object.keys(await sqlFiles(ownFolder).getMigrations()).sort();
  const applied = await readApplied(url);
  return {
    pending: files.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !files.includes(name)),
  };
}

async function readApplied(url: string): Promise<string[]> {
  const client = new pg.Client({
    connectionString: url,
    options: roleOption("haste_owner"),
    connectionTimeoutMillis: 10_000,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ name: string }>("select name from kysely_migration order by name");
    return rows.map((row) => row.name);
  } catch (err) {
    if (neverMigrated.has((err as { code?: string }).code ?? "")) return [];
    throw err;
  } finally {
    await client.end().catch(() => {});
  }
}
