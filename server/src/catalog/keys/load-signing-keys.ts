import { type MasterKey, makeSigningKey, openSigningKeys, type SigningKeys } from "../../platform/crypto/index.ts";
import { type Database, outsideWorkspaces } from "../../platform/db/index.ts";
import { insertSigningKey, listSigningKeys } from "./queries.ts";

const firstKeyId = 1;

/**
 * The keys that sign public tokens, of the whole installation: all verify, the newest signs. The first start makes one;
 * of two first starts at once the slower takes over the key of the faster, since the insert waits for its commit.
 * @throws SealError where the master key is not the one that wrapped them
 */
export function loadSigningKeys(db: Database, master: MasterKey, machineNow: Date): Promise<SigningKeys> {
  return outsideWorkspaces(db, async (tx) => {
    let stored = await listSigningKeys(tx);
    if (stored.length === 0) {
      await insertSigningKey(tx, makeSigningKey(master, firstKeyId), machineNow);
      stored = await listSigningKeys(tx);
    }
    return openSigningKeys(master, stored);
  });
}

/** Whether keys were wrapped before: then a master key must exist, and a new one would look like lost data. */
export function hasSigningKeys(db: Database): Promise<boolean> {
  return outsideWorkspaces(db, async (tx) => (await listSigningKeys(tx)).length > 0);
}
