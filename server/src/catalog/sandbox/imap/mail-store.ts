/**
 * The mailboxes behind the IMAP server, as the server needs them. Two implementations keep the same promises: rows of
 * PostgreSQL for the product, plain memory for tests.
 *
 * UIDs of a folder ascend strictly in the order in which mails become visible (RFC 3501 §2.3.1.1), so a reader that
 * remembers the last UID never misses one. `modseq` grows with every change of a folder (RFC 7162).
 */
export interface MailStore {
  /** The account these credentials open, or null; both wrong name and wrong password give null. */
  authenticate(username: string, password: string): Promise<AccountMail | null>;
}

/** Folders of every account, with their special use (RFC 6154). None can be added, renamed or removed. */
export const folders = [
  { name: "INBOX", use: null },
  { name: "Sent", use: "\\Sent" },
  { name: "Drafts", use: "\\Drafts" },
  { name: "Trash", use: "\\Trash" },
] as const;
export type FolderName = (typeof folders)[number]["name"];

/** The folder a client means; only INBOX ignores case (RFC 3501 §5.1). */
export function findFolder(name: string): FolderName | null {
  if (name.toUpperCase() === "INBOX") return "INBOX";
  return folders.find((folder) => folder.name === name)?.name ?? null;
}

export interface FolderStatus {
  readonly uidValidity: number;
  readonly uidNext: number;
  readonly highestModseq: number;
  readonly messages: number;
  readonly unseen: number;
}

/** A mail as a folder lists it, without its bytes. `size` in octets. */
export interface MailEntry {
  readonly uid: number;
  readonly flags: readonly string[];
  readonly modseq: number;
  readonly internalDate: Date;
  readonly size: number;
  /** Without angle brackets. */
  readonly messageId: string | null;
}

/** Both ends included. */
export interface UidRange {
  readonly from: number;
  readonly to: number;
}

export interface EntryFilter {
  readonly uids?: readonly number[];
  /** Only entries whose modseq is greater. */
  readonly changedSince?: number;
  /** Only entries whose Message-ID (without angle brackets) holds this text, whatever its case. */
  readonly messageId?: string;
}

export interface FlagChange {
  readonly mode: "add" | "remove" | "set";
  readonly flags: readonly string[];
}

/** The folders of one account that has signed in. */
export interface AccountMail {
  readonly address: string;
  status(folder: FolderName): Promise<FolderStatus>;
  /** All UIDs of the folder, ascending. */
  uids(folder: FolderName): Promise<number[]>;
  /** Entries that pass the filter, by ascending UID. */
  entries(folder: FolderName, filter: EntryFilter): Promise<MailEntry[]>;
  /** The bytes of these mails; UIDs that are gone are left out. */
  sources(folder: FolderName, uids: readonly number[]): Promise<Map<number, Buffer>>;
  append(folder: FolderName, mail: NewMail): Promise<{ uid: number; uidValidity: number }>;
  /** Changes flags and returns the entries as they are now. */
  changeFlags(folder: FolderName, uids: readonly number[], change: FlagChange): Promise<MailEntry[]>;
  /** Removes these mails for good. */
  remove(folder: FolderName, uids: readonly number[]): Promise<void>;
  /** Calls `listener` soon after anything in any folder changed; the result stops it. */
  watch(listener: (folder: FolderName) => void): () => void;
}

export interface NewMail {
  readonly raw: Buffer;
  readonly flags: readonly string[];
  /** When it arrived; null takes the store's present. */
  readonly internalDate: Date | null;
}
