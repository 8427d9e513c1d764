import { createSecretKey, randomBytes, randomUUID } from "node:crypto";
import { parseMail } from "../../server/src/flow/track/inbox/parse-mail.ts";
import type { InboxAccount, InboxParts } from "../../server/src/flow/track/inbox/ports.ts";
import { recordMail } from "../../server/src/flow/track/inbox/record-mail.ts";
import { manualClock } from "../../server/src/platform/clock/index.ts";
import {
  createKeyRing,
  type KeyRing,
  makeDataKey,
  makeSigningKey,
  openSigningKeys,
} from "../../server/src/platform/crypto/index.ts";
import type { Tx } from "../../server/src/platform/db/index.ts";
import { testLog } from "./database.ts";
import type { LedgerWorld } from "./ledger-world.ts";

/** The mailbox of a world's account, into which mails come as its reader would take them. */
export interface ArrivingMail {
  readonly keyRing: KeyRing<Tx>;
  /** A mail that lies there, read at the world's now. */
  arrive(headers: Readonly<Record<string, string>>, text: string): Promise<void>;
  /** One that cannot be handed out. */
  arriveUnreadable(): Promise<void>;
}

export function openMailbox(world: LedgerWorld, ports: Pick<InboxParts, "takeReport"> = {}): ArrivingMail {
  const master = { id: randomUUID(), key: createSecretKey(randomBytes(32)) };
  const keys = [makeDataKey(master, world.workspaceId, randomUUID())];
  const keyRing = createKeyRing<Tx>(master, async () => keys);
  const signingKeys = openSigningKeys(master, [makeSigningKey(master, 1)]);
  const quiet = { holder: 1, loadInboxAccounts: async () => [], onCommitted: () => {} };
  const account: InboxAccount = {
    ...{ workspaceId: world.workspaceId, accountId: world.accountId, email: "grace@sandbox.haste.test", version: 1 },
    isOutside: false,
    way: { kind: "imap", findServer: () => Promise.reject(new Error("No mailbox is asked.")) },
  };
  let uid = 0;
  const record = async (mail: Awaited<ReturnType<typeof parseMail>> | null) => {
    uid += 1;
    const clock = manualClock(new Date(world.now));
    const parts: InboxParts = { database: world.db, log: testLog, clock, keyRing, signingKeys, ...quiet, ...ports };
    const fetched = {
      ...{ place: { uid, uidValidity: 1 }, providerId: null, conversation: [], isJunk: false },
      ...{ fingerprint: randomBytes(32), internalDate: null, isCut: false },
    };
    await recordMail(parts, account, { ...fetched, mail });
  };
  return {
    keyRing,
    async arrive(headers, text) {
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
      await record(await parseMail(Buffer.from([...lines, "", text].join("\r\n"))));
    },
    arriveUnreadable: () => record(null),
  };
}
