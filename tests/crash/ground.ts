import { loadDataKeys } from "../../server/src/catalog/identity/queries/people.ts";
import { createAccountLoader } from "../../server/src/catalog/sending-accounts/index.ts";
import { createKeyRing, loadMasterKey } from "../../server/src/platform/crypto/index.ts";
import { openDatabase, type Tx } from "../../server/src/platform/db/index.ts";
import { createLog } from "../../server/src/platform/log/index.ts";
import { createHostPolicy } from "../../server/src/platform/net/index.ts";

/** What the product stands on, as far as sending needs it: quick to load, because each kill loads it again. */
export function openSendingGround(databaseUrl: string, keyFile: string) {
  const log = createLog("silent");
  const master = loadMasterKey({ file: keyFile, mayCreate: true });
  const keyRing = createKeyRing<Tx>(master, (_workspaceId, tx) => loadDataKeys(tx));
  return {
    database: openDatabase(databaseUrl, { log }),
    log,
    master,
    keyRing,
    loadAccounts: createAccountLoader(keyRing),
    // The sink listens on loopback, where an operator would have to allow it.
    policy: createHostPolicy(["127.0.0.0/8"]),
  };
}
