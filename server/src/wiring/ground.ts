import { createHmac } from "node:crypto";
import type { Ask } from "@haste/engine/deliverability";
import { askSystemDns, createPacedAsk } from "../catalog/deliverability/index.ts";
import { loadDataKeys } from "../catalog/identity/index.ts";
import { hasSigningKeys, keepSigningKeys } from "../catalog/keys/index.ts";
import {
  type ConsentPorts,
  createAccountLoader,
  createConsentClients,
  type LoadAccounts,
} from "../catalog/sending-accounts/index.ts";
import { systemClock } from "../platform/clock/index.ts";
import type { Config } from "../platform/config/index.ts";
import {
  createKeyRing,
  type KeyRing,
  loadMasterKey,
  type MasterKey,
  type SigningKeys,
} from "../platform/crypto/index.ts";
import { assertDurable, type Database, openDatabase, type Tx } from "../platform/db/index.ts";
import type { Log } from "../platform/log/index.ts";
import { createHostPolicy } from "../platform/net/index.ts";
import { ledgerPorts } from "./ledger-ports.ts";

/** Six lists, three dozen domains and servers: asked one after the other, with a gap behind each question. */
const ofLists = { wholeCheckMs: 180_000, mostQuestions: 400 };

/** What every part stands on. */
export interface Ground {
  readonly config: Config;
  readonly log: Log;
  readonly database: Database;
  readonly master: MasterKey;
  readonly keyRing: KeyRing<Tx>;
  readonly signingKeys: SigningKeys;
  /** Reads no new ones any more. */
  readonly stopKeys: () => Promise<void>;
  readonly passwordKey: Buffer;
  /** Hashes the addresses recipients ask from, so that they are kept nowhere. */
  readonly visitorKey: Buffer;
  readonly loadAccounts: LoadAccounts;
  readonly accountPorts: ConsentPorts;
  /** Blocklists, asked by all of this process in turn; each call is bounded. */
  readonly openLists: () => Ask;
  /** Where recipients reach us; known once the product listens. */
  readonly site: { url: string };
}

export interface GroundOptions {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly log: Log;
}

export async function openGround(options: GroundOptions): Promise<Ground> {
  const { config, log } = options;
  const database = openDatabase(options.databaseUrl, { log, appConnections: 12 });
  await assertDurable(database, { allowUnsafe: config.allowUnsafeDatabase, log });
  const master = loadMasterKey({ file: config.masterKeyFile, mayCreate: !(await hasSigningKeys(database)) });
  const site = { url: config.publicUrl ?? `http://127.0.0.1:${config.port}` };
  const signing = await keepSigningKeys({ db: database, master, clock: systemClock, log });
  const paced = createPacedAsk();
  const keyRing = createKeyRing<Tx>(master, (_workspaceId, tx) => loadDataKeys(tx));
  return {
    config,
    log,
    database,
    master,
    keyRing,
    signingKeys: signing.keys,
    stopKeys: () => signing.stop(),
    passwordKey: createHmac("sha256", master.key).update("sandbox mail servers").digest(),
    visitorKey: createHmac("sha256", master.key).update("visitors").digest(),
    loadAccounts: createAccountLoader(keyRing),
    accountPorts: {
      keyRing,
      policy: createHostPolicy(config.allowPrivateHosts),
      accountChanged: ledgerPorts.accountChanged,
      db: database,
      clients: createConsentClients(config),
      publicUrl: () => site.url,
    },
    openLists: () => paced(askSystemDns(ofLists)),
    site,
  };
}
