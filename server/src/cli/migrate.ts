import type { Verb } from "../platform/cli/index.ts";
import { productSettings } from "./settings-of-verbs.ts";
import { quietLog } from "./verb-log.ts";

/** `haste migrate`: what every start does, alone; for whoever wants to do it with another login, or beforehand. */
export const migrateVerb: Verb = {
  about: "Safe to repeat, and safe from several machines at once: one works, the others wait and find nothing to do.",
  positionals: [],
  options: [],
  settings: productSettings,
  examples: ["migrate", "migrate --database-url postgresql://admin@db/haste"],
  run: async (call) => {
    const [{ migrate }, { withDatabaseUrl }] = await Promise.all([
      import("../platform/db/index.ts"),
      import("./database.ts"),
    ]);
    const log = quietLog(call);
    const { applied } = await withDatabaseUrl(call.config, { log, mayCreate: true }, ({ url }) =>
      migrate(url, { log }),
    );
    const lines = applied.length === 0 ? ["The database is up to date."] : applied.map((name) => `applied ${name}`);
    call.output.answer({ applied }, lines);
    return undefined;
  },
};
