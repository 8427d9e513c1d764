import { assertDurable, readMigrationState } from "../platform/db/index.ts";
import { type Check, type Found, failing, type OpenDatabase, ok, type Surroundings, skipped } from "./finding.ts";

const mostSkewMs = 2_000;

export async function checkDatabase({ database }: Surroundings): Promise<Found> {
  if (database === "none yet") return skipped("it is made at the first start");
  if (database instanceof Error) throw database;
  const how = {
    given: "by --database-url",
    running: "of the running product",
    started: "its own, started for these checks",
  } as const;
  return ok(`PostgreSQL ${database.facts.version}, ${how[database.origin]}`);
}

export const checkRoles = withDatabase(async ({ facts }) => {
  if (facts.missingRoles.length > 0) {
    return failing(
      `this login cannot become ${facts.missingRoles.join(", ")}`,
      "Run haste migrate once with a login that has CREATEROLE and owns the database.",
    );
  }
  const [mighty] = facts.tooMightyRoles;
  if (mighty === undefined) return ok("haste_owner, haste_app, haste_sweep");
  return failing(
    `${mighty} sees past the walls between workspaces`,
    `Run in the database: alter role ${mighty} nosuperuser nobypassrls`,
  );
});

export const checkMigrations = withDatabase(async ({ url }) => {
  const { pending, unknown } = await readMigrationState(url);
  if (unknown.length > 0) {
    return failing(`the database is newer: it holds ${unknown.at(-1)}`, "Start the newer version.");
  }
  if (pending.length === 0) return ok("up to date");
  return failing(`${pending.length} wait, from ${pending[0]}`, "Run: haste migrate");
});

export const checkDurability = withMigratedDatabase(async ({ db }, { call, log }) => {
  try {
    await assertDurable(db, { allowUnsafe: false, log });
    return ok("what is confirmed survives a crash");
  } catch (err) {
    const [detail = "", remedy = ""] = (err as Error).message.split(/(?<=\.) (?=Switch)/);
    if (call.config.allowUnsafeDatabase) return ok(`${detail} You accepted it.`);
    return failing(detail, remedy);
  }
});

export const checkClocks = withDatabase(async ({ facts, askedAtMs }) => {
  const skewMs = Math.round(facts.now.getTime() - askedAtMs);
  const detail = `${Math.abs(skewMs)} ms between this machine and the database`;
  if (Math.abs(skewMs) <= mostSkewMs) return ok(detail);
  return failing(detail, "Set both by NTP: timedatectl set-ntp true");
});

type DatabaseCheck = (database: OpenDatabase, surroundings: Surroundings) => Promise<Found>;

/** A check that can be made only where a database is open. */
export function withDatabase(look: DatabaseCheck): Check {
  return async (at) => (isOpen(at.database) ? look(at.database, at) : skipped("no database"));
}

/** A check that reads our tables or works in our roles. */
export function withMigratedDatabase(look: DatabaseCheck): Check {
  return withDatabase(async (database, at) =>
    database.isMigrated ? look(database, at) : skipped("the database is not migrated"),
  );
}

export function isOpen(database: Surroundings["database"]): database is OpenDatabase {
  return database !== "none yet" && !(database instanceof Error);
}
