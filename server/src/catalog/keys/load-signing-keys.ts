import { setTimeout as pause } from "node:timers/promises";
import type { Clock } from "../../platform/clock/index.ts";
import { type MasterKey, makeSigningKey, type SigningKeys, serveSigningKeys } from "../../platform/crypto/index.ts";
import { type Database, outsideWorkspaces } from "../../platform/db/index.ts";
import type { Log } from "../../platform/log/index.ts";
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
    return serveSigningKeys(master, stored, machineNow);
  });
}

/** How often a process looks whether there is a new key: several times before one signs. */
const readAgainMs = 30_000;

interface KeepParts {
  readonly db: Database;
  readonly master: MasterKey;
  readonly clock: Pick<Clock, "machineNow">;
  readonly log: Log;
}

/**
 * The keys as they are at any time: read again as long as the process lives, so that each one knows a new key before any
 * other signs with it, and a token never meets somebody who cannot read it.
 */
export async function keepSigningKeys({ db, master, clock, log }: KeepParts) {
  const load = () => loadSigningKeys(db, master, clock.machineNow());
  let current = await load();
  const stopping = new AbortController();
  const { signal } = stopping;
  const reading = (async () => {
    while (!signal.aborted) {
      await pause(readAgainMs, undefined, { signal, ref: false }).catch(() => {});
      if (signal.aborted) return;
      const read = await load().catch((err: unknown) => log.warn({ err }, "signing keys were not read again"));
      if (read) current = read;
    }
  })();
  const keys: SigningKeys = {
    get newest() {
      return current.newest;
    },
    get byId() {
      return current.byId;
    },
    get old() {
      return current.old ?? new Set();
    },
  };
  return {
    keys,
    async stop() {
      stopping.abort();
      await reading;
    },
  };
}

/** A new key. It signs two minutes from now; the ones before go on being read. @returns its id */
export function rotateSigningKeys(db: Database, master: MasterKey, machineNow: Date): Promise<number> {
  return outsideWorkspaces(db, async (tx) => {
    const stored = await listSigningKeys(tx);
    const id = Math.max(0, ...stored.map((key) => key.id)) + 1;
    await insertSigningKey(tx, makeSigningKey(master, id), machineNow);
    return id;
  });
}

/** Whether keys were wrapped before: then a master key must exist, and a new one would look like lost data. */
export function hasSigningKeys(db: Database): Promise<boolean> {
  return outsideWorkspaces(db, async (tx) => (await listSigningKeys(tx)).length > 0);
}
