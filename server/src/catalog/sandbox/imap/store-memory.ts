import { createHash, timingSafeEqual } from "node:crypto";
import { EventEmitter } from "node:events";
import { headerValue, readHeader } from "./headers.ts";
import {
  type AccountMail,
  type FlagChange,
  type FolderName,
  folders,
  type MailEntry,
  type MailStore,
  type NewMail,
} from "./mail-store.ts";

/** A store that forgets everything at the end; for tests of the IMAP server and of those who read through it. */
export interface MemoryMailStore extends MailStore {
  addAccount(address: string, password: string): AccountMail;
}

export interface MemoryMailStoreOptions {
  readonly now: () => Date;
  readonly uidValidity?: number;
}

export function createMemoryMailStore(options: MemoryMailStoreOptions): MemoryMailStore {
  const accounts = new Map<string, { password: string; mail: AccountMail }>();
  return {
    addAccount(address, password) {
      const mail = new MemoryAccount(address, options);
      accounts.set(address.toLowerCase(), { password, mail });
      return mail;
    },
    async authenticate(username, password) {
      const account = accounts.get(username.toLowerCase());
      return account !== undefined && isSame(account.password, password) ? account.mail : null;
    },
  };
}

function isSame(left: string, right: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

/** The Message-ID of a mail without its angle brackets. */
function messageIdOf(raw: Buffer): string | null {
  const value = headerValue(readHeader(raw, 0, raw.length).headers, "message-id");
  return value === null ? null : value.replace(/^<|>$/g, "").slice(0, 998);
}

interface StoredMail {
  entry: MailEntry;
  readonly raw: Buffer;
}

interface Folder {
  mails: StoredMail[];
  uidNext: number;
  modseq: number;
}

class MemoryAccount implements AccountMail {
  readonly address: string;
  readonly #options: MemoryMailStoreOptions;
  readonly #changes = new EventEmitter().setMaxListeners(0);
  readonly #folders = new Map<FolderName, Folder>(
    folders.map(({ name }) => [name, { mails: [], uidNext: 1, modseq: 1 }]),
  );

  constructor(address: string, options: MemoryMailStoreOptions) {
    this.address = address;
    this.#options = options;
  }

  async status(name: FolderName) {
    const folder = this.#folder(name);
    return {
      uidValidity: this.#uidValidity,
      uidNext: folder.uidNext,
      highestModseq: folder.modseq,
      messages: folder.mails.length,
      unseen: folder.mails.filter(({ entry }) => !entry.flags.includes("\\Seen")).length,
    };
  }

  async uids(name: FolderName) {
    return this.#folder(name).mails.map(({ entry }) => entry.uid);
  }

  async entries(name: FolderName, filter: Parameters<AccountMail["entries"]>[1]) {
    const { uids, changedSince = 0, messageId } = filter;
    return this.#folder(name)
      .mails.map(({ entry }) => entry)
      .filter((entry) => uids === undefined || uids.includes(entry.uid))
      .filter((entry) => entry.modseq > changedSince)
      .filter((entry) => messageId === undefined || entry.messageId?.toLowerCase().includes(messageId) === true);
  }

  async sources(name: FolderName, uids: readonly number[]) {
    const wanted = new Set(uids);
    const mails = this.#folder(name).mails.filter(({ entry }) => wanted.has(entry.uid));
    return new Map(mails.map(({ entry, raw }) => [entry.uid, raw]));
  }

  async append(name: FolderName, mail: NewMail) {
    const folder = this.#folder(name);
    const uid = folder.uidNext;
    folder.uidNext += 1;
    folder.modseq += 1;
    const internalDate = mail.internalDate ?? this.#options.now();
    const messageId = messageIdOf(mail.raw);
    const { flags, raw } = mail;
    folder.mails.push({ raw, entry: { uid, flags, modseq: folder.modseq, internalDate, size: raw.length, messageId } });
    this.#changes.emit("change", name);
    return { uid, uidValidity: this.#uidValidity };
  }

  async changeFlags(name: FolderName, uids: readonly number[], change: FlagChange) {
    const folder = this.#folder(name);
    const wanted = new Set(uids);
    const changed = folder.mails.filter(({ entry }) => wanted.has(entry.uid));
    if (changed.length === 0) return [];
    folder.modseq += 1;
    for (const mail of changed) {
      mail.entry = { ...mail.entry, flags: applyFlags(mail.entry.flags, change), modseq: folder.modseq };
    }
    this.#changes.emit("change", name);
    return changed.map(({ entry }) => entry);
  }

  async remove(name: FolderName, uids: readonly number[]) {
    const folder = this.#folder(name);
    const gone = new Set(uids);
    folder.mails = folder.mails.filter(({ entry }) => !gone.has(entry.uid));
    folder.modseq += 1;
    this.#changes.emit("change", name);
  }

  watch(listener: (folder: FolderName) => void) {
    this.#changes.on("change", listener);
    return () => void this.#changes.off("change", listener);
  }

  get #uidValidity(): number {
    return this.#options.uidValidity ?? 1;
  }

  #folder(name: FolderName): Folder {
    const folder = this.#folders.get(name);
    if (folder === undefined) throw new Error(`There is no folder ${name}.`);
    return folder;
  }
}

/** The flags after a change, each once, in the order in which they came. */
export function applyFlags(flags: readonly string[], change: FlagChange): string[] {
  if (change.mode === "set") return [...new Set(change.flags)];
  if (change.mode === "add") return [...new Set([...flags, ...change.flags])];
  return flags.filter((flag) => !change.flags.includes(flag));
}
