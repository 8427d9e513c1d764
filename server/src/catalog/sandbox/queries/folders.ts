import type { Queries, Tx } from "../../../platform/db/index.ts";
import type { EntryFilter, FolderName, FolderStatus, MailEntry } from "../imap/mail-store.ts";

/** Sandbox workspaces with a sending account of this address, oldest first. Asked outside any workspace. */
export async function sandboxesOfAddress(tx: Queries, address: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>("select id from sandboxes_of_address($1) as id", [address]);
  return rows.map((row) => row.id);
}

export interface FolderPlace {
  readonly account: string;
  readonly folder: FolderName;
}

/**
 * Takes the next `count` UIDs of a folder and one mod-sequence for all of them, making the folder where it is new. The
 * folder stays locked to the end of the transaction. `uidValidity` is used for a new folder only.
 */
export async function takeUids(
  tx: Tx,
  place: FolderPlace,
  take: { readonly count: number; readonly uidValidity: number },
): Promise<{ firstUid: number; modseq: number; uidValidity: number }> {
  const [row] = await tx.rows<{ uid_next: number; modseq: number; uid_validity: number }>(
    `insert into sandbox_folders as f (workspace_id, account, name, uid_validity, uid_next, modseq)
     values ($1, $2, $3, $4, $5 + 1, 2)
     on conflict (workspace_id, account, name)
       do update set uid_next = f.uid_next + $5, modseq = f.modseq + 1
     returning uid_next, modseq, uid_validity`,
    [tx.workspaceId, place.account, place.folder, take.uidValidity, take.count],
    "sandbox-take-uids",
  );
  if (row === undefined) throw new Error("A folder gave no UIDs.");
  return { firstUid: row.uid_next - take.count, modseq: row.modseq, uidValidity: row.uid_validity };
}

export async function folderStatus(tx: Tx, place: FolderPlace): Promise<FolderStatus> {
  const [row] = await tx.rows<{
    uid_validity: number;
    uid_next: number;
    modseq: number;
    messages: number;
    unseen: number;
  }>(
    `select f.uid_validity, f.uid_next, f.modseq,
            count(m.id)::int as messages,
            (count(m.id) filter (where not ('\\Seen' = any(m.flags))))::int as unseen
       from sandbox_folders f
       left join sandbox_mails m
         on m.workspace_id = f.workspace_id and m.account = f.account and m.folder = f.name and m.uid is not null
      where f.workspace_id = $1 and f.account = $2 and f.name = $3
      group by f.uid_validity, f.uid_next, f.modseq`,
    [tx.workspaceId, place.account, place.folder],
    "sandbox-folder-status",
  );
  if (row === undefined) throw new Error(`The folder ${place.folder} was not made.`);
  return {
    uidValidity: row.uid_validity,
    uidNext: row.uid_next,
    highestModseq: row.modseq,
    messages: row.messages,
    unseen: row.unseen,
  };
}

/** Makes the folder where it is not there yet; cheap when it is. */
export async function ensureFolder(tx: Tx, place: FolderPlace, uidValidity: number): Promise<void> {
  await tx.rows(
    `insert into sandbox_folders (workspace_id, account, name, uid_validity) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [tx.workspaceId, place.account, place.folder, uidValidity],
    "sandbox-ensure-folder",
  );
}

export async function folderUids(tx: Tx, place: FolderPlace): Promise<number[]> {
  const rows = await tx.rows<{ uid: number }>(
    `select uid from sandbox_mails
      where workspace_id = $1 and account = $2 and folder = $3 and uid is not null order by uid`,
    [tx.workspaceId, place.account, place.folder],
    "sandbox-folder-uids",
  );
  return rows.map((row) => row.uid);
}

interface EntryRow {
  readonly uid: number;
  readonly flags: string[];
  readonly modseq: number;
  readonly received_at: Date;
  readonly size: number;
  readonly message_id: string | null;
}

const entryColumns = "uid, flags, modseq, received_at, size, message_id";

/**
 * Entries of a folder. A whole Message-ID is found by its index; only where that finds nothing is the folder searched
 * for the text inside other ids.
 */
export async function folderEntries(tx: Tx, place: FolderPlace, filter: EntryFilter): Promise<MailEntry[]> {
  const { uids = null, changedSince = 0, messageId = null } = filter;
  const values = [tx.workspaceId, place.account, place.folder, changedSince, uids];
  const statement = (condition: string) =>
    `select ${entryColumns} from sandbox_mails
      where workspace_id = $1 and account = $2 and folder = $3 and uid is not null and modseq > $4
        and ($5::bigint[] is null or uid = any($5)) ${condition}
      order by uid`;
  if (messageId === null) return (await tx.rows<EntryRow>(statement(""), values)).map(toEntry);
  const exact = await tx.rows<EntryRow>(statement("and message_id = $6"), [...values, messageId]);
  if (exact.length > 0) return exact.map(toEntry);
  const inside = await tx.rows<EntryRow>(statement("and position($6 in lower(message_id)) > 0"), [
    ...values,
    messageId,
  ]);
  return inside.map(toEntry);
}

export async function folderSources(tx: Tx, place: FolderPlace, uids: readonly number[]): Promise<Map<number, Buffer>> {
  const rows = await tx.rows<{ uid: number; raw: Buffer }>(
    `select uid, raw from sandbox_mails
      where workspace_id = $1 and account = $2 and folder = $3 and uid = any($4::bigint[])`,
    [tx.workspaceId, place.account, place.folder, uids],
    "sandbox-folder-sources",
  );
  return new Map(rows.map((row) => [row.uid, row.raw]));
}

/** Counts one more change of the folder and locks it to the end of the transaction. */
export async function nextModseq(tx: Tx, place: FolderPlace): Promise<number> {
  const [row] = await tx.rows<{ modseq: number }>(
    `update sandbox_folders set modseq = modseq + 1
      where workspace_id = $1 and account = $2 and name = $3 returning modseq`,
    [tx.workspaceId, place.account, place.folder],
    "sandbox-next-modseq",
  );
  if (row === undefined) throw new Error(`There is no folder ${place.folder}.`);
  return row.modseq;
}

export async function writeFlags(
  tx: Tx,
  place: FolderPlace,
  change: { readonly uids: readonly number[]; readonly flags: readonly string[][]; readonly modseq: number },
): Promise<void> {
  await tx.rows(
    `update sandbox_mails m set flags = array(select jsonb_array_elements_text(c.flags)), modseq = $6
       from unnest($4::bigint[], $5::jsonb[]) as c(uid, flags)
      where m.workspace_id = $1 and m.account = $2 and m.folder = $3 and m.uid = c.uid`,
    [
      tx.workspaceId,
      place.account,
      place.folder,
      change.uids,
      change.flags.map((flags) => JSON.stringify(flags)),
      change.modseq,
    ],
  );
}

/** Takes mails out of their folder. Their rows go unless somebody still sees them in the sandbox inbox. */
export async function removeFromFolder(tx: Tx, place: FolderPlace, uids: readonly number[]): Promise<void> {
  await tx.rows(
    `update sandbox_mails set folder = null, uid = null, modseq = null
      where workspace_id = $1 and account = $2 and folder = $3 and uid = any($4::bigint[])`,
    [tx.workspaceId, place.account, place.folder, uids],
  );
}

function toEntry(row: EntryRow): MailEntry {
  return {
    uid: row.uid,
    flags: row.flags,
    modseq: row.modseq,
    internalDate: row.received_at,
    size: row.size,
    messageId: row.message_id,
  };
}
