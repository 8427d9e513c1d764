import { type Call, Failure } from "../platform/cli/index.ts";
import type { Config } from "../platform/config/index.ts";
import { findDatabase } from "./database.ts";

/**
 * The configuration with the database several processes share: the given one, or the embedded one that somebody else
 * keeps. One process of several must not own it, or its end would be everybody's.
 * @throws Failure where none is there
 */
export async function requireSharedDatabase({ config }: Call, verb: string): Promise<Config> {
  const found = await findDatabase(config);
  if (found !== null) return { ...config, databaseUrl: found.url };
  throw new Failure(
    `haste ${verb} needs a database that runs already; there is none on ${config.dataDir}.`,
    "Name one with --database-url, or start everything at once with haste up.",
  );
}
