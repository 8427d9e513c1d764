import { existsSync } from "node:fs";
import { hasSigningKeys, loadSigningKeys } from "../../catalog/keys/index.ts";
import { systemClock } from "../../platform/clock/index.ts";
import { loadMasterKey } from "../../platform/crypto/index.ts";
import { type Finding, failing, ok, type Surroundings, skipped } from "./check.ts";

/** The master key is there, nobody else can read it, and it is the one that sealed this database. */
export async function checkMasterKey({ call, database }: Surroundings): Promise<Finding> {
  const file = call.config.masterKeyFile;
  const db = typeof database !== "string" && database.isMigrated ? database.db : null;
  const isSealed = db !== null && (await hasSigningKeys(db));
  if (!existsSync(file) && !isSealed) return skipped("master key", `${file} is made at the first start`);
  try {
    const master = loadMasterKey({ file, mayCreate: false });
    if (isSealed) await loadSigningKeys(db, master, systemClock.machineNow());
    return ok("master key", file);
  } catch (err) {
    return explain(err as NodeJS.ErrnoException, file);
  }
}

function explain(err: NodeJS.ErrnoException, file: string): Finding {
  if (err.code === "EACCES") {
    return failing("master key", `this user may not read ${file}`, "Run as the user the product runs as.");
  }
  if (err.name === "SealError") {
    return failing(
      "master key",
      `${file} is not the key that sealed this database`,
      "Bring the right file back, or name its place with --master-key-file.",
    );
  }
  // Those sentences name the file and end with what to do.
  const [detail = "", ...remedy] = err.message.split(/(?<=\.) (?=[A-Z])/);
  return failing("master key", detail, remedy.join(" "));
}
