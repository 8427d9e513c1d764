import { existsSync } from "node:fs";
import { hasSigningKeys, loadSigningKeys } from "../catalog/keys/index.ts";
import { systemClock } from "../platform/clock/index.ts";
import { loadMasterKey } from "../platform/crypto/index.ts";
import { isOpen } from "./check-database.ts";
import { type Found, failing, ok, type Surroundings, skipped } from "./finding.ts";

/** The master key is there, nobody else can read it, and it is the one that sealed this database. */
export async function checkMasterKey({ call, database }: Surroundings): Promise<Found> {
  const file = call.config.masterKeyFile;
  const db = isOpen(database) && database.isMigrated ? database.db : null;
  const isSealed = db !== null && (await hasSigningKeys(db));
  if (!existsSync(file) && !isSealed) return skipped(`${file} is made at the first start`);
  try {
    const master = loadMasterKey({ file, mayCreate: false });
    if (isSealed) await loadSigningKeys(db, master, systemClock.machineNow());
    return ok(file);
  } catch (err) {
    return explain(err as NodeJS.ErrnoException, file);
  }
}

function explain(err: NodeJS.ErrnoException, file: string): Found {
  if (err.code === "EACCES") {
    return failing(`this user may not read ${file}`, "Run as the user the product runs as.");
  }
  if (err.name === "SealError") {
    return failing(
      `${file} is not the key that sealed this database`,
      "Bring the right file back, or name its place with --master-key-file.",
    );
  }
  // Those sentences name the file and end with what to do.
  const [detail = "", ...remedy] = err.message.split(/(?<=\.) (?=[A-Z])/);
  return failing(detail, remedy.join(" "));
}
