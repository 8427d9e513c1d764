import { EventEmitter } from "node:events";
import { type Database, listen, notify, type Tx } from "../../platform/db/index.ts";
import { type FolderName, folders } from "./imap/mail-store.ts";

const channel = "haste_sandbox_mail";

/** Tells whoever waits (IDLE), in this process or another, that a folder changed; heard after the commit. */
export function announceChange(tx: Tx, account: string, folder: FolderName): Promise<void> {
  return notify(tx, channel, `${tx.workspaceId} ${folder} ${account}`);
}

export interface MailboxChanges {
  watch(workspaceId: string, account: string, listener: (folder: FolderName) => void): () => void;
  close(): Promise<void>;
}

/** Hears announced changes for as long as it is open. After a lost connection everybody looks once: one may be missed. */
export async function hearChanges(db: Database): Promise<MailboxChanges> {
  const emitter = new EventEmitter().setMaxListeners(0);
  const key = (workspaceId: string, account: string) => `${workspaceId} ${account}`;
  const stop = await listen(db, channel, (payload) => {
    if (payload === null) {
      for (const name of emitter.eventNames()) for (const folder of folders) emitter.emit(name, folder.name);
      return;
    }
    const [workspaceId = "", folder = "", account = ""] = payload.split(" ", 3);
    emitter.emit(key(workspaceId, account), folder);
  });
  return {
    watch(workspaceId, account, listener) {
      const name = key(workspaceId, account);
      emitter.on(name, listener);
      return () => void emitter.off(name, listener);
    },
    async close() {
      emitter.removeAllListeners();
      await stop();
    },
  };
}
