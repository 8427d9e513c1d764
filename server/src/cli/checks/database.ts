import { assertDurable, readMigrationState } from "../../platform/db/index.ts";
import { type Finding, failing, type OpenDatabase, ok, type Surroundings, skipped } from "./check.ts";

const mostSkewMs = 2_000;

export async function checkDatabase({ database }: Surroundings): Promise<Finding> {
  if (typeof database === "string") return skipped("database", database);
  const how = {
    given: "by --database-url",
    running: "of the running product",
    started: "its own, started for these checks",
  } as const;
  return ok("database", `PostgreSQL ${database.facts.version}, ${how[database.origin]}`);
}

export const checkRoles = withDatabase("roles", async ({ facts }) => {
  if (facts.missingRoles.length > 0) {
    return failing(
      "roles",
      `this login cannot become ${facts.missingRoles.join(", ")}`,
      "Run haste migrate once with a login that has CREATEROLE and owns the database.",
    );
  }
  const [mighty] = facts.tooMightyRoles;
  if (mighty === undefined) return ok("roles", "haste_owner, haste_app, haste_sweep");
  return failing(
    "roles",
    `${mighty} sees past the walls between workspaces`,
    `Run in the database: alter role ${mighty} nosuperuser nobypassrls`,
  );
});

export const checkMigrations = withDatabase("migrations", async ({ url }) => {
  const { pending, unknown } = await readMigrationState(url);
  if (unknown.length > 0) {
    return failing("migrations", `the database is newer: it holds ${unknown.at(-1)}`, "Start the newer version.");
  }
  if (pending.length === 0) return ok("migrations", "up to date");
  return failing("migrations", `${pending.length} wait, from ${pending[0]}`, "Run: haste migrate");
});

export const checkDurability = withMigratedDatabase("durability", async ({ db }, { log }) => {
  try {
    await assertDurable(db, { allowUnsafe: false, log });
    return ok("durability", "what is confirmed survives a crash");
  } catch (err) {
    const [detail = "", remedy = ""] = (err as Error).message.split(/(?<=\.) (?=Switch)/);
    return failing("durability", detail, remedy);
  }
});

export const checkClocks = withDatabase("clocks", async ({ facts, askedAtMs }) => {
  const skewMs = Math.round(facts.now.getTime() - askedAtMs);
  const detail = `${Math.abs(skewMs)} ms between this machine and the database`;
  if (Math.abs(skewMs) <= mostSkewMs) return ok("clocks", detail);
  return failing("clocks", detail, "Set both by NTP: timedatectl set-ntp true");
});

type DatabaseCheck = (database: OpenDatabase, surroundings: Surroundings) => Promise<Finding>;

/** A check that can be made only where a database is open. */
export function withDatabase(check: string, look: DatabaseCheck): (at: Surroundings) => Promise<Finding> {
  return async (at) => (typeof at.database === "string" ? skipped(check, "no database") : look(at.database, at));
}

/** A check that reads our tables or works in our roles. */
export function withMigratedDatabase(check: string, look: DatabaseCheck): (at: Surroundings) => Promise<Finding> {
  return withDatabase(check, async (database, at) =>
    database.isMigrated ? look(database, at) : skipped(check, "the database is not migrated"),
  );
}
