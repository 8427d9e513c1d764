import pg from "pg";

/** What autovacuum does in the minutes after a bulk load: rows that are gone leave the indexes, and statistics are fresh. */
export async function vacuum(url: string, tables: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`vacuum (analyze) ${tables.map((table) => pg.escapeIdentifier(table)).join(", ")}`);
  } finally {
    await client.end();
  }
}
