import type { Log } from "../log/index.ts";
import type { Database } from "./database.ts";
import { asSweep } from "./transaction.ts";

/**
 * With any of these off, a commit that has returned can still be lost, and an email that was recorded as sent is sent
 * again after a crash. (PostgreSQL manual, "Write Ahead Log": off loses up to three times wal_writer_delay.)
 */
const durableSettings = ["fsync", "full_page_writes", "synchronous_commit"] as const;

/** The option that lets a product run on such a database all the same, as a person writes it. */
const override = "--allow-unsafe-database (HASTE_ALLOW_UNSAFE_DATABASE=1)";

/**
 * Stops the start on a database that may forget what it has confirmed. With `allowUnsafe` it only says so, loudly.
 * Any level of synchronous_commit but `off` waits at least for the local disk and is accepted.
 */
export async function assertDurable(db: Database, options: { readonly allowUnsafe: boolean; readonly log: Log }) {
  const off = await asSweep(db, (tx) =>
    tx.rows<{ name: string }>("select name from pg_settings where name = any($1) and setting = 'off' order by name", [
      durableSettings,
    ]),
  );
  if (off.length === 0) return;
  const names = off.map((row) => row.name).join(" and ");
  if (options.allowUnsafe) {
    options.log.warn(
      { settings: off.map((row) => row.name) },
      `running although ${names} is off: ${override} was given`,
    );
    return;
  }
  throw new Error(
    `The database has ${names} switched off, so it can lose emails it has already confirmed as sent. ` +
      `Switch it on in postgresql.conf and reload, or accept the loss with ${override}.`,
  );
}
