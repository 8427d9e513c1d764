import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from "kysely";
import type { DB } from "./types.ts";

/**
 * Kysely as a typed way to write SQL and nothing more: it has no connection, so a query can only run through a `Tx`
 * (`tx.run(build.selectFrom(…))`), inside a workspace. Calling `.execute()` on it returns no rows; use `tx.run`.
 */
export const build: Kysely<DB> = new Kysely<DB>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});
