import { newIdAt } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import type { FolderName } from "./imap/mail-store.ts";
import { emailIdOf, readHeads } from "./mail-text.ts";
import { announceChange } from "./mailbox-changes.ts";
import { takeUids } from "./queries/folders.ts";
import { insertMails, type MailRow } from "./queries/mails.ts";

/** A mail as it arrived, and the mailbox it goes to. */
export interface ArrivedMail {
  readonly account: string;
  /** Null keeps it out of every folder. */
  readonly folder: FolderName | null;
  readonly flags: readonly string[];
  readonly isListed: boolean;
  readonly fromEmail: string;
  readonly toEmail: string;
  /** Workspace time. */
  readonly receivedAt: Date;
  readonly raw: Buffer;
}

/** A mail that was stored, with what its header says. */
export interface StoredMail extends MailRow {
  readonly references: readonly string[];
}

/**
 * Stores a group of mails in the caller's transaction: UIDs of each folder in one step, rows in one statement, and an
 * announcement per folder for those who wait. Folders are locked in the order of their names, so two groups cannot wait
 * for each other.
 */
export async function storeMails(tx: Tx, mails: readonly ArrivedMail[], machineNow: Date): Promise<StoredMail[]> {
  const places = await takePlaces(tx, mails, machineNow);
  const rows = mails.map((mail): StoredMail => {
    const { messageId, subject, references } = readHeads(mail.raw);
    const place = places.get(mail) ?? { uid: null, modseq: null };
    const emailId = messageId === null ? null : emailIdOf(messageId);
    return { ...mail, ...place, id: newIdAt(machineNow), messageId, subject, references, emailId };
  });
  // Ids of one millisecond are random in their tail: sorted, the inbox shows a group in the order in which it came.
  const ids = rows.map((row) => row.id).toSorted();
  const stored = rows.map((row, index) => ({ ...row, id: ids[index] ?? row.id }));
  await insertMails(tx, stored);
  return stored;
}

interface Place {
  readonly uid: number;
  readonly modseq: number;
}

async function takePlaces(tx: Tx, mails: readonly ArrivedMail[], machineNow: Date): Promise<Map<ArrivedMail, Place>> {
  const byFolder = Map.groupBy(
    mails.filter((mail) => mail.folder !== null),
    (mail) => `${mail.account} ${mail.folder}`,
  );
  const places = new Map<ArrivedMail, Place>();
  for (const key of [...byFolder.keys()].toSorted()) {
    const group = byFolder.get(key) ?? [];
    const { account = "", folder = null } = group[0] ?? {};
    if (folder === null) continue;
    const uidValidity = uidValidityAt(machineNow);
    const { firstUid, modseq } = await takeUids(tx, { account, folder }, { count: group.length, uidValidity });
    for (const [index, mail] of group.entries()) places.set(mail, { uid: firstUid + index, modseq });
    await announceChange(tx, account, folder);
  }
  return places;
}

/** Seconds since 1970: a mailbox that is made anew never repeats an older value (RFC 3501 §2.3.1.1). */
export function uidValidityAt(machineNow: Date): number {
  return Math.floor(machineNow.getTime() / 1_000);
}
