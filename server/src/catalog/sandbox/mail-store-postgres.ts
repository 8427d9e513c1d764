import type { Clock } from "../../platform/clock/index.ts";
import { type Database, inWorkspace, type Tx } from "../../platform/db/index.ts";
import type { AccountMail, FlagChange, FolderName, MailStore, NewMail } from "./imap/mail-store.ts";
import { applyFlags } from "./imap/store-memory.ts";
import type { MailboxChanges } from "./mailbox-changes.ts";
import { announceChange } from "./mailbox-changes.ts";
import {
  ensureFolder,
  folderEntries,
  folderSources,
  folderStatus,
  folderUids,
  nextModseq,
  removeFromFolder,
  writeFlags,
} from "./queries/folders.ts";
import { clockOffsetMs } from "./queries/mails.ts";
import { type MailboxOwner, openMailbox } from "./sandbox-login.ts";
import { storeMails, uidValidityAt } from "./store-mails.ts";

export interface MailStoreParts {
  readonly db: Database;
  readonly clock: Clock;
  /** Passwords are derived from it; see `sandboxMailPassword`. */
  readonly passwordKey: Buffer;
  readonly changes: MailboxChanges;
}

/** The mailboxes of the sandbox's sending accounts, for the IMAP server. */
export function createMailStore(parts: MailStoreParts): MailStore {
  return {
    async authenticate(username, password) {
      const owner = await openMailbox(parts.db, parts.passwordKey, { username, password });
      return owner === null ? null : new AccountRows(owner, parts);
    },
  };
}

class AccountRows implements AccountMail {
  readonly address: string;
  readonly #owner: MailboxOwner;
  readonly #parts: MailStoreParts;
  readonly #known = new Set<FolderName>();

  constructor(owner: MailboxOwner, parts: MailStoreParts) {
    this.address = owner.address;
    this.#owner = owner;
    this.#parts = parts;
  }

  status(folder: FolderName) {
    return this.#in(async (tx) => {
      if (!this.#known.has(folder)) {
        await ensureFolder(tx, this.#place(folder), uidValidityAt(this.#parts.clock.machineNow()));
        this.#known.add(folder);
      }
      return folderStatus(tx, this.#place(folder));
    });
  }

  uids(folder: FolderName) {
    return this.#in((tx) => folderUids(tx, this.#place(folder)));
  }

  entries(folder: FolderName, filter: Parameters<AccountMail["entries"]>[1]) {
    return this.#in((tx) => folderEntries(tx, this.#place(folder), filter));
  }

  sources(folder: FolderName, uids: readonly number[]) {
    return this.#in((tx) => folderSources(tx, this.#place(folder), uids));
  }

  append(folder: FolderName, { raw, flags, internalDate }: NewMail) {
    const machineNow = this.#parts.clock.machineNow();
    return this.#in(async (tx) => {
      const receivedAt = internalDate ?? new Date(machineNow.getTime() + (await clockOffsetMs(tx)));
      const { address } = this;
      const mail = {
        account: address,
        folder,
        flags,
        isListed: false,
        fromEmail: "",
        toEmail: address,
        receivedAt,
        raw,
      };
      const [stored] = await storeMails(tx, [mail], machineNow);
      const { uidValidity } = await folderStatus(tx, this.#place(folder));
      return { uid: stored?.uid ?? 0, uidValidity };
    });
  }

  changeFlags(folder: FolderName, uids: readonly number[], change: FlagChange) {
    return this.#in(async (tx) => {
      const place = this.#place(folder);
      if (uids.length === 0) return [];
      const modseq = await nextModseq(tx, place);
      const entries = await folderEntries(tx, place, { uids });
      const flags = entries.map((entry) => applyFlags(entry.flags, change));
      await writeFlags(tx, place, { uids: entries.map((entry) => entry.uid), flags, modseq });
      await announceChange(tx, this.address, folder);
      return entries.map((entry, index) => ({ ...entry, flags: flags[index] ?? [], modseq }));
    });
  }

  remove(folder: FolderName, uids: readonly number[]) {
    return this.#in(async (tx) => {
      await nextModseq(tx, this.#place(folder));
      await removeFromFolder(tx, this.#place(folder), uids);
      await announceChange(tx, this.address, folder);
    });
  }

  watch(listener: (folder: FolderName) => void) {
    return this.#parts.changes.watch(this.#owner.workspaceId, this.address, listener);
  }

  #place(folder: FolderName) {
    return { account: this.address, folder };
  }

  #in<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return inWorkspace(this.#parts.db, this.#owner.workspaceId, work);
  }
}
