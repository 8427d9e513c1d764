import pg from "pg";
import type { Database } from "./database.ts";
import { roleOption } from "./roles.ts";

/**
 * Refreshes the planner's statistics of `tables`. Call it after a bulk load of more than 10,000 rows: plans made for an
 * empty table cost 3–5 × (158 µs instead of 36 per email), and autovacuum comes round only once a minute. Runs as the
 * owner on a connection of its own, because nobody else may analyze on PostgreSQL 16.
 */
export async function analyze(db: Database, tables: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: db.url, options: roleOption("haste_owner") });
  client.on("error", (err) => db.log.debug({ err }, "the analyzing database connection failed"));
  await client.connect();
  try {
    await client.query(`analyze ${tables.map((table) => pg.escapeIdentifier(table)).join(", ")}`);
  } finally {
    await client.end();
  }
}
